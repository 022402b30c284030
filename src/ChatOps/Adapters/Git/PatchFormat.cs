namespace ChatOps.Adapters.Git;

/// <summary>Reads the added lines of <c>git log -p</c>.</summary>
internal static class PatchFormat
{
    private const string NewFile = "+++ b/";

    /// <summary>The files of one commit with what was added to each.</summary>
    public static IEnumerable<AddedLines> Added(CommitInfo commit, string patch)
    {
        string? path = null;
        HashSet<string> lines = new(StringComparer.Ordinal);
        var inHunk = false;
        foreach (var line in patch.Split('\n'))
        {
            if (line.StartsWith("diff --git ", StringComparison.Ordinal))
            {
                if (path is not null) yield return new AddedLines(commit, path, lines);
                (path, lines, inHunk) = (null, new(StringComparer.Ordinal), false);
            }
            else if (!inHunk && line.StartsWith(NewFile, StringComparison.Ordinal)) path = line[NewFile.Length..].TrimEnd('\t');
            else if (line.StartsWith("@@", StringComparison.Ordinal)) inHunk = true;
            else if (inHunk && line.StartsWith('+')) lines.Add(line[1..].Trim());
        }
        if (path is not null) yield return new AddedLines(commit, path, lines);
    }
}
