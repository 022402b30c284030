namespace ChatOps.Iam.Code.Syntax;

/// <summary>Reads Go, whole or in parts.</summary>
internal sealed partial class GoParser : BraceParser
{
    private GoParser(string text, NamePool names)
        : base(text, 0, text.Length, 1, CodeLanguage.Go, names, 0)
    {
    }

    /// <summary>The statements of a text.</summary>
    public static IReadOnlyList<Statement> Parse(string text, NamePool names) => new GoParser(text, names).Statements();

    /// <inheritdoc/>
    protected override Statement Statement()
    {
        if (Opens("{"))
            return new Block(Nested());
        if (Current.Kind == TokenKind.Name && !IsAt(1, ".") && !IsAt(1, ":=") && !IsAt(1, "="))
        {
            switch (Current.Text)
            {
                case "package":
                    At += 2;
                    return new Block([]);
                case "import":
                    return Imports();
                case "func" when Peek(1).Kind == TokenKind.Name || (IsAt(1, "(") && Peek(After(At + 1) - At).Kind == TokenKind.Name && IsAt(After(At + 1) - At + 1, "(")):
                    return new FunctionStatement(FunctionHere());
                case "type":
                    return Types();
                case "var" or "const":
                    return Variables();
                case "if":
                    return GoIf();
                case "for":
                    return For();
                case "switch" or "select":
                    return GoSwitch();
                case "return":
                    At++;
                    return new Return(Current.First || At >= End || Is("}") ? null : Values());
                case "else":
                    At++;
                    return new Block(Nested());
                case "case" or "default":
                    At++;
                    return Current.First || Is(":") ? new Block([]) : Simple();
                case "go" or "defer":
                    At++;
                    return new Run(Expression());
            }
        }
        return Simple();
    }

    // a, b := f(), a = b, f()
    private Statement Simple()
    {
        EqualsEnds = true;
        var left = Values();
        EqualsEnds = false;
        if (!Is(":=") && !Is("=") || At >= End || Current.First)
            return left is Assignment { Target: Syntax.Name or Items } assignment ? new Declaration(PatternOf(assignment.Target), null, assignment.Value) : new Run(left);
        At++;
        var range = Is("range");
        var right = Values();
        var pattern = PatternOf(left);
        if (range)
            return new Loop(pattern.Parts is [_, var (_, element)] ? element : new Pattern(), right, []);
        return left is Syntax.Name or Items ? new Declaration(pattern, null, right) : new Run(new Assignment(left, right) { Line = left.Line });
    }

    private Expression Values()
    {
        var line = Current.Line;
        var first = Expression();
        if (!Is(",") || At >= End)
            return first;
        List<Expression> values = [first];
        while (Skip(","))
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
        Syntax.Name { Text: "_" } => new Pattern(),
        Syntax.Name name => new Pattern { Name = name.Text },
        Items items => new Pattern { Parts = [.. items.Values.Select(item => ((string?)null, PatternOf(item)))] },
        _ => new Pattern(),
    };

    // if init; condition {…} else …: what stands in the head may hold the call itself.
    private Block GoIf()
    {
        List<Statement> statements = [];
        List<IReadOnlyList<Statement>> bodies = [];
        var exhaustive = false;
        do
        {
            At++;
            statements.AddRange(Head());
            bodies.Add(Nested());
            if (!Skip("else"))
                break;
            if (!Is("if"))
            {
                exhaustive = true;
                bodies.Add(Nested());
                break;
            }
        }
        while (At < End);
        return new Block([.. statements, new Branches(bodies, exhaustive)]);
    }

    private List<Statement> Head()
    {
        List<Statement> statements = [];
        (BraceEnds, var outer) = (true, BraceEnds);
        while (At < End && !Opens("{"))
        {
            var start = At;
            if (!Skip(";"))
                statements.Add(Simple());
            if (At == start)
                At++;
        }
        BraceEnds = outer;
        return statements;
    }

    private Block For()
    {
        At++;
        var head = Head();
        var body = Nested();
        return head is [Loop loop] ? new Block([new Loop(loop.Target, loop.Source, body)]) : new Block([.. head, new Branches([body], false)]);
    }

    private Block GoSwitch()
    {
        At++;
        var head = Head();
        if (!Opens("{") || TooDeep)
            return new Block([.. head, .. SkipBlock()]);
        Depth++;
        var body = Inside(Statements);
        Depth--;
        return new Block([.. head, new Branches([body], false)]);
    }
}
