namespace ChatOps.Traces;

/// <summary>The forms in which Ruby programs name an error.</summary>
internal static class RubyHead
{
    /// <summary><c>NoMethodError: message</c>, Rails' <c>NoMethodError (message):</c>, or <c>message (NoMethodError)</c>.</summary>
    public static ErrorHead? Read(ReadOnlySpan<char> line)
    {
        var end = 0;
        while (end < line.Length && (Scan.IsWord(line[end]) || line[end] == ':' && end + 2 < line.Length && line[end + 1] == ':' && Scan.IsWord(line[end + 2]) || (line[end] == ':' && end > 0 && line[end - 1] == ':')))
            end++;
        if (end > 0 && char.IsAsciiLetterUpper(line[0]))
        {
            var name = line[..end];
            var rest = line[end..];
            if (rest.StartsWith(" (") && (rest.EndsWith("):") || rest.EndsWith(")")) && (ErrorHead.IsErrorName(name) || name.Contains("::", StringComparison.Ordinal)))
                return new ErrorHead(name.ToString(), rest[2..rest.LastIndexOf(')')].ToString());
            if ((rest.IsEmpty || rest.StartsWith(":")) && (ErrorHead.IsErrorName(name) || (name.Contains("::", StringComparison.Ordinal) && rest.Length > 0)))
                return new ErrorHead(name.ToString(), rest.TrimStart(':').Trim().ToString());
        }
        return Trailing(line) ?? ErrorHead.Read(line);
    }

    /// <summary>The type in the parenthesis at the end: <c>undefined method `x' for nil (NoMethodError)</c>.</summary>
    public static ErrorHead? Trailing(ReadOnlySpan<char> text)
    {
        if (!text.EndsWith(")"))
            return null;
        var open = text.LastIndexOf('(');
        if (open < 0)
            return null;
        var name = text[(open + 1)..^1];
        if (name.Length < 3 || !char.IsAsciiLetterUpper(name[0]) || name.ContainsAny(' ', '/', '.') || !(ErrorHead.IsErrorName(name) || name.Contains("::", StringComparison.Ordinal) || name is "SystemExit" or "Interrupt" or "fatal"))
            return null;
        return new ErrorHead(name.ToString(), text[..open].Trim().ToString());
    }
}
