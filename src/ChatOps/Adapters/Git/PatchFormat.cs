using System.Globalization;

namespace ChatOps.Adapters.Git;

/// <summary>Reads the changes of <c>git log -p -U0</c>.</summary>
internal static class PatchFormat
{
    private const string OldFile = "--- a/";
    private const string NewFile = "+++ b/";

    /// <summary>The files of one commit with what it changed in each; a file that it deleted is left out.</summary>
    public static IEnumerable<FileChange> Changes(CommitInfo commit, string patch)
    {
        string? path = null;
        HashSet<string> added = new(StringComparer.Ordinal);
        List<Hunk> hunks = [];
        foreach (var line in patch.Split('\n'))
        {
            if (line.StartsWith("diff --git ", StringComparison.Ordinal))
            {
                if (path is not null) yield return new FileChange(commit, path, added, hunks);
                (path, added, hunks) = (null, new(StringComparer.Ordinal), []);
            }
            else if (hunks.Count == 0 && line.StartsWith(NewFile, StringComparison.Ordinal)) path = line[NewFile.Length..].TrimEnd('\t');
            else if (hunks.Count == 0 && line.StartsWith(OldFile, StringComparison.Ordinal)) continue;
            else if (line.StartsWith("@@ ", StringComparison.Ordinal) && Header(line) is { } hunk) hunks.Add(hunk);
            else if (hunks.Count > 0 && line.StartsWith('+')) added.Add(line[1..].Trim());
        }
        if (path is not null) yield return new FileChange(commit, path, added, hunks);
    }

    /// <summary>Reads <c>@@ -12,3 +12 @@</c>; a missing count is 1.</summary>
    private static Hunk? Header(string line)
    {
        var parts = line.Split(' ', 4);
        return parts.Length >= 3 && Range(parts[1], '-') is { } old && Range(parts[2], '+') is { } now ? new Hunk(old.Start, old.Count, now.Start, now.Count) : null;
    }

    private static (int Start, int Count)? Range(string text, char sign)
    {
        if (text.Length < 2 || text[0] != sign) return null;
        var numbers = text[1..].Split(',');
        if (!int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var start)) return null;
        return numbers.Length == 1 ? (start, 1) : int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? (start, count) : null;
    }
}

/// <summary>What a commit changed in a file.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Path">The file.</param>
/// <param name="Added">The lines it added, without the white space around them.</param>
/// <param name="Hunks">Where, in the order of the file.</param>
internal sealed record FileChange(CommitInfo Commit, string Path, IReadOnlySet<string> Added, IReadOnlyList<Hunk> Hunks);

/// <summary>A run of changed lines without context; a count of 0 stands after its start line, as git prints it.</summary>
internal readonly record struct Hunk(int OldStart, int OldCount, int NewStart, int NewCount);
