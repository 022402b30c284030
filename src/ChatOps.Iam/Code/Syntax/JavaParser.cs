namespace ChatOps.Iam.Code.Syntax;

/// <summary>Reads Java, whole or in parts.</summary>
internal sealed class JavaParser : BraceParser
{
    private static readonly HashSet<string> Modifiers = new(StringComparer.Ordinal) { "public", "private", "protected", "static", "final", "abstract", "synchronized", "native", "transient", "volatile", "default", "sealed", "strictfp" };

    private JavaParser(string text, NamePool names)
        : base(text, 0, text.Length, 1, CodeLanguage.Java, names, 0)
    {
    }

    /// <summary>The statements of a text.</summary>
    public static IReadOnlyList<Statement> Parse(string text, NamePool names) => new JavaParser(text, names).Statements();

    /// <inheritdoc/>
    protected override Statement Statement()
    {
        if (Opens("{"))
            return new Block(Nested());
        SkipModifiers();
        if (Current.Kind == TokenKind.Name && !IsAt(1, ".") && !IsAt(1, "="))
        {
            switch (Current.Text)
            {
                case "import":
                    return Imports();
                case "package":
                    while (At < End && !Is(";"))
                        At++;
                    return new Block([]);
                case "class" or "interface" or "enum":
                case "record" when Peek(1).Kind == TokenKind.Name && (IsAt(2, "(") || IsAt(2, "<")):
                    return new ClassStatement(ClassHere());
                case "if":
                    return If();
                case "switch":
                    return Switch();
                case "for":
                    return For();
                case "while":
                    At++;
                    return new Block([new Run(new Group(Condition())), new Branches([Nested()], false)]);
                case "do" or "else":
                    At++;
                    return new Block(Nested());
                case "synchronized":
                    At++;
                    return new Block([new Run(new Group(Condition())), .. Nested()]);
                case "try":
                    return Try(Statements);
                case "return" or "throw" or "yield":
                    At++;
                    var value = Is(";") || At >= End ? null : Expression();
                    Skip(";");
                    return new Return(value);
            }
        }
        return TypeEnd() switch
        {
            0 => Plain(),
            < 0 => Constructor(),
            var end => Declared(end),
        };
    }

    // A constructor is a method without a type; which class it belongs to, its members' reader knows.
    private FunctionStatement Constructor()
    {
        if (Is("<"))
            TypeArguments();
        return new FunctionStatement(Method(Take(), null));
    }

    private void SkipModifiers()
    {
        while (At < End)
        {
            if (Current.Text is { } text && text.StartsWith('@') && text.Length > 1 && text != "@interface")
            {
                At++;
                while (Is(".") && Peek(1).Kind == TokenKind.Name)
                    At += 2;
                if (Opens("("))
                    At = After(At);
            }
            else if (Modifiers.Contains(Current.Text ?? "") && !(Is("synchronized") && IsAt(1, "(")) && !(Is("default") && (IsAt(1, ":") || IsAt(1, "->"))))
                At++;
            else
                break;
        }
    }

    // How many tokens the type before a declared name has; 0 when this is no declaration.
    private int TypeEnd()
    {
        var i = 0;
        if (Is("<") && GenericEnd(At) is var generic and > 0)
            i = generic + 1 - At;
        if (Peek(i).Kind != TokenKind.Name || Peek(i).Text is "new" or "this" or "super" or "case" or "instanceof")
            return 0;
        // A constructor: Name(…) {
        if (IsAt(i + 1, "(") && char.IsUpper(Peek(i).Text![0]))
            return TokenAt(After(At + i + 1)).Text is "{" or "throws" ? -1 : 0;
        i++;
        while (true)
        {
            if (IsAt(i, ".") && Peek(i + 1).Kind == TokenKind.Name)
                i += 2;
            else if (IsAt(i, "<") && GenericEnd(At + i) is var end and > 0)
                i = end + 1 - At;
            else if (IsAt(i, "[") && IsAt(i + 1, "]"))
                i += 2;
            else if (IsAt(i, "..."))
                i++;
            else
                break;
        }
        return Peek(i).Kind == TokenKind.Name && (Peek(i + 1).Text is "=" or ";" or "," or ":" or "(" or ")" or "[" || At + i + 1 >= End) && Peek(i).Text != "instanceof" ? i : 0;
    }

    private Statement Declared(int end)
    {
        if (Is("<"))
            TypeArguments();
        var type = Type();
        Skip("...");
        List<Statement> declarations = [];
        while (At < End && Current.Kind == TokenKind.Name)
        {
            var line = Current.Line;
            var name = Take();
            if (Opens("(") && end > 0)
                return new FunctionStatement(Method(name, type));
            while (Opens("["))
                At = After(At);
            declarations.Add(new Declaration(new Pattern { Name = name }, type, Skip("=") ? Expression() : null));
            if (!Skip(","))
                break;
        }
        Skip(";");
        return declarations.Count == 1 ? declarations[0] : new Block(declarations);
    }

