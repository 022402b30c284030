using ChatOps.Adapters.Git;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>Finds the commits that changed a line's surroundings, deletions included, by following the line back through the patches.</summary>
internal static class NearbyChanges
{
    /// <summary>Lines above and below that belong to the same thought: about half a function.</summary>
    private const int Beside = 8;

    /// <summary>The commits, newest first, and whether each took away more lines there than it put in.</summary>
    /// <param name="changes">Of any files, newest first.</param>
    /// <param name="path">The file.</param>
    /// <param name="line">The line as it is now, from 1.</param>
    public static IEnumerable<(CommitInfo Commit, bool Removed)> Of(IReadOnlyList<FileChange> changes, string path, int line)
    {
        foreach (var change in changes.Where(change => change.Path == path))
        {
            var near = change.Hunks.Where(hunk => line >= hunk.NewStart - Beside && line <= hunk.NewStart + Math.Max(1, hunk.NewCount) - 1 + Beside).ToList();
            // A hunk that wrote most of the file is its beginning, not a change of this place.
            if (near.Count > 0 && near.TrueForAll(hunk => hunk.OldStart > 0)) yield return (change.Commit, near.Sum(hunk => hunk.OldCount) > near.Sum(hunk => hunk.NewCount));
            if (Before(change, line) is not { } earlier) yield break;
            line = earlier;
        }
    }

    /// <summary>Where the line stood before a change; null when the change wrote it.</summary>
    private static int? Before(FileChange change, int line)
    {
        var shift = 0;
        foreach (var hunk in change.Hunks)
        {
            // With a count of 0 the start names the line before.
            var first = hunk.NewCount == 0 ? hunk.NewStart + 1 : hunk.NewStart;
            if (line < first) break;
            if (line < first + hunk.NewCount) return null;
            shift += hunk.OldCount - hunk.NewCount;
        }
        return line + shift;
    }
}
