namespace ChatOps.Iam.Code.Syntax;

/// <summary>What the statements of JavaScript, Java and Go have in common.</summary>
internal abstract class BraceParser(string text, int start, int end, int line, CodeLanguage language, NamePool names, int depth) : Parser(text, start, end, line, language, names, depth)
{
    /// <summary>Statements up to the content's end.</summary>
    protected List<Statement> Statements()
    {
        List<Statement> statements = [];
        while (At < End)
        {
            var start = At;
            if (Current.Text is ";" or "," or ":")
            {
                At++;
                continue;
            }
            statements.Add(Statement());
            if (At == start)
                At++;
        }
        return statements;
    }

    /// <inheritdoc/>
    protected override Expression ReadPart(int start, int end, int line) => Group.Empty;

    /// <inheritdoc/>
    protected override IReadOnlyList<Statement> Body()
    {
        if (Opens("{"))
            return TooDeep ? SkipBlock() : Inside(Statements);
        return [new Return(Expression())];
    }

    /// <summary>A statement or a block, as one.</summary>
    protected IReadOnlyList<Statement> Nested()
    {
        if (TooDeep)
            return SkipBlock();
        Depth++;
        IReadOnlyList<Statement> body = Opens("{") ? Inside(Statements) : At < End ? [Statement()] : [];
        Depth--;
        return body;
    }

    /// <summary>Steps over what is too deep to be read.</summary>
    protected IReadOnlyList<Statement> SkipBlock()
    {
        At = Opens("{") ? After(At) : Math.Min(At + 1, End);
        return [];
    }

    /// <summary>A value as a statement.</summary>
    protected Statement Plain()
    {
        var value = Expression();
        Skip(";");
        return new Run(value);
    }

    /// <summary>A condition in parentheses.</summary>
    protected List<Expression> Condition() => Opens("(") ? Inside(List) : [];

    /// <summary><c>if (…) … else …</c>, from its keyword.</summary>
    protected Statement If()
    {
        At++;
        List<IReadOnlyList<Statement>> bodies = [];
        List<Statement> statements = [new Run(new Group(Condition()))];
        bodies.Add(Nested());
        var exhaustive = false;
        while (Skip("else"))
        {
            if (Skip("if"))
                statements.Add(new Run(new Group(Condition())));
            else
                exhaustive = true;
            bodies.Add(Nested());
            if (exhaustive)
                break;
        }
        return new Block([.. statements, new Branches(bodies, exhaustive)]);
    }

    /// <summary><c>switch (…) { case …: … }</c>, from its keyword.</summary>
    protected Statement Switch()
    {
        At++;
        var condition = new Run(new Group(Condition()));
        if (!Opens("{"))
            return condition;
        if (TooDeep)
            return new Block(SkipBlock());
        return new Block([condition, new Branches(Inside(Cases), false)]);
    }

    private List<IReadOnlyList<Statement>> Cases()
    {
        List<IReadOnlyList<Statement>> bodies = [];
        while (At < End)
        {
            List<Statement> body = [];
            if (Current.Text is "case" or "default")
            {
                At++;
                while (At < End && !Is(":") && !Is("->") && !Opens("{") && !Is(";"))
                    At = Opens("(") ? After(At) : At + 1;
                if (!Skip(":"))
                    Skip("->");
            }
            while (At < End && Current.Text is not ("case" or "default"))
            {
                var start = At;
                if (!Skip(";"))
                    body.Add(Statement());
                if (At == start)
                    At++;
            }
            bodies.Add(body);
        }
        return bodies;
    }

    /// <summary><c>try … catch … finally …</c>, from its keyword; resources are read by <paramref name="resources"/>.</summary>
    protected Statement Try(Func<List<Statement>> resources)
    {
        At++;
        List<Statement> statements = [];
        if (Opens("("))
            statements.AddRange(Inside(resources));
        statements.AddRange(Nested());
        while (Current.Text is "catch" or "finally" && At < End)
        {
            var handler = Is("catch");
            At++;
            if (Opens("("))
                At = After(At);
            statements.Add(handler ? new Branches([Nested()], false) : new Block(Nested()));
        }
        return new Block(statements);
    }

    /// <inheritdoc/>
    protected override Expression PythonLambda(int line) => Group.Empty;

    /// <inheritdoc/>
    protected override Expression PythonComprehension(Expression element) => element;

    /// <inheritdoc/>
    protected override Class AnonymousClass(TypeName type) => new("", [type], [], []);
}
