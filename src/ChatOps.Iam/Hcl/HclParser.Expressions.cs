using System.Globalization;

namespace ChatOps.Iam.Hcl;

internal sealed partial class HclParser
{
    // From the loosest to the tightest.
    private static readonly string[][] Operators = [["||"], ["&&"], ["==", "!="], [">=", "<=", ">", "<"], ["+", "-"], ["*", "/", "%"]];

    private HclExpression ParseExpression()
    {
        Enter();
        SkipBlank();
        var condition = ParseBinary(0);
        SkipBlank();
        if (Current == '?')
        {
            position++;
            var then = ParseExpression();
            SkipBlank();
            if (Current != ':')
                throw Wrong("The conditional operator (...?...:...) requires a false expression, delimited by a colon.");
            position++;
            var otherwise = ParseExpression();
            condition = new HclConditional(new HclSpan(condition.Span.Start, otherwise.Span.End), condition, then, otherwise);
        }

        depth--;
        return condition;
    }

    private HclExpression ParseBinary(int level)
    {
        if (level == Operators.Length)
            return ParseUnary();
        var left = ParseBinary(level + 1);
        while (true)
        {
            SkipBlank();
            if (OperatorAt(level) is not { } found)
                return left;
            position += found.Length;
            SkipBlank();
            var right = ParseBinary(level + 1);
            left = new HclBinary(new HclSpan(left.Span.Start, right.Span.End), found, left, right);
        }
    }

    private string? OperatorAt(int level)
    {
        if (Current is not ('|' or '&' or '=' or '!' or '>' or '<' or '+' or '-' or '*' or '/' or '%'))
            return null;
        foreach (var candidate in Operators[level])
        {
            if (string.CompareOrdinal(text, position, candidate, 0, candidate.Length) == 0)
                return candidate;
        }

        return null;
    }

    private HclExpression ParseUnary()
    {
        if (Current is not ('!' or '-'))
            return ParseTerm();
        Enter();
        var (at, sign) = (position++, text[position - 1]);
        SkipBlank();
        var operand = ParseUnary();
        depth--;
        return new HclUnary(new HclSpan(at, operand.Span.End), sign, operand);
    }

    private HclExpression ParseTerm()
    {
        var term = ParsePrimary();
        return ParseTraversal(term);
    }

    private HclExpression ParsePrimary()
    {
        var at = position;
        switch (Current)
        {
            case '"':
                return ParseQuoted();
            case '(':
                return ParseParentheses();
            case '[':
                return ParseTuple();
            case '{':
                return ParseObject();
            case '<' when Peek(1) == '<':
                return ParseHeredoc();
            case >= '0' and <= '9':
                return ParseNumber();
            case '\0' when position >= text.Length:
                throw Wrong("Expected the start of an expression, but found the end of the file.");
            case '\'':
                throw Wrong("Single quotes are not valid. Use double quotes (\") to enclose strings.");
        }

        if (!TryName(out var name, out _))
            throw Wrong("Expected the start of an expression.");
        switch (name)
        {
            case "true":
                return new HclLiteral(new HclSpan(at, position), true);
            case "false":
                return new HclLiteral(new HclSpan(at, position), false);
            case "null":
                return new HclLiteral(new HclSpan(at, position), null);
        }

        var word = name.ToString();
        var end = position;
        while (Current == ':' && Peek(1) == ':')
        {
            position += 2;
            if (!TryName(out var member, out _))
                throw Wrong("A function's name is required after \"::\".");
            word += "::" + member.ToString();
        }

        SkipBlank();
        if (Current == '(')
            return ParseCall(at, word);
        position = word.Contains("::", StringComparison.Ordinal) ? throw Wrong("A function call is required after a namespace.") : end;
        return new HclVariable(new HclSpan(at, end), word);
    }

    private HclLiteral ParseNumber()
    {
        var at = position;
        SkipDigits();
        if (Current == '.' && char.IsAsciiDigit(Peek(1)))
        {
            position++;
            SkipDigits();
        }

        if (Current is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            position += 2;
            SkipDigits();
        }

        return new HclLiteral(new HclSpan(at, position), double.Parse(text.AsSpan(at, position - at), NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Current))
            position++;
    }

    private HclParentheses ParseParentheses()
    {
        var at = position++;
        var before = Across(true);
        var inner = ParseExpression();
        SkipBlank();
        if (Current != ')')
            throw Wrong("Expected a closing parenthesis to terminate the expression.");
        position++;
        acrossLines = before;
        return new HclParentheses(new HclSpan(at, position), inner);
    }

    private HclCall ParseCall(int at, string name)
    {
        position++;
        var before = Across(true);
        List<HclExpression> arguments = [];
        var expands = false;
        SkipBlank();
        while (Current != ')')
        {
            arguments.Add(ParseExpression());
            SkipBlank();
            if (Current == '.' && Peek(1) == '.' && Peek(2) == '.')
            {
                position += 3;
                SkipBlank();
                expands = true;
                if (Current != ')')
                    throw Wrong("An expanded function argument (with ...) must be immediately followed by closing parentheses.");
            }
            else if (Current == ',')
            {
                position++;
                SkipBlank();
            }
            else if (Current != ')')
            {
                throw Wrong("A comma is required to separate each function argument from the next.");
            }
        }

        position++;
        acrossLines = before;
        return new HclCall(new HclSpan(at, position), name, arguments, expands);
    }

    private void Expect(char wanted, string otherwise)
    {
        if (Current != wanted)
            throw Wrong(otherwise);
        position++;
    }

    private bool Across(bool value)
    {
        var before = acrossLines;
        acrossLines = value;
        return before;
    }
}
