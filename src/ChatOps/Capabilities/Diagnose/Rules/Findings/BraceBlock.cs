namespace ChatOps.Capabilities.Diagnose.Rules.Findings;

/// <summary>Blocks of languages with braces. Strings and comments are stepped over as far as one line shows them.</summary>
internal static class BraceBlock
{
    /// <summary>The index after the line that closes the first brace opened at or after <paramref name="start"/>.</summary>
    public static int End(string[] lines, int start)
    {
        var (depth, opened) = (0, false);
        for (var i = start; i < lines.Length; i++)
        {
            var quote = '\0';
            for (var at = 0; at < lines[i].Length; at++)
            {
                var c = lines[i][at];
                if (quote != '\0')
                {
                    if (c == '\\')
                        at++;
                    else if (c == quote)
                        quote = '\0';
                    continue;
                }
                if (c is '"' or '\'' or '`')
                    quote = c;
                else if (c == '#' || (c == '/' && at + 1 < lines[i].Length && lines[i][at + 1] == '/'))
                    break;
                else if (c == '{')
                    (depth, opened) = (depth + 1, true);
                else if (c == '}' && --depth == 0 && opened)
                    return i + 1;
            }
        }
        return lines.Length;
    }
}
