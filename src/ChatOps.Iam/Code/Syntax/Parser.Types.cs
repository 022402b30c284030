namespace ChatOps.Iam.Code.Syntax;

internal abstract partial class Parser
{
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
                case "." or "," or "?" or "|" or "&" or ":" or "=>" or "@" or "=":
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
        if (Opens("{") && Language == CodeLanguage.JavaScript && !TooDeep)
            first = new TypeName("", []) { Fields = ObjectType() };
        else if (Opens("(") || Opens("{") || Opens("["))
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
                first = first is null || first.Name is "null" or "undefined" ? next : first.Fields.Count + next.Fields.Count > 0 ? new TypeName(first.Name, first.Arguments) { Fields = [.. first.Fields, .. next.Fields] } : first;
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
                // No type has a longer name; what is longer is no type.
                name = name.Length < 400 ? Names.Of($"{name}.{Take()}") : Take();
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

    /// <summary>Whether the parenthesis at an index holds an arrow function's parameters.</summary>
    private bool IsArrow(int bracket)
    {
        var after = After(bracket) - At;
        if (IsAt(after, Language == CodeLanguage.Java ? "->" : "=>"))
            return true;
        if (Language != CodeLanguage.JavaScript || !IsAt(after, ":"))
            return false;
        // A return type, up to its arrow; what it has in brackets is not looked into.
        var generic = 0;
        for (var (i, seen) = (after + 1, 0); seen < 24; i++, seen++)
        {
            if (IsAt(i, "=>"))
                return true;
            if (Peek(i).Kind == TokenKind.End || Peek(i).Text is ";" or "?" or "(" or ")" or "=" || (generic == 0 && Peek(i).Text is ","))
                return false;
            generic += IsAt(i, "<") ? 1 : IsAt(i, ">") ? -1 : 0;
            if (Peek(i).Kind == TokenKind.Punct && Peek(i).Text is "{" or "[" && Peek(i).Match > At + i)
                i = Peek(i).Match - At;
        }
        return false;
    }

    // (Type) value
    private bool IsCast()
    {
        var after = After(At) - At;
        if (Peek(1).Kind != TokenKind.Name || !(Peek(after).Kind is TokenKind.Name or TokenKind.String || IsAt(after, "(")) || Peek(after).Text is "instanceof" || after > 12)
            return false;
        for (var i = 1; i < after - 1; i++)
        {
            if (Peek(i).Kind != TokenKind.Name && Peek(i).Text is not ("." or "<" or ">" or "," or "[" or "]" or "?" or "&"))
                return false;
        }
        return true;
    }
}
