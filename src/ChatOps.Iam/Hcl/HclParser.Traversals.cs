using System.Globalization;

namespace ChatOps.Iam.Hcl;

internal sealed partial class HclParser
{
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
}