    private Function Method(string name, TypeName? type)
    {
        var parameters = Opens("(") ? Parameters() : [];
        while (Opens("["))
            At = After(At);
        if (Skip("throws"))
        {
            while (At < End && !Opens("{") && !Is(";"))
                At++;
        }
        return new Function(name, parameters, Opens("{", out var here) ? Body() : []) { ReturnType = type, Receiver = "this", IsDeclared = !here };
    }

    private Block Imports()
    {
        At++;
        Skip("static");
        var dotted = new System.Text.StringBuilder();
        var (all, afterName) = (false, false);
        while (At < End && (Current.Text is "." or "*" || (Current.Kind == TokenKind.Name && !afterName)))
        {
            all |= Is("*");
            afterName = Current.Kind == TokenKind.Name;
            dotted.Append(Take());
        }
        Skip(";");
        var name = dotted.ToString();
        if (all)
            return new Block([new Import(null, name.TrimEnd('*').TrimEnd('.'), null)]);
        var dot = name.LastIndexOf('.');
        return new Block([new Import(name[(dot + 1)..], dot < 0 ? "" : name[..dot], name[(dot + 1)..])]);
    }

    private Block For()
    {
        At++;
        if (!Opens("("))
            return new Block([]);
        var (loop, statements) = Inside<((Pattern, TypeName, Expression)?, List<Statement>)>(() =>
        {
            SkipModifiers();
            if (TypeEnd() is var end and > 0 && IsAt(end + 1, ":"))
            {
                var type = Type();
                var pattern = new Pattern { Name = Take() };
                At++;
                return ((pattern, type, Expression()), []);
            }
            return (null, Statements());
        });
        var body = Nested();
        return loop is var (target, typed, source) ? new Block([new Declaration(target, typed, null), new Loop(target, source, body)]) : new Block([.. statements, new Branches([body], false)]);
    }

    /// <inheritdoc/>
    protected override List<Parameter> Parameters() => Inside(() =>
    {
        List<Parameter> parameters = [];
        while (At < End)
        {
            var start = At;
            SkipModifiers();
            if (TypeEnd() > 0)
            {
                var type = Type();
                Skip("...");
                parameters.Add(new Parameter(new Pattern { Name = Take() }, type, null));
            }
            else if (Current.Kind == TokenKind.Name && At < End)
                parameters.Add(new Parameter(new Pattern { Name = Take() }, null, null));
            while (Opens("["))
                At = After(At);
            if (!Skip(",") && At == start)
                At++;
        }
        return parameters;
    });

    /// <inheritdoc/>
    protected override Function FunctionHere() => new("", [], []);

    /// <inheritdoc/>
    protected override Class ClassHere()
    {
        At++;
        var name = Current.Kind == TokenKind.Name && At < End ? Take() : "";
        if (Is("<"))
            TypeArguments();
        List<Field> fields = [];
        if (Opens("("))
            fields.AddRange(Parameters().Where(parameter => parameter.Pattern.Name is not null).Select(parameter => new Field(parameter.Pattern.Name!, parameter.Type, null)));
        List<TypeName> bases = [];
        while (At < End && !Opens("{") && !Is(";"))
        {
            var start = At;
            if (Current.Text is "extends" or "implements" or "permits" or ",")
                At++;
            else if (Current.Kind == TokenKind.Name)
                bases.Add(Type());
            if (At == start)
                break;
        }
        return Members(name, bases, fields);
    }

    /// <inheritdoc/>
    protected override Class AnonymousClass(TypeName type) => Members("", [type], []);

    private Class Members(string name, List<TypeName> bases, List<Field> fields)
    {
        if (!Opens("{") || TooDeep)
        {
            SkipBlock();
            return new Class(name, bases, fields, []);
        }
        var statements = Inside(Statements);
        List<Function> methods = [];
        List<Statement> others = [];
        foreach (var statement in statements)
        {
            if (statement is FunctionStatement { Function: var method })
                methods.Add(method.Name == name || method.Name.Length == 0 ? new Function("constructor", method.Parameters, method.Body) { Receiver = "this" } : method);
            else if (statement is Declaration { Pattern.Name: { } field } declaration)
                fields.Add(new Field(field, declaration.Type, declaration.Value));
            else if (statement is Block block && block.Body.Count > 0 && block.Body.All(inner => inner is Declaration { Pattern.Name: not null }))
                fields.AddRange(block.Body.Cast<Declaration>().Select(declaration => new Field(declaration.Pattern.Name!, declaration.Type, declaration.Value)));
            else
                others.Add(statement);
        }
        return new Class(name, bases, fields, methods) { Body = others };
    }
}
