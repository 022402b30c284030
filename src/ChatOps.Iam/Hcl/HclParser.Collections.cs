namespace ChatOps.Iam.Hcl;

internal sealed partial class HclParser
{
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
}
