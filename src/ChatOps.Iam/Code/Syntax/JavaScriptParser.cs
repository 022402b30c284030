namespace ChatOps.Iam.Code.Syntax;

/// <summary>Reads JavaScript and TypeScript, whole or in parts.</summary>
internal sealed partial class JavaScriptParser : BraceParser
{
    private static readonly HashSet<string> Modifiers = new(StringComparer.Ordinal) { "public", "private", "protected", "readonly", "static", "async", "abstract", "declare", "override", "get", "set", "accessor", "export", "default" };

    private JavaScriptParser(string text, int start, int end, int line, NamePool names, int depth)
        : base(text, start, end, line, CodeLanguage.JavaScript, names, depth)
    {
    }

    /// <summary>The statements of a text.</summary>
    public static IReadOnlyList<Statement> Parse(string text, NamePool names) => new JavaScriptParser(text, 0, text.Length, 1, names, 0).Statements();

    /// <inheritdoc/>
    protected override Expression ReadPart(int start, int end, int line) => new JavaScriptParser(Source, start, end, line, Names, Depth + 8).Expression();

    /// <inheritdoc/>
    protected override Statement Statement()
    {
        if (Opens("{"))
            return new Block(Nested());
        if (Current.Kind == TokenKind.Name && !IsAt(1, ".") && !IsAt(1, "=") && !IsAt(1, "=>"))
        {
            switch (Current.Text)
            {
                case "import" when !IsAt(1, "("):
                    return Imports();
                case "export":
                    return Export();
                case "const" or "let" or "var" or "using":
                    return Declarations();
                case "async" when IsAt(1, "function"):
                    At++;
                    return new FunctionStatement(FunctionHere());
                case "function":
                    return new FunctionStatement(FunctionHere());
                case "class":
                    return new ClassStatement(ClassHere());
                case "abstract" or "declare" or "default" when Peek(1).Kind == TokenKind.Name:
                    At++;
                    return new Block([]);
                case "interface" when Peek(1).Kind == TokenKind.Name:
                    return new ClassStatement(ClassHere());
                case "enum" or "namespace" or "module" when Peek(1).Kind == TokenKind.Name:
                    return Skipped();
                case "type" when Peek(1).Kind == TokenKind.Name && (IsAt(2, "=") || IsAt(2, "<")):
                    return TypeAlias();
                case "if" when IsAt(1, "("):
                    return If();
                case "switch" when IsAt(1, "("):
                    return Switch();
                case "for":
                    return For();
                case "while" when IsAt(1, "("):
                    At++;
                    return new Block([new Run(new Group(Condition())), new Branches([Nested()], false)]);
                case "do" when IsAt(1, "{"):
                    At++;
                    return new Block(Nested());
                case "try" when IsAt(1, "{"):
                    return Try(Statements);
                case "return" or "throw":
                    return Return();
                case "constructor" when IsAt(1, "("):
                    // A method on its own, as in a part of a class.
                    return new FunctionStatement(Method("constructor"));
            }
            if (IsLooseMethod())
                return new FunctionStatement(Method(LooseName()));
        }
        return Plain();
    }

    private Return Return()
    {
        At++;
        if (Current.First || Is(";") || Is("}") || At >= End)
            return new Return(null);
        var value = Expression();
        while (Skip(","))
            value = Expression();
        Skip(";");
        return new Return(value);
    }

    // async name(…) {…}: a method outside its class, as parts of files have them.
    private bool IsLooseMethod()
    {
        var name = 0;
        while (Modifiers.Contains(Peek(name).Text ?? "") && Peek(name + 1).Kind == TokenKind.Name)
            name++;
        if (!IsAt(name + 1, "(") || Peek(name).Text is "if" or "for" or "while" or "switch" or "catch" or "function" or "return" or "await" or "super" or "require")
            return false;
        var after = After(At + name + 1) - At;
        return IsAt(after, "{") && !Peek(after).First || (name > 0 && IsAt(after, ":"));
    }

    private string LooseName()
    {
        while (Modifiers.Contains(Current.Text ?? "") && Peek(1).Kind == TokenKind.Name)
            At++;
        return Current.Text ?? "";
    }

    private Block Skipped()
    {
        while (At < End && !Opens("{") && !Is(";"))
            At++;
        if (Opens("{"))
            At = After(At);
        return new Block([]);
    }

