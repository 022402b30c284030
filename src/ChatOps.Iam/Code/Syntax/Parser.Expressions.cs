namespace ChatOps.Iam.Code.Syntax;

internal abstract partial class Parser
{
    private static readonly HashSet<string> Infix = new(StringComparer.Ordinal)
    {
        "-", "*", "/", "//", "**", "%", "<", ">", "<=", ">=", "==", "!=", "===", "!==", "&", "|", "^", "<<", "in", "is", "not", "instanceof", "->", "<-",
    };

    private static readonly HashSet<string> Assigns = new(StringComparer.Ordinal) { "=", ":=", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "**=", "//=", "??=", "||=", "&&=" };

    /// <summary>Reads an expression. Where none starts, nothing is stepped over.</summary>
    protected Expression Expression()
    {
        var line = Current.Line;
        var start = At;
        if (TooDeep)
        {
            SkipDeep();
            return Group.Empty;
        }
        Depth++;
        var left = Unary();
        while (At < End && At > start && Continues(out var mark))
        {
            if (Assigns.Contains(mark))
            {
                At++;
                var value = Expression();
                // What is added to does not become what is added; it is read once, as the target.
                left = new Assignment(left, mark is "=" or ":=" or "??=" or "||=" ? value : new Group([Group.Empty, value])) { Line = line };
                continue;
            }
            left = Operator(left, mark, line);
        }
        Depth--;
        return left;
    }

    /// <summary>Whether the current token continues an expression, and as what.</summary>
    private bool Continues(out string mark)
    {
        ref readonly var token = ref Current;
        mark = token.Text ?? "";
        if (mark.Length == 0 || token.Kind is not (TokenKind.Punct or TokenKind.Name) || (token.First && Language is CodeLanguage.Python or CodeLanguage.Go))
            return false;
        if (token.Kind == TokenKind.Name)
        {
            return mark switch
            {
                "or" or "and" or "is" or "not" or "in" => Language == CodeLanguage.Python && !(mark == "in" && InLoopHead) || mark == "in" && Language == CodeLanguage.JavaScript && !InLoopHead,
                "if" => Language == CodeLanguage.Python && !InCondition,
                "instanceof" => Language is CodeLanguage.JavaScript or CodeLanguage.Java,
                "as" or "satisfies" => Language == CodeLanguage.JavaScript && !token.First,
                _ => false,
            };
        }
        if (mark == "?")
            return Language is CodeLanguage.JavaScript or CodeLanguage.Java;
        if (mark == "->")
            return false;
        return mark is "+" or "||" or "&&" or "??" || (mark is "=" or ":=" ? !EqualsEnds : Assigns.Contains(mark)) || Infix.Contains(mark);
    }

    /// <summary>Whether <c>in</c> belongs to a loop's head.</summary>
    protected bool InLoopHead { get; set; }

    /// <summary>Whether <c>if</c> belongs to a comprehension.</summary>
    protected bool InCondition { get; set; }

    /// <summary>Whether <c>=</c> belongs to the statement or argument around the expression.</summary>
    protected bool EqualsEnds { get; set; }

    private Expression Operator(Expression left, string mark, int line)
    {
        At++;
        switch (mark)
        {
            case "+":
                return new Join([left, Unary()]) { Line = line };
            case "||" or "&&" or "??" or "or" or "and":
                return new Choice([left, Unary()]) { Line = line };
            case "as" or "satisfies":
                return new Cast(Type(), left) { Line = line };
            case "if":
                {
                    var condition = Expression();
                    return Skip("else") ? new Group([condition, new Choice([left, Expression()])]) { Line = line } : new Group([left, condition]) { Line = line };
                }
            case "?":
                {
                    var first = Expression();
                    return Skip(":") ? new Ternary(left, new Choice([first, Expression()]) { Line = line }) { Line = line } : new Group([left, first]) { Line = line };
                }
            case "%" when left is Text or Join && Language == CodeLanguage.Python:
                return new Format(left, Unary()) { Line = line };
            case "instanceof" when Language == CodeLanguage.Java:
                {
                    Skip("final");
                    var type = Type();
                    if (Current.Kind == TokenKind.Name && At < End)
                        return new Assignment(new Name(Take()) { Line = line }, new Cast(type, left)) { Line = line };
                    return new Group([left]) { Line = line };
                }
            default:
                // "not in", "is not"
                if (Language == CodeLanguage.Python && mark is "not" or "is" && Current.Text is "in" or "not")
                    At++;
                return new Group([left, Unary()]) { Line = line };
        }
    }

    private Expression Unary()
    {
        var line = Current.Line;
        var plain = true;
        while (At < End)
        {
            ref readonly var token = ref Current;
            if (token.Kind == TokenKind.Punct && token.Text is "!" or "-" or "~" or "+" or "++" or "--" or "<-")
                plain = false;
            else if (token.Kind == TokenKind.Name && token.Text is "not" or "typeof" or "void" or "delete" && Language is CodeLanguage.Python or CodeLanguage.JavaScript && !IsAt(1, ".") && !IsAt(1, "("))
                plain = false;
            else if (!(token.Kind == TokenKind.Punct && token.Text is "&" or "*" or "..." or "**") && !(token.Kind == TokenKind.Name && Passes(token.Text!)))
                break;
            At++;
        }
        var value = Postfix(Primary());
        return plain ? value : new Group([value]) { Line = line };
    }

    // Words before a value that leave it what it is.
    private bool Passes(string word) => word switch
    {
        "await" => Language is CodeLanguage.Python or CodeLanguage.JavaScript && Peek(1).Kind != TokenKind.Punct | IsAt(1, "(") | IsAt(1, "["),
        "yield" => Language is CodeLanguage.Python or CodeLanguage.JavaScript,
        "from" => Language == CodeLanguage.Python && At > 0 && TokenAt(At - 1).Text == "yield",
        "throw" => Language is CodeLanguage.JavaScript or CodeLanguage.Java,
        "async" => Language == CodeLanguage.JavaScript && (IsAt(1, "(") || IsAt(1, "function") || (Peek(1).Kind == TokenKind.Name && IsAt(2, "=>"))) && !IsCallOfAsync(),
        "go" or "defer" or "range" => Language == CodeLanguage.Go,
        _ => false,
    };

    private bool IsCallOfAsync() => IsAt(1, "(") && !IsArrow(At + 1);

    /// <summary>Takes the current name.</summary>
    protected string Take() => TokenAt(At++).Text ?? "";

    private void SkipDeep()
    {
        var start = At;
        while (At < End && Current.Text is not ("," or ";") && !(Current.First && At > start && Language is CodeLanguage.Python or CodeLanguage.Go))
            At = Current.Match > At ? After(At) : At + 1;
    }
}
