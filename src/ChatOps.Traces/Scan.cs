namespace ChatOps.Traces;

/// <summary>The small scanners that the languages share. Each looks at a character at most a fixed number of times.</summary>
internal static class Scan
{
    public static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' || (c > 127 && char.IsLetter(c));

    public static int Indent(ReadOnlySpan<char> line)
    {
        var indent = 0;
        while (indent < line.Length && char.IsWhiteSpace(line[indent]))
            indent++;
        return indent;
    }

    /// <summary>A whole non-negative number of at most nine digits, or null.</summary>
    public static int? Number(ReadOnlySpan<char> digits)
    {
        if (digits.Length is 0 or > 9)
            return null;
        var value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
                return null;
            value = (value * 10) + (digit - '0');
        }
        return value;
    }

    /// <summary>Splits <c>path:12</c> or <c>path:12:34</c>.</summary>
    public static bool TryPlace(ReadOnlySpan<char> text, out ReadOnlySpan<char> path, out int line, out int? column)
    {
        path = default;
        line = 0;
        column = null;
        var last = text.LastIndexOf(':');
        if (last <= 0 || Number(text[(last + 1)..]) is not { } second)
            return false;
        var before = text[..last];
        var first = before.LastIndexOf(':');
        if (first > 0 && Number(before[(first + 1)..]) is { } number)
        {
            path = text[..first];
            line = number;
            column = second;
        }
        else
        {
            path = before;
            line = second;
        }
        return path.Length > 0;
    }

    /// <summary>The digits at the start of <paramref name="text"/>.</summary>
    public static ReadOnlySpan<char> LeadingDigits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text : text[..end];
    }

    /// <summary>A path with <c>/</c> as its only separator.</summary>
    public static string Path(ReadOnlySpan<char> path) => path.Contains('\\') ? path.ToString().Replace('\\', '/') : path.ToString();

    /// <summary>A name without what stands in its angle brackets: <c>shop::Store&lt;int&gt;::at</c> is <c>shop::Store::at</c>.</summary>
    public static string WithoutGenerics(ReadOnlySpan<char> name)
    {
        var plain = new System.Text.StringBuilder(name.Length);
        var depth = 0;
        foreach (var c in name)
        {
            depth += c == '<' ? 1 : 0;
            if (depth <= 0)
                plain.Append(c);
            depth -= c == '>' ? 1 : 0;
        }
        return plain.ToString();
    }

    /// <summary>Whether a line only says that something was left out (<c>...</c>, <c>[snip]</c>, <c>&lt;...&gt;</c>).</summary>
    public static bool IsElision(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line.Length is 0 or > 40)
            return false;
        var inner = line.Trim("[]()<>-# ");
        return inner.StartsWith("...") || inner is "…" || inner.Equals("snip", StringComparison.OrdinalIgnoreCase) || inner.Equals("cut", StringComparison.OrdinalIgnoreCase)
            || inner.Equals("snipped", StringComparison.OrdinalIgnoreCase) || inner.Equals("truncated", StringComparison.OrdinalIgnoreCase);
    }
}
