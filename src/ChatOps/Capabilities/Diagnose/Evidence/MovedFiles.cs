using ChatOps.Adapters.Git;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>Finds where files went that a trace names and the commit no longer has: the trace may be of an older version than the one that is read.</summary>
internal static class MovedFiles
{
    private const int MostCommits = 8;

    /// <summary>Whether any frame that could be of this repository has no file.</summary>
    public static bool MayHelp(IReadOnlyList<PlacedFrame> frames) => Lost(frames).Any();

    /// <summary>Old path to present path of files that late commits renamed and the frames name.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> SinceAsync(Snapshot snapshot, IReadOnlyList<PlacedFrame> frames, IReadOnlyList<ChangedFiles> recent, CancellationToken cancellationToken)
    {
        var wanted = Lost(frames).Select(frame => NameOf(frame.Frame.Path!)).ToHashSet(StringComparer.Ordinal);
        Dictionary<string, string> moved = new(StringComparer.Ordinal);
        var asked = 0;
        // Oldest first, so that a file that moved twice is followed to where it is now.
        foreach (var commit in recent.Reverse())
        {
            if (asked == MostCommits || !commit.Paths.Any(path => wanted.Contains(NameOf(path)) && snapshot.Tree.Find(path) < 0)) continue;
            asked++;
            foreach (var (old, now) in await snapshot.RenamesAsync(commit.Commit.Sha, cancellationToken))
            {
                if (!wanted.Contains(NameOf(old))) continue;
                foreach (var earlier in moved.Where(entry => entry.Value == old).Select(entry => entry.Key).ToList()) moved[earlier] = now;
                moved[old] = now;
                wanted.Add(NameOf(now));
            }
        }
        return moved.Where(entry => snapshot.Tree.Find(entry.Value) >= 0).ToDictionary(StringComparer.Ordinal);
    }

    private static IEnumerable<PlacedFrame> Lost(IReadOnlyList<PlacedFrame> frames) =>
        frames.Where(frame => frame is { File: < 0, Frame: { Path.Length: > 0, IsRuntime: false, IsDependency: false } });

    private static string NameOf(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
}
