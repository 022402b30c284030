namespace ChatOps.Capabilities.Diagnose.Rules.Findings;

/// <summary>Python blocks by indentation; tabs count to the next multiple of eight, as Python has it.</summary>
internal static class PythonBlock
{
    /// <summary>The index after the last line of the block that the header at <paramref name="header"/> opens.</summary>
    public static int End(string[] lines, int header)
    {
        var depth = Indent(lines[header]);
        var end = header + 1;
        for (var i = header + 1; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
                continue;
            if (Indent(lines[i]) <= depth && !IsContinuation(lines[i]))
                break;
            end = i + 1;
        }
        return end;
    }

    /// <summary>How far a line is indented.</summary>
    public static int Indent(string line)
    {
        var depth = 0;
        foreach (var c in line)
        {
            if (c == ' ')
                depth++;
            else if (c == '\t')
                depth += 8 - depth % 8;
            else
                break;
        }
        return depth;
    }

    /// <summary>The line without its comment; a # in a string is taken for a comment only when no quote stands before it.</summary>
    public static string Code(string line)
    {
        var hash = line.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 || line.AsSpan(0, hash).ContainsAny('"', '\'') ? line : line[..hash];
    }

    // A comment or a closing bracket at the margin does not end a block.
    private static bool IsContinuation(string line) => line.TrimStart() is ['#' or ')' or ']' or '}', ..];
}
