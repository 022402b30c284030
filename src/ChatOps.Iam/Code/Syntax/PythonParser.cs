namespace ChatOps.Iam.Code.Syntax;

/// <summary>Reads Python, whole or in parts.</summary>
internal sealed partial class PythonParser : Parser
{
    private PythonParser(string text, int start, int end, int line, NamePool names, int depth)
        : base(text, start, end, line, CodeLanguage.Python, names, depth)
    {
    }

    /// <summary>The statements of a text.</summary>
    public static IReadOnlyList<Statement> Parse(string text, NamePool names) => new PythonParser(text, 0, text.Length, 1, names, 0).Suite(-1);

    /// <inheritdoc/>
    protected override Expression ReadPart(int start, int end, int line)
    {
        var part = new PythonParser(Source, start, end, line, Names, Depth + 8) { InCondition = true };
        return new Group([.. part.List()]) is { Parts: [var only] } ? only : Group.Empty;
    }

    // The statements that are indented by more than `column`.
    private List<Statement> Suite(int column)
    {
        List<Statement> statements = [];
        while (At < End && !(Current.First && Current.Column <= column))
        {
            var start = At;
            if (Skip(";"))
                continue;
            statements.Add(Statement());
            // What is left on the line was not understood. Its expressions are read all the same.
            while (At < End && !Current.First && !Is(";"))
            {
                var rest = At;
                var value = Expression();
                if (At == rest)
                    At++;
                else
                    statements.Add(new Run(value));
            }
            if (At == start)
                At++;
        }
        return statements;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Statement> Body()
    {
        var value = Expression();
        return [new Return(value)];
    }

    // After a colon: the rest of the line, or the lines indented below it.
    private List<Statement> Block(int column)
    {
        if (TooDeep)
        {
            while (At < End && !(Current.First && Current.Column <= column))
                At++;
            return [];
        }
        Depth++;
        List<Statement> body;
        if (Skip(":") && Current.First && At < End)
            body = Current.Column > column ? Suite(column) : [];
        else
        {
            body = [];
            while (At < End && !Current.First)
            {
                var start = At;
                if (!Skip(";"))
                    body.Add(Statement());
                if (At == start)
                    At++;
            }
        }
        Depth--;
        return body;
    }

    /// <inheritdoc/>
    protected override Statement Statement()
    {
        var column = Current.Column;
        while (Is("async") && Peek(1).Kind == TokenKind.Name)
            At++;
        if (Current.Kind == TokenKind.Name && !IsAt(1, "=") && (!IsAt(1, ".") || Is("from")))
        {
            switch (Current.Text)
            {
                case "import":
                    return Imports();
                case "from" when Peek(1).Kind == TokenKind.Name || Peek(1).Text is "." or "...":
                    return FromImports();
                case "def":
                    return new FunctionStatement(FunctionHere());
                case "class":
                    return new ClassStatement(ClassHere());
                case "if" or "while":
                    return If(column);
                case "for":
                    return For(column);
                case "try":
                    return Try(column);
                case "with":
                    return With(column);
                case "return":
                    At++;
                    return new Return(At < End && !Current.First ? Tuple() : null);
                case "global" or "nonlocal":
                    return Globals();
                case "else" or "elif" or "except" or "finally":
                    At++;
                    Tuple();
                    return new Branches([Block(column)], false);
                case "assert" or "del" or "raise" or "pass" or "break" or "continue":
                    At++;
                    return new Run(At < End && !Current.First ? Tuple() : Group.Empty);
            }
        }
        return Is("@") ? Decorated() : Simple();
    }

    // @a, @b(c): of a function they stay with it, elsewhere they are only read.
    private Statement Decorated()
    {
        List<Expression> read = [];
        while (Skip("@"))
            read.Add(Expression());
        if (!Is("def") && !(Is("async") && IsAt(1, "def")))
            return new Block([.. read.Select(one => new Run(one))]);
        decorators = read;
        return Statement();
    }

    private List<Expression> decorators = [];

    private Statement Simple()
    {
        EqualsEnds = true;
        var left = Tuple();
        TypeName? type = null;
        if (Is(":") && !Current.First)
        {
            At++;
            type = Annotation();
        }
        List<Expression> targets = [left];
        while (Is("=") && !Current.First && At < End)
        {
            At++;
            targets.Add(Tuple());
        }
        EqualsEnds = false;
        if (targets.Count == 1)
            return type is null ? new Run(left) : new Declaration(PatternOf(left), type, null);
        var value = targets[^1];
        if (targets.Count == 2 && left is Syntax.Name or Items)
            return new Declaration(PatternOf(left), type, value);
        List<Statement> statements = [];
        foreach (var target in targets[..^1])
            statements.Add(target is Syntax.Name or Items ? new Declaration(PatternOf(target), type, value) : new Run(new Assignment(target, value) { Line = target.Line }));
        return statements.Count == 1 ? statements[0] : new Block(statements);
    }

    // a, b, *c
    private Expression Tuple()
    {
        var line = Current.Line;
        var first = Expression();
        if (!Is(",") || Current.First)
            return first;
        List<Expression> values = [first];
        while (At < End && Skip(",") && !Current.First && !Is("="))
        {
            var start = At;
            values.Add(Expression());
            if (At == start)
                break;
        }
        return new Items(values) { Line = line };
    }

    private static Pattern PatternOf(Expression target) => target switch
    {
        Syntax.Name name => new Pattern { Name = name.Text },
        Items items => new Pattern { Parts = [.. items.Values.Select(item => ((string?)null, PatternOf(item)))] },
        _ => new Pattern(),
    };

    // A type, perhaps in quotes, of which Optional[X], X | None and the like mean X.
    private TypeName Annotation()
    {
        var expression = Expression();
        return TypeOf(expression) ?? new TypeName("", []);
    }

    private static TypeName? TypeOf(Expression expression) => expression switch
    {
        Syntax.Name { Text: "None" } => null,
        Syntax.Name name => new TypeName(name.Text, []),
        Text text => new TypeName(text.Value.Trim(), []),
        Member { Target: var target } member when TypeOf(target) is { } outer => new TypeName($"{outer.Name}.{member.Text}", []),
        Element { Target: var target, Index: var index } when TypeOf(target) is { } outer => new TypeName(outer.Name, TypeOf(index) is { } inner ? [inner] : []),
        Items { Values: [var first, ..] } => TypeOf(first),
        Group { Parts: [var first, var second] } => TypeOf(first) ?? TypeOf(second),
        _ => null,
    };

    /// <inheritdoc/>
    protected override List<Parameter> Parameters() => Inside(() => ParameterList(true));

    private List<Parameter> ParameterList(bool typed)
    {
        List<Parameter> parameters = [];
        while (At < End && !(Is(":") && !typed))
        {
            var start = At;
            var star = Is("**") ? "**" : Is("*") ? "*" : "";
            if (star.Length > 0)
                At++;
            if (Current.Kind == TokenKind.Name && At < End)
            {
                var name = Take();
                var type = typed && Skip(":") ? AnnotationOf() : null;
                var value = Skip("=") ? Expression() : null;
                parameters.Add(new Parameter(new Pattern { Name = star + name }, type, value));
            }
            if (!Skip(",") && At == start)
                At++;
        }
        return parameters;
    }

    private TypeName AnnotationOf()
    {
        EqualsEnds = true;
        var type = Annotation();
        EqualsEnds = false;
        return type;
    }

    /// <inheritdoc/>
    protected override Function FunctionHere()
    {
        var column = Current.Column;
        var property = At >= 2 && TokenAt(At - 1).Text is "property" or "cached_property" && TokenAt(At - 2).Text is "@" or ".";
        var isStatic = At >= 2 && TokenAt(At - 1).Text == "staticmethod";
        (var above, decorators) = (decorators, []);
        At++;
        var name = Current.Kind == TokenKind.Name && At < End ? Take() : "";
        if (Opens("["))
            At = After(At);
        var parameters = Opens("(") ? Parameters() : [];
        var returns = Skip("->") ? Annotation() : null;
        var body = Block(column);
        var self = !isStatic && parameters is [{ Pattern.Name: "self" or "cls" or "_cls" or "this" }, ..] ? parameters[0].Pattern.Name : null;
        return new Function(name, self is null ? parameters : parameters[1..], body) { Receiver = self, ReturnType = returns, IsProperty = property, Decorators = above };
    }

    /// <inheritdoc/>
    protected override Class ClassHere()
    {
        var column = Current.Column;
        At++;
        var name = Current.Kind == TokenKind.Name && At < End ? Take() : "";
        if (Opens("["))
            At = After(At);
        List<TypeName> bases = [];
        if (Opens("("))
            bases.AddRange(Arguments().Where(argument => argument.Name is null).Select(argument => TypeOf(argument.Value)).OfType<TypeName>());
        var body = Block(column);
        return new Class(name, bases, [], [.. body.OfType<FunctionStatement>().Select(statement => statement.Function)]) { Body = [.. body.Where(statement => statement is not FunctionStatement)] };
    }

    /// <inheritdoc/>
    protected override Class AnonymousClass(TypeName type) => new("", [], [], []);

    /// <inheritdoc/>
    protected override Expression PythonLambda(int line)
    {
        At++;
        (EqualsEnds, var equals) = (true, EqualsEnds);
        var parameters = ParameterList(false);
        EqualsEnds = equals;
        Skip(":");
        return new Lambda(new Function("", parameters, Body())) { Line = line };
    }
}
