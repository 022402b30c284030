namespace ChatOps.Iam.Code.Syntax;

internal sealed partial class PythonParser
{
    private Block Imports()
    {
        At++;
        List<Statement> imports = [];
        while (At < End && Current.Kind == TokenKind.Name && !Current.First)
        {
            var module = DottedName();
            if (Skip("as"))
                imports.Add(new Import(Take(), module, null));
            else
            {
                var dot = module.IndexOf('.', StringComparison.Ordinal);
                imports.Add(new Import(dot < 0 ? module : module[..dot], dot < 0 ? module : module[..dot], null));
                if (dot > 0)
                    imports.Add(new Import(module, module, null));
            }
            if (!Skip(","))
                break;
        }
        return new Block(imports);
    }

    private Block FromImports()
    {
        At++;
        var module = DottedName();
        List<Statement> imports = [];
        if (!Skip("import"))
            return new Block(imports);
        void Names()
        {
            while (At < End && Current.Kind == TokenKind.Name && !Current.First)
            {
                var member = Take();
                imports.Add(new Import(Skip("as") && Current.Kind == TokenKind.Name ? Take() : member, module, member));
                if (!Skip(","))
                    break;
            }
        }
        if (Opens("("))
        {
            Inside(() =>
            {
                Names();
                return true;
            });
        }
        else
            Names();
        if (Skip("*"))
            imports.Add(new Import(null, module, "*"));
        return new Block(imports);
    }

    private string DottedName()
    {
        var name = new System.Text.StringBuilder();
        var afterName = false;
        while (At < End && !(Current.First && name.Length > 0) && (Current.Text is "." or "..." || (Current.Kind == TokenKind.Name && !afterName && Current.Text is not ("import" or "as"))))
        {
            afterName = Current.Kind == TokenKind.Name;
            name.Append(Take());
        }
        return name.ToString();
    }

    private Outer Globals()
    {
        At++;
        List<string> names = [];
        while (At < End && Current.Kind == TokenKind.Name && !Current.First)
        {
            names.Add(Take());
            Skip(",");
        }
        return new Outer(names);
    }

    private Block If(int column)
    {
        List<IReadOnlyList<Statement>> bodies = [];
        var exhaustive = false;
        var loop = Is("while");
        At++;
        var condition = Expression();
        bodies.Add(Block(column));
        List<Statement> conditions = [new Run(condition)];
        while (At < End && Current.First && Current.Column == column && Current.Text is "elif" or "else")
        {
            var last = Is("else");
            At++;
            if (!last)
                conditions.Add(new Run(Expression()));
            bodies.Add(Block(column));
            if (last)
            {
                exhaustive = !loop;
                break;
            }
        }
        return new Block([.. conditions, new Branches(bodies, exhaustive)]);
    }

    private Loop For(int column)
    {
        At++;
        var (target, source) = LoopHead();
        return new Loop(target, source, Block(column));
    }

    private (Pattern Target, Expression Source) LoopHead()
    {
        InLoopHead = true;
        var target = PatternOf(Tuple());
        InLoopHead = false;
        Skip("in");
        var source = Tuple();
        return (target, source);
    }

    private Block Try(int column)
    {
        At++;
        List<Statement> statements = [new Block(Block(column))];
        while (At < End && Current.First && Current.Column == column && Current.Text is "except" or "else" or "finally")
        {
            var handler = Is("except");
            At++;
            if (handler)
            {
                Skip("*");
                Tuple();
                if (Skip("as"))
                    At++;
            }
            var body = Block(column);
            statements.Add(handler ? new Branches([body], false) : new Block(body));
        }
        return new Block(statements);
    }

    private Block With(int column)
    {
        At++;
        List<Statement> statements = [];
        void Resources()
        {
            while (At < End && !Current.First)
            {
                var start = At;
                var value = Expression();
                if (At == start)
                    break;
                statements.Add(Skip("as") ? new Declaration(PatternOf(Expression()), null, value) : new Run(value));
                if (!Skip(","))
                    break;
            }
        }
        if (Opens("(") && IsAt(After(At) - At, ":"))
        {
            Inside(() =>
            {
                Resources();
                return true;
            });
        }
        else
            Resources();
        statements.AddRange(Block(column));
        return new Block(statements);
    }

    /// <inheritdoc/>
    protected override Expression PythonComprehension(Expression element)
    {
        List<(Pattern, Expression)> sources = [];
        List<Expression> conditions = [];
        (InCondition, var outer) = (true, InCondition);
        while (At < End && Current.Text is "for" or "async" or "if")
        {
            Skip("async");
            if (Skip("if"))
            {
                conditions.Add(Expression());
                continue;
            }
            if (!Skip("for"))
                break;
            InLoopHead = true;
            List<Expression> targets = [Expression()];
            while (Skip(",") && !Is("in"))
                targets.Add(Expression());
            InLoopHead = false;
            Skip("in");
            sources.Add((PatternOf(targets.Count == 1 ? targets[0] : new Items(targets)), Expression()));
        }
        InCondition = outer;
        return new Comprehension(conditions.Count == 0 ? element : new Group([.. conditions, element]), sources) { Line = element.Line };
    }
}
