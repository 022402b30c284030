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

    private HclExpression ParseTuple()
    {
        var at = position++;
        var before = Across(true);
        SkipBlank();
        if (AtFor)
            return ParseFor(at, ']', before);
        List<HclExpression> items = [];
        while (Current != ']')
        {
            items.Add(ParseExpression());
            SkipBlank();
            if (Current == ',')
            {
                position++;
                SkipBlank();
            }
            else if (Current != ']')
            {
                throw Wrong("Expected a comma to mark the beginning of the next item.");
            }
        }

        position++;
        acrossLines = before;
        return new HclTuple(new HclSpan(at, position), items);
    }

    private HclExpression ParseObject()
    {
        var at = position++;
        SkipLines();
        if (AtFor)
            return ParseFor(at, '}', Across(true));
        var before = Across(false);
        List<HclObjectItem> items = [];
        while (Current != '}')
        {
            var key = ParseExpression();
            SkipBlank();
            if (Current != ':' && (Current != '=' || Peek(1) == '='))
                throw Wrong("Expected an equals sign (\"=\") to mark the beginning of the attribute value.");
            position++;
            items.Add(new HclObjectItem(key, ParseExpression()));
            SkipBlank();
            if (Current == ',')
                position++;
            else if (Current != '}' && !AtLineEnd)
                throw Wrong("Expected a newline or comma to mark the beginning of the next attribute.");
            SkipLines();
        }

        position++;
        acrossLines = before;
        return new HclObject(new HclSpan(at, position), items);
    }

    private bool AtFor => string.CompareOrdinal(text, position, "for", 0, 3) == 0 && (position + 3 >= text.Length || !IsNamePart(text, position + 3, out _));

    private HclFor ParseFor(int at, char close, bool before)
    {
        position += 3;
        var (key, value, collection) = ParseForHead();
        SkipBlank();
        Expect(':', "For expression requires a colon after the collection expression.");
        var first = ParseExpression();
        HclExpression? second = null;
        var groups = false;
        SkipBlank();
        if (close == '}')
        {
            if (Current != '=' || Peek(1) != '>')
                throw Wrong("An object 'for' expression requires a key expression, then the symbol \"=>\", then a value.");
            position += 2;
            second = ParseExpression();
            SkipBlank();
            if (Current == '.' && Peek(1) == '.' && Peek(2) == '.')
            {
                position += 3;
                groups = true;
                SkipBlank();
            }
        }

        HclExpression? condition = null;
        if (TryName(out var word, out var wordAt))
        {
            if (word is not "if")
                throw Wrong(wordAt, "Extra characters after the end of the 'for' expression.");
            condition = ParseExpression();
            SkipBlank();
        }

        Expect(close, "Extra characters after the end of the 'for' expression.");
        acrossLines = before;
        return new HclFor(new HclSpan(at, position), key, value, collection, second is null ? null : first, second ?? first, condition, groups);
    }

    /// <summary><c>k, v in collection</c>, after the word <c>for</c>.</summary>
    private (string? Key, string Value, HclExpression Collection) ParseForHead()
    {
        SkipBlank();
        if (!TryName(out var name, out _))
            throw Wrong("For expression requires variable name after 'for'.");
        string? key = null;
        var value = name.ToString();
        SkipBlank();
        if (Current == ',')
        {
            position++;
            SkipBlank();
            if (!TryName(out var second, out _))
                throw Wrong("For expression requires value variable name after comma.");
            (key, value) = (value, second.ToString());
            SkipBlank();
        }

        if (!TryName(out var word, out var at) || word is not "in")
            throw Wrong(at, "For expression requires the 'in' keyword after its name declarations.");
        return (key, value, ParseExpression());
    }

    private HclExpression ParseTraversal(HclExpression source)
    {
        while (true)
        {
            SkipBlankBefore('.', '[');
            if (Current == '.' && Peek(1) != '.')
            {
                position++;
                SkipBlank();
                source = Current == '*' ? ParseAttributeSplat(source) : ParseMember(source);
            }
            else if (Current == '[')
            {
                source = ParseIndex(source);
            }
            else
            {
                return source;
            }
        }
    }

    /// <summary>Skips blanks when one of the characters follows; a blank otherwise belongs to whatever comes next.</summary>
    private void SkipBlankBefore(char one, char other)
    {
        if (Current == one || Current == other)
            return;
        var before = position;
        SkipBlank();
        if (Current != one && Current != other)
            position = before;
    }

    private HclExpression ParseMember(HclExpression source)
    {
        var at = position;
        if (char.IsAsciiDigit(Current))
        {
            SkipDigits();
            if (Current == '.' && char.IsAsciiDigit(Peek(1)))
                throw Wrong(at, "When using the legacy index syntax, chaining two indexes together is not permitted. Use the proper index syntax instead, like [0][1].");
            var key = new HclLiteral(new HclSpan(at, position), double.Parse(text.AsSpan(at, position - at), CultureInfo.InvariantCulture));
            return new HclIndex(new HclSpan(source.Span.Start, position), source, key);
        }

        if (!TryName(out var name, out _))
            throw Wrong("An attribute name is required after a dot.");
        return new HclGetAttribute(new HclSpan(source.Span.Start, position), source, name.ToString());
    }

    /// <summary><c>.*</c>: what follows applies to each element only as far as it is attributes.</summary>
    private HclSplat ParseAttributeSplat(HclExpression source)
    {
        position++;
        HclExpression each = new HclSplatItem(new HclSpan(position, position));
        while (Current == '.' && Peek(1) != '.')
        {
            position++;
            if (Current == '*')
                throw Wrong("A splat expression (*) cannot be used inside another attribute-only splat expression.");
            each = ParseMember(each);
        }

        return new HclSplat(new HclSpan(source.Span.Start, position), source, each);
    }

    private HclExpression ParseIndex(HclExpression source)
    {
        position++;
        var before = Across(true);
        SkipBlank();
        if (Current == '*')
        {
            position++;
            SkipBlank();
            Expect(']', "The closing bracket is required after a splat's star.");
            acrossLines = before;
            Enter();
            var each = ParseTraversal(new HclSplatItem(new HclSpan(position, position)));
            depth--;
            return new HclSplat(new HclSpan(source.Span.Start, position), source, each);
        }

        var key = ParseExpression();
        SkipBlank();
        Expect(']', "The index operator must end with a closing bracket (\"]\").");
        acrossLines = before;
        return new HclIndex(new HclSpan(source.Span.Start, position), source, key);
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
