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

    /// <summary>The index of the <c>&gt;</c> that ends the generic arguments at an index; 0 when these are none.</summary>
    protected int GenericEnd(int at)
    {
        var depth = 0;
        for (var i = at; i < at + 60 && i < End; i++)
        {
            ref readonly var token = ref TokenAt(i);
            if (token.Kind is TokenKind.Name or TokenKind.String)
                continue;
            switch (token.Text)
            {
                case "<":
                    depth++;
                    break;
                case ">":
                    if (--depth == 0)
                        return i;
                    break;
                case "." or "," or "?" or "|" or "&" or ":" or "=>" or "@":
                    break;
                case "[" or "{" or "(":
                    if (token.Match < 0 || token.Match - i > 40)
                        return 0;
                    i = token.Match;
                    break;
                case "]" or "}" or ")":
                    break;
                default:
                    return 0;
            }
        }
        return 0;
    }

    /// <summary>The type arguments at the current <c>&lt;</c>.</summary>
    protected List<TypeName> TypeArguments()
    {
        List<TypeName> types = [];
        var end = GenericEnd(At);
        if (end == 0)
        {
            At++;
            return types;
        }
        (At, End, var outer) = (At + 1, end, End);
        while (At < End)
        {
            var start = At;
            if (Current.Kind == TokenKind.Name)
                types.Add(Type());
            At += At == start ? 1 : 0;
        }
        (At, End) = (end + 1, outer);
        return types;
    }

    /// <summary>A type: <c>a.B&lt;C&gt;[]</c>, <c>*a.B</c>, <c>A | null</c>. Only its first name counts.</summary>
    protected TypeName Type()
    {
        var pointers = 0;
        while (At < End && Current.Text is "*" or "&" or "final" or "readonly" or "keyof" or "typeof" or "unique" or "|" or "..." or "extends" or "super" or "?")
        {
            At++;
            pointers++;
        }
        while (Opens("[") && Language == CodeLanguage.Go)
            At = After(At);
        if (Language == CodeLanguage.Go && (Is("*") || Is("[")) && pointers < 8)
            return Deeper(Type);
        TypeName? first = null;
        if (Opens("(") || Opens("{") || Opens("["))
            At = After(At);
        else if (Current.Kind == TokenKind.Name && At < End)
            first = NamedType();
        else if (Current.Kind is TokenKind.String or TokenKind.Template or TokenKind.Other && At < End)
            At++;
        while (At < End)
        {
            if (Opens("[") && !(Current.First && Language == CodeLanguage.JavaScript))
                At = After(At);
            else if (Language == CodeLanguage.JavaScript && Is("=>") && first is null)
            {
                At++;
                Deeper(Type);
            }
            else if (Language == CodeLanguage.JavaScript && Current.Text is "|" or "&" && Depth < MaxDepth)
            {
                var next = Deeper(Type);
                first = first is null || first.Name is "null" or "undefined" ? next : first;
            }
            else if (Language == CodeLanguage.JavaScript && Is("is") && !Current.First)
            {
                At++;
                Deeper(Type);
            }
            else
                break;
        }
        return first ?? new TypeName("", []);
    }

    private TypeName Deeper(Func<TypeName> read)
    {
        if (TooDeep)
            return new TypeName("", []);
        Depth++;
        var type = read();
        Depth--;
        return type;
    }

    private TypeName NamedType()
    {
        var name = Take();
        IReadOnlyList<TypeName> arguments = [];
        while (At < End)
        {
            if (Is(".") && Peek(1).Kind == TokenKind.Name)
            {
                At++;
                name = Names.Of($"{name}.{Take()}");
            }
            else if (Is("<") && Depth < MaxDepth)
            {
                Depth++;
                arguments = TypeArguments();
                Depth--;
            }
            else
                break;
        }
        return new TypeName(name, arguments);
    }

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
