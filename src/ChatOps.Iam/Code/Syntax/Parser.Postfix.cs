namespace ChatOps.Iam.Code.Syntax;

internal abstract partial class Parser
{
    private Expression Postfix(Expression value)
    {
        IReadOnlyList<TypeName> types = [];
        while (At < End)
        {
            ref readonly var token = ref Current;
            var line = token.Line;
            if (token.Kind == TokenKind.Template && Language == CodeLanguage.JavaScript && !token.First)
            {
                value = new Call(value, [new Argument(null, Literal())]) { Line = line };
                continue;
            }
            if (token.Kind != TokenKind.Punct || (token.First && Language is CodeLanguage.Python or CodeLanguage.Go))
                break;
            switch (token.Text)
            {
                case "." or "?." or "::":
                    At++;
                    if (Opens("(") && Language == CodeLanguage.Go)
                    {
                        value = new Cast(Inside(Type), value) { Line = line };
                        continue;
                    }
                    if (Opens("(") || Opens("["))
                        continue;
                    if (Language == CodeLanguage.Java && Is("<"))
                        types = TypeArguments();
                    if (Current.Kind != TokenKind.Name || At >= End || (Current.First && token.Line + 1 < Current.Line && Language == CodeLanguage.Python))
                        return value;
                    // The line of a chain's call is where its name stands.
                    line = Current.Line;
                    value = new Member(value, Take()) { Line = line };
                    continue;
                case "(" when !(token.First && Language == CodeLanguage.JavaScript):
                    var callLine = value.Line > 0 ? value.Line : line;
                    var arguments = Arguments();
                    value = new Call(value, arguments) { Line = callLine, Types = types };
                    types = [];
                    continue;
                case "[" when !(token.First && Language == CodeLanguage.JavaScript):
                    if (Language == CodeLanguage.Java && ContentEnd(At) == At + 1)
                    {
                        At = After(At);
                        continue;
                    }
                    var index = Inside(List);
                    value = new Element(value, index.Count == 1 ? index[0] : new Items(index)) { Line = line };
                    continue;
                case "{" when Language == CodeLanguage.Go && !BraceEnds && AsType(value) is { } type:
                    value = new Creation(type, [], Inside(() => RecordHere(line))) { Line = value.Line };
                    continue;
                case "<" when Language is CodeLanguage.JavaScript or CodeLanguage.Java && value is Name or Member && GenericEnd(At) is var end and > 0 && TokenAt(end + 1).Text is "(" or "::" or "." or ")" or "[" or "`" && end + 1 <= End:
                    types = TypeArguments();
                    continue;
                case "!" when Language == CodeLanguage.JavaScript && Peek(1).Text is "." or "?." or "[" or "(" or ")" or "," or ";" or "]" or "}" or "!":
                case "++" or "--" when !token.First:
                    At++;
                    continue;
                default:
                    return value;
            }
        }
        return value;
    }

    private static TypeName? AsType(Expression value) => value switch
    {
        Name name when name.Text.Length > 0 && name.Text is not ("nil" or "true" or "false") => new TypeName(name.Text, []),
        Member { Target: Name target } member when char.IsUpper(member.Text[0]) => new TypeName($"{target.Text}.{member.Text}", []),
        Element { Target: var target } when AsType(target) is { } type => type,
        _ => null,
    };

    private Expression New(int line)
    {
        At++;
        if (Opens("("))
            return Postfix(Parenthesis(line));
        if (Is("class") && Language == CodeLanguage.JavaScript)
            return NameOrKeyword(line);
        var type = NamedType();
        IReadOnlyList<Argument> arguments = Opens("(") ? Arguments() : [];
        if (Language == CodeLanguage.Java && Opens("["))
        {
            while (Opens("["))
                At = After(At);
            return Opens("{") ? new Items(Inside(List)) { Line = line } : new Group([]) { Line = line };
        }
        if (Language == CodeLanguage.Java && Opens("{"))
            return new Group([new Creation(type, arguments, null) { Line = line }, new Lambda(new Function("", [], [new ClassStatement(AnonymousClass(type))]))]) { Line = line };
        return new Creation(type, arguments, null) { Line = line };
    }

    private Expression GoType(int line)
    {
        // []T{…}, map[K]V{…}, struct{…}{…}
        var list = Opens("[");
        var map = Is("map");
        if (map || Current.Text is "chan" or "struct" or "interface")
            At++;
        while (Opens("["))
            At = After(At);
        if (Opens("{") && !list && !map)
            At = After(At);
        var type = Opens("{") || At >= End ? new TypeName("", []) : Type();
        if (!Opens("{") || BraceEnds)
            return new Name(type.Name) { Line = line };
        return list ? new Items([.. Inside(() => GoElements(type, line))]) { Line = line } : Inside(() => RecordHere(line));
    }

    // {{Key: v}, {…}}: an element may leave out its type.
    private List<Expression> GoElements(TypeName type, int line)
    {
        List<Expression> values = [];
        while (At < End)
        {
            var start = At;
            if (Opens("{"))
                values.Add(new Creation(type, [], Inside(() => RecordHere(line))) { Line = line });
            else
            {
                var value = Expression();
                if (At > start)
                    values.Add(value);
            }
            if (!Skip(",") && At == start)
                At++;
        }
        return values;
    }

    /// <summary>The fields of TypeScript's object type at the current brace.</summary>
    protected virtual IReadOnlyList<Field> ObjectType()
    {
        At = After(At);
        return [];
    }

    /// <summary>The parameters in the parenthesis here.</summary>
    protected abstract List<Parameter> Parameters();

    /// <summary>The function whose keyword is the current token.</summary>
    protected abstract Function FunctionHere();

    /// <summary>The class whose keyword is the current token.</summary>
    protected abstract Class ClassHere();

    /// <summary>The body of Java's anonymous class.</summary>
    protected abstract Class AnonymousClass(TypeName type);

    /// <summary>A statement.</summary>
    protected abstract Statement Statement();

    /// <summary>Python's lambda.</summary>
    protected abstract Expression PythonLambda(int line);

    /// <summary>Python's comprehension, after its element.</summary>
    protected abstract Expression PythonComprehension(Expression element);
}
