using ChatOps.Adapters.Git;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>Finds where files went that a trace names and the commit no longer has: the trace may be of an older version than the one that is read.</summary>
internal static class MovedFiles
{
    private const int MostCommits = 5;

    /// <summary>Whether any frame that could be of this repository has no file.</summary>
    public static bool MayHelp(IReadOnlyList<PlacedFrame> frames) => Lost(frames).Any();

    /// <summary>Old path to present path of files that late commits renamed and the frames name.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> SinceAsync(Snapshot snapshot, IReadOnlyList<PlacedFrame> frames, IReadOnlyList<ChangedFiles> recent, CancellationToken cancellationToken)
    {
        var names = Lost(frames).Select(frame => NameOf(frame.Frame.Path!)).ToHashSet(StringComparer.Ordinal);
        var commits = recent.Where(change => change.Paths.Any(path => names.Contains(NameOf(path)) && snapshot.Tree.Find(path) < 0)).Take(MostCommits).ToList();
        Dictionary<string, string> moved = new(StringComparer.Ordinal);
        // Newest first, so that what a later commit moved again is already known.
        foreach (var commit in commits)
        {
            foreach (var (old, now) in await snapshot.RenamesAsync(commit.Commit.Sha, cancellationToken))
            {
                var present = moved.GetValueOrDefault(now, now);
                if (snapshot.Tree.Find(present) >= 0) moved.TryAdd(old, present);
            }
        }
        return moved;
    }

    private static IEnumerable<PlacedFrame> Lost(IReadOnlyList<PlacedFrame> frames) =>
        frames.Where(frame => frame is { File: < 0, Frame: { Path.Length: > 0, IsRuntime: false, IsDependency: false } });

    private static string NameOf(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
}
