namespace ChatOps.Capabilities.Diagnose.Rules.Infrastructure;

/// <summary>Finds blocks of Terraform by their braces, past strings, comments and heredocs.</summary>
internal sealed class HclScanner(string text)
{
    /// <summary>The blocks directly inside a range: what stands before the brace on its line, the brace, and the closing one.</summary>
    public IEnumerable<(string Header, int Open, int Close)> Blocks(int from, int to)
    {
        var (depth, open) = (0, 0);
        for (var at = from; at < to; at++)
        {
            at = Skip(at);
            if (at >= to)
                yield break;
            if (text[at] == '{' && depth++ == 0)
            {
                open = at;
            }
            else if (text[at] == '}' && --depth == 0)
            {
                var line = text.LastIndexOf('\n', open) + 1;
                yield return (text[Math.Max(line, from)..open], open, at);
            }
        }
    }

    /// <summary>Whether the character stands in a line comment.</summary>
    public bool IsComment(int at)
    {
        var line = text.LastIndexOf('\n', Math.Max(0, at - 1)) + 1;
        var before = text.AsSpan(line, at - line);
        return before.Contains('#') || before.Contains("//", StringComparison.Ordinal);
    }

    // From the start of a string, comment or heredoc to its last character; anything else stays.
    private int Skip(int at) => text[at] switch
    {
        '"' => String(at),
        '#' => LineComment(at),
        '/' when Next(at) == '/' => LineComment(at),
        '/' when Next(at) == '*' => text.IndexOf("*/", at, StringComparison.Ordinal) is var end and >= 0 ? end + 1 : text.Length,
        '<' when Next(at) == '<' => Heredoc(at),
        _ => at,
    };

    private char Next(int at) => at + 1 < text.Length ? text[at + 1] : '\0';

    private int LineComment(int at) => text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length;

    // "${…}" may hold quotes of its own.
    private int String(int at)
    {
        var depth = 0;
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] == '\\' && depth == 0)
                i++;
            else if (text[i] == '$' && Next(i) == '{')
                (depth, i) = (depth + 1, i + 1);
            else if (text[i] == '}' && depth > 0)
                depth--;
            else if (text[i] == '"' && depth > 0)
                i = String(i);
            else if ((text[i] == '"' && depth == 0) || text[i] == '\n')
                return i;
        }
        return text.Length;
    }

    private int Heredoc(int at)
    {
        var start = at + 2 < text.Length && text[at + 2] == '-' ? at + 3 : at + 2;
        var end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        if (end == start)
            return at;
        var marker = text[start..end];
        for (var line = text.IndexOf('\n', end); line >= 0 && line + 1 < text.Length; line = text.IndexOf('\n', line + 1))
        {
            var stop = text.IndexOf('\n', line + 1);
            if (text.AsSpan(line + 1, (stop < 0 ? text.Length : stop) - line - 1).Trim().SequenceEqual(marker))
                return stop < 0 ? text.Length : stop - 1;
        }
        return text.Length;
    }
}
