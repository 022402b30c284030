namespace ChatOps.Iam.Code.Syntax;

internal abstract partial class Parser
{
    private Expression Primary()
    {
        ref readonly var token = ref Current;
        var line = token.Line;
        if (At >= End)
            return Group.Empty;
        switch (token.Kind)
        {
            case TokenKind.String:
                return Adjacent(line);
            case TokenKind.Template:
                return Adjacent(line);
            case TokenKind.Other:
                At++;
                return new Group([]) { Line = line };
            case TokenKind.Name:
                return NameOrKeyword(line);
            case TokenKind.Punct:
                return token.Text switch
                {
                    "(" => Parenthesis(line),
                    "[" => Language == CodeLanguage.Go ? GoType(line) : new Items(Inside(List)) { Line = line },
                    "{" => BraceEnds ? Group.Empty : Braces(line),
                    _ => Group.Empty,
                };
            default:
                return Group.Empty;
        }
    }

    // Python joins literals that stand beside each other.
    private Expression Adjacent(int line)
    {
        Expression first = Literal();
        if (Language != CodeLanguage.Python)
            return first;
        List<Expression>? parts = null;
        while (At < End && Current.Kind is TokenKind.String or TokenKind.Template && !Current.First)
            (parts ??= [first]).Add(Literal());
        return parts is null ? first : new Join(parts) { Line = line };
    }

    private Expression Literal()
    {
        var token = Current;
        At++;
        if (token.Kind == TokenKind.String)
            return new Text(Value(token)) { Line = token.Line };
        if (Depth > MaxDepth / 8)
            return new Group([]) { Line = token.Line };
        return new Join([.. Strings.Pieces(Source, token, Language).Select(piece => piece.Text is { } text ? new Text(text) { Line = token.Line } : ReadPart(piece.Start, piece.End, token.Line))]) { Line = token.Line };
    }

    private Expression NameOrKeyword(int line)
    {
        var text = Current.Text!;
        if (Language == CodeLanguage.JavaScript)
        {
            if (text == "function")
                return new Lambda(FunctionHere()) { Line = line };
            if (text == "class")
                return new Group([new Lambda(new Function("", [], [new ClassStatement(ClassHere())]))]) { Line = line };
            if (text != "new" && IsAt(1, "=>"))
            {
                At += 2;
                return new Lambda(new Function("", [new Parameter(new Pattern { Name = text }, null, null)], Body())) { Line = line };
            }
        }
        if (text == "new" && Language is CodeLanguage.JavaScript or CodeLanguage.Java && Peek(1).Kind is TokenKind.Name or TokenKind.Punct && !IsAt(1, ".") && !IsAt(1, "="))
            return New(line);
        if (text == "lambda" && Language == CodeLanguage.Python)
            return PythonLambda(line);
        if (text == "func" && Language == CodeLanguage.Go && IsAt(1, "("))
            return new Lambda(FunctionHere()) { Line = line };
        if (text is "map" or "chan" or "struct" or "interface" && Language == CodeLanguage.Go)
            return GoType(line);
        if (text == "switch" && Language == CodeLanguage.Java && IsAt(1, "("))
            return new Lambda(new Function("", [], [Statement()])) { Line = line };
        if (Language == CodeLanguage.Java && IsAt(1, "->"))
        {
            At += 2;
            return new Lambda(new Function("", [new Parameter(new Pattern { Name = text }, null, null)], Body())) { Line = line };
        }
        At++;
        return new Name(text) { Line = line };
    }

    private Expression Parenthesis(int line)
    {
        if (Language is CodeLanguage.JavaScript or CodeLanguage.Java && IsArrow(At))
        {
            var parameters = Parameters();
            TypeName? type = null;
            if (Skip(":"))
                type = Type();
            if (!Skip("=>"))
                Skip("->");
            return new Lambda(new Function("", parameters, Body()) { ReturnType = type }) { Line = line };
        }
        if (Language == CodeLanguage.Java && IsCast())
        {
            var type = Inside(Type);
            if (TooDeep)
                return Group.Empty;
            Depth++;
            var value = Unary();
            Depth--;
            return new Cast(type, value) { Line = line };
        }
        var values = Inside(List);
        return values.Count == 1 && !(Language == CodeLanguage.Python && TokenAt(At - 2).Text == ",") ? values[0] : new Items(values) { Line = line };
    }

