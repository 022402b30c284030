namespace ChatOps.Traces;

/// <summary>Reads the line that names a Python exception, below its frames.</summary>
internal static class PythonHead
{
    /// <summary>Reads <c>requests.exceptions.Timeout: timed out</c> or a bare <c>KeyboardInterrupt</c>.</summary>
    public static ErrorHead? Read(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("E  "))
            text = text[1..].TrimStart();
        var end = 0;
        while (end < text.Length && (Scan.IsWord(text[end]) || text[end] is '.' || (text[end] is '<' or '>' && text[..end].Contains('.'))))
            end++;
        if (end == 0 || !char.IsLetter(text[0]) && text[0] != '_' || text[end - 1] == '.')
            return null;
        var name = text[..end];
        var rest = text[end..];
        if (rest.Length > 0 && rest[0] != ':')
            return ErrorHead.TryFind(text, false, out var start, out var stop) && text[..start].Trim(" |>]#*-:,").IsEmpty
                ? new ErrorHead(text[start..stop].ToString(), text[stop..].TrimStart(':').Trim().ToString()) : null;
        var last = name[(name.LastIndexOf('.') + 1)..];
        if (last.IsEmpty || (rest.IsEmpty && !ErrorHead.IsErrorName(name) && !name.Contains('.') && last is not ("SystemExit" or "StopIteration" or "StopAsyncIteration" or "GeneratorExit")))
            return null;
        // "else:" and "try:" end in a colon too.
        if (!char.IsAsciiLetterUpper(last[0]) && !(name.Contains('.') && rest.StartsWith(": ")))
            return null;
        return new ErrorHead(name.ToString(), rest.TrimStart(':').Trim().ToString());
    }
}