    // type Clients = { s3: S3 }: what it has is as an interface's.
    private Statement TypeAlias()
    {
        At++;
        var name = Take();
        if (Is("<"))
            TypeArguments();
        if (!Skip("="))
            return new Block([]);
        var type = Type();
        return type.Fields.Count > 0 ? new ClassStatement(new Class(name, [], type.Fields, [])) : new Block([]);
    }

    private Statement Declarations()
    {
        At++;
        List<Statement> declarations = [];
        while (At < End)
        {
            var start = At;
            var pattern = Pattern();
            if (!Skip("!"))
                Skip("?");
            var type = Skip(":") ? Type() : null;
            var value = Skip("=") ? Expression() : null;
            declarations.Add(new Declaration(pattern, type, value));
            if (At == start || !Skip(","))
                break;
        }
        Skip(";");
        return declarations.Count == 1 ? declarations[0] : new Block(declarations);
    }

    private Pattern Pattern()
    {
        if (Skip("..."))
            return Current.Kind == TokenKind.Name && At < End ? new Pattern { Name = Take() } : new Pattern();
        if (Opens("{") && !TooDeep)
            return Inside(() => new Pattern { Parts = Members() });
        if (Opens("[") && !TooDeep)
            return Inside(() => new Pattern { Parts = Positions() });
        return Current.Kind == TokenKind.Name && At < End ? new Pattern { Name = Take() } : new Pattern();
    }

    private List<(string?, Pattern)> Members()
    {
        List<(string?, Pattern)> parts = [];
        while (At < End)
        {
            var start = At;
            if (Current.Kind is TokenKind.Name or TokenKind.String)
            {
                var key = Current.Kind == TokenKind.Name ? Current.Text! : Value(Current);
                At++;
                parts.Add((key, Skip(":") ? Pattern() : new Pattern { Name = key }));
                if (Skip("="))
                    Expression();
            }
            else if (Is("..."))
                Pattern();
            if (!Skip(",") && At == start)
                At++;
        }
        return parts;
    }

    private List<(string?, Pattern)> Positions()
    {
        List<(string?, Pattern)> parts = [];
        while (At < End)
        {
            var start = At;
            parts.Add((null, Pattern()));
            if (Skip("="))
                Expression();
            if (!Skip(",") && At == start)
                At++;
        }
        return parts;
    }

    private Statement For()
    {
        At++;
        Skip("await");
        if (!Opens("("))
            return new Block([]);
        var (loop, statements) = Inside(Head);
        var body = Nested();
        return loop is var (target, source) ? new Loop(target, source, body) : new Block([.. statements, new Branches([body], false)]);
    }

    private ((Pattern, Expression)?, List<Statement>) Head()
    {
        var start = At;
        if (Current.Text is "const" or "let" or "var")
        {
            At++;
            InLoopHead = true;
            var pattern = Pattern();
            if (Skip(":"))
                Type();
            InLoopHead = false;
            if (Current.Text is "of" or "in")
            {
                At++;
                return ((pattern, Expression()), []);
            }
            At = start;
        }
        return (null, Statements());
    }

    /// <inheritdoc/>
    protected override List<Parameter> Parameters() => Inside(() =>
    {
        List<Parameter> parameters = [];
        while (At < End)
        {
            var start = At;
            while (Skip("@"))
                Expression();
            while (Modifiers.Contains(Current.Text ?? "") && Peek(1).Kind == TokenKind.Name)
                At++;
            var pattern = Pattern();
            Skip("?");
            var type = Skip(":") ? Type() : null;
            var value = Skip("=") ? Expression() : null;
            if (At > start)
                parameters.Add(new Parameter(pattern, type, value));
            if (!Skip(",") && At == start)
                At++;
        }
        return parameters;
    });

    /// <inheritdoc/>
    protected override Function FunctionHere()
    {
        At++;
        Skip("*");
        return Method(Current.Kind == TokenKind.Name && At < End && !Opens("(") ? Current.Text! : "");
    }

    // From its name on; an empty name stands for none.
    private Function Method(string name)
    {
        At += name.Length > 0 ? 1 : 0;
        if (Is("<"))
            TypeArguments();
        var parameters = Opens("(") ? Parameters() : [];
        var type = Skip(":") ? Type() : null;
        return new Function(name, parameters, Opens("{", out var here) ? Body() : []) { ReturnType = type, Receiver = "this", IsDeclared = !here };
    }
}