    /// <summary>Expressions up to the content's end, whatever stands between them.</summary>
    protected List<Expression> List()
    {
        List<Expression> values = [];
        (EqualsEnds, var equals) = (false, EqualsEnds);
        (InLoopHead, var head) = (false, InLoopHead);
        (InCondition, var condition) = (false, InCondition);
        while (At < End)
        {
            var start = At;
            var value = Expression();
            if (At == start)
            {
                At++;
                continue;
            }
            if (Language == CodeLanguage.Python && Current.Text is "for" or "async" && At < End)
                value = PythonComprehension(value);
            values.Add(value);
            Skip(",");
        }
        (EqualsEnds, InLoopHead, InCondition) = (equals, head, condition);
        return values;
    }

    /// <summary>The arguments in the parenthesis here.</summary>
    protected List<Argument> Arguments() => Inside(() =>
    {
        List<Argument> arguments = [];
        (EqualsEnds, var equals) = (false, EqualsEnds);
        (InLoopHead, var head) = (false, InLoopHead);
        (InCondition, var condition) = (false, InCondition);
        while (At < End)
        {
            var start = At;
            string? name = null;
            if (Language == CodeLanguage.Python && Current.Kind == TokenKind.Name && IsAt(1, "="))
            {
                name = Take();
                At++;
            }
            else if ((Language == CodeLanguage.Python && Is("**")) || (Language == CodeLanguage.JavaScript && Is("...")))
            {
                name = "**";
                At++;
            }
            var value = Expression();
            if (At == start)
            {
                At++;
                continue;
            }
            if (Language == CodeLanguage.Python && Current.Text is "for" or "async" && At < End)
                value = PythonComprehension(value);
            arguments.Add(new Argument(name, value));
            Skip(",");
        }
        (EqualsEnds, InLoopHead, InCondition) = (equals, head, condition);
        return arguments;
    });

    // {…}: a dictionary, an object, or Java's array.
    private Expression Braces(int line) => Inside<Expression>(() =>
    {
        if (Language == CodeLanguage.Java)
            return new Items(List()) { Line = line };
        return RecordHere(line);
    });

    /// <summary>Keys and values up to the content's end.</summary>
    protected Record RecordHere(int line)
    {
        List<(string?, Expression)> entries = [];
        while (At < End)
        {
            var start = At;
            if (Skip(","))
                continue;
            if (Is("...") || Is("**"))
            {
                At++;
                entries.Add((null, Expression()));
            }
            else if (Language == CodeLanguage.JavaScript && ObjectMember() is { } member)
                entries.Add(member);
            else
            {
                var key = Expression();
                if (Language == CodeLanguage.Python && Current.Text is "for" or "async" && At < End)
                    key = PythonComprehension(key);
                if (Skip(":"))
                {
                    var value = Expression();
                    if (Language == CodeLanguage.Python && Current.Text is "for" or "async" && At < End)
                        value = PythonComprehension(value);
                    entries.Add((key is Text text ? text.Value : key is Name name && Language == CodeLanguage.Go ? name.Text : "*", key is Call or Group ? new Group([key, value]) : value));
                }
                else if (At > start)
                    entries.Add((Language == CodeLanguage.Go ? "*" : "*", key));
            }
            if (At == start)
                At++;
        }
        return new Record(entries) { Line = line };
    }

    // name: value, name, name() {…}, [key]: value, 'name': value, get name() {…}
    private (string?, Expression)? ObjectMember()
    {
        while (Current.Text is "async" or "get" or "set" or "*" && Peek(1).Kind is TokenKind.Name or TokenKind.String)
            At++;
        var line = Current.Line;
        if (Opens("["))
        {
            var key = new Items(Inside(List));
            return Skip(":") ? ("*", Expression()) : Opens("(") ? ("*", new Lambda(new Function("", Parameters(), MethodBody()))) : ("*", key);
        }
        if (Current.Kind is not (TokenKind.Name or TokenKind.String or TokenKind.Other) || At >= End)
            return null;
        var name = Current.Kind == TokenKind.Name ? Current.Text! : Current.Kind == TokenKind.String ? Value(Current) : "*";
        if (IsAt(1, ":"))
        {
            At += 2;
            return (name, Expression());
        }
        if (Current.Kind == TokenKind.Name && (IsAt(1, "(") || (IsAt(1, "<") && GenericEnd(At + 1) is var generic and > 0 && TokenAt(generic + 1).Text == "(")))
        {
            At++;
            if (Is("<"))
                TypeArguments();
            var parameters = Parameters();
            return (name, new Lambda(new Function(name, parameters, MethodBody())) { Line = line });
        }
        if (Current.Kind == TokenKind.Name && (IsAt(1, ",") || At + 1 >= End))
        {
            At++;
            return (name, new Name(name) { Line = line });
        }
        return null;
    }

    private IReadOnlyList<Statement> MethodBody()
    {
        if (Skip(":"))
            Type();
        return Opens("{") ? Body() : [];
    }
}
