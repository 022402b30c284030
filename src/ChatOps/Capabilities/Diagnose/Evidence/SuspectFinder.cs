using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Diagnose.Ranking;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>Finds commits that may have caused the error: those that last changed the failing lines, and late ones to the likeliest files.</summary>
internal static class SuspectFinder
{
    private const int BlamedPlaces = 3;
    private const int LinesBeside = 2;
    private const int FilesLogged = 3;
    private const int CommitsPerFile = 5;
    private const int Most = 5;
    private const int MergesAsked = 3;

    // Blame cannot see what was deleted, and a removed guard or delay is as good a cause as a changed line.
    private const double NearbyWeight = 0.9;

    /// <summary>Half of a commit's weight is gone after this time: most errors come from what changed last.</summary>
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(30);

    /// <summary>Starts blaming the failing lines; it goes on while the files are ranked.</summary>
    public static Task<IReadOnlyList<BlamedLine>?>[] StartBlame(Snapshot snapshot, IReadOnlyList<PlacedFrame> places, CancellationToken cancellationToken) =>
        [.. places.Select(frame => snapshot.TryBlameAsync(frame.Path!, Math.Max(1, frame.Frame.Line!.Value - LinesBeside), frame.Frame.Line.Value + LinesBeside, cancellationToken))];

    /// <summary>The failing lines worth blaming.</summary>
    public static IReadOnlyList<PlacedFrame> Places(IReadOnlyList<PlacedFrame> frames) =>
        [.. frames.Where(frame => frame is { IsOurs: true, Frame.Line: > 0 }).DistinctBy(frame => (frame.File, frame.Frame.Line)).Take(BlamedPlaces)];

    /// <summary>The suspects, most likely first.</summary>
    /// <param name="snapshot">The commit.</param>
    /// <param name="places">The failing lines.</param>
    /// <param name="blames">Who last changed each of <paramref name="places"/> and the lines beside it.</param>
    /// <param name="files">The files that the fault may lie in, likeliest first.</param>
    /// <param name="recent">The branch's latest commits.</param>
    /// <param name="changes">What late commits changed in the files of the frames, newest first.</param>
    /// <param name="warnings">Gets what was left out.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<Suspect>> FindAsync(Snapshot snapshot, IReadOnlyList<PlacedFrame> places, Task<IReadOnlyList<BlamedLine>?>[] blames, IReadOnlyList<string> files, IReadOnlyList<ChangedFiles> recent, IReadOnlyList<FileChange> changes, List<string> warnings, CancellationToken cancellationToken)
    {
        Dictionary<string, Suspect> found = new(StringComparer.Ordinal);
        for (var i = 0; i < places.Count; i++)
            AddPlace(found, snapshot, places[i].Path!, places[i].Frame.Line!.Value, 1.0 / (1 + (0.4 * i)), await blames[i], changes, warnings);
        for (var i = 0; i < Math.Min(FilesLogged, files.Count); i++)
        {
            var commits = recent.Where(change => change.Paths.Contains(files[i])).Select(change => change.Commit).Take(CommitsPerFile).ToList();
            if (commits.Count == 0) commits = [.. await snapshot.LogAsync(files[i], 2, cancellationToken)];
            foreach (var commit in commits) Add(found, snapshot, commit, 0.4 / (1 + (0.4 * i)), null, $"lately changed {files[i]}");
        }
        return await BestAsync(found, snapshot, cancellationToken);
    }

    /// <summary>The suspects of a line that an analyst points at, most likely first: for when the text leads to no line.</summary>
    public static async Task<IReadOnlyList<Suspect>> OfLineAsync(Snapshot snapshot, string path, int line, CancellationToken cancellationToken)
    {
        Dictionary<string, Suspect> found = new(StringComparer.Ordinal);
        var changes = snapshot.ChangesAsync([path], FrameHistory.Window, FrameHistory.Commits, cancellationToken);
        var blame = snapshot.TryBlameAsync(path, Math.Max(1, line - LinesBeside), line + LinesBeside, cancellationToken);
        AddPlace(found, snapshot, path, line, 1, await blame, await changes, []);
        return await BestAsync(found, snapshot, cancellationToken);
    }

    private static void AddPlace(Dictionary<string, Suspect> found, Snapshot snapshot, string path, int failing, double weight, IReadOnlyList<BlamedLine>? blame, IReadOnlyList<FileChange> changes, List<string> warnings)
    {
        foreach (var (commit, removed) in NearbyChanges.Of(changes, path, failing))
            Add(found, snapshot, commit, weight * NearbyWeight, $"{path}:{failing}", removed ? "removed lines beside the failing one" : "changed lines beside the failing one");
        if (blame is null) warnings.Add($"Blame of {path}:{failing} took too long and was left out.");
        foreach (var line in blame ?? [])
        {
            var exact = line.Line == failing;
            Add(found, snapshot, line.Commit, weight * (exact ? 1 : 0.6), $"{path}:{line.Line}", exact ? "last changed the failing line" : "last changed a line beside the failing one");
        }
    }

    private static async Task<IReadOnlyList<Suspect>> BestAsync(Dictionary<string, Suspect> found, Snapshot snapshot, CancellationToken cancellationToken)
    {
        List<Suspect> best = [.. found.Values.OrderByDescending(suspect => suspect.Score).ThenByDescending(suspect => suspect.CommittedAt).Take(Most)];
        return await Task.WhenAll(best.Select((suspect, place) => WithPullRequestAsync(snapshot, suspect, place, cancellationToken)));
    }

    /// <summary>A commit that came by a merge belongs to the merge's pull request, which is what can be rolled back.</summary>
    private static async Task<Suspect> WithPullRequestAsync(Snapshot snapshot, Suspect suspect, int place, CancellationToken cancellationToken)
    {
        suspect = suspect with { Score = Math.Round(suspect.Score, 2) };
        if (suspect.PrNumber is not null || place >= MergesAsked || snapshot.CommittedAt - suspect.CommittedAt > FrameHistory.Window) return suspect;
        return await snapshot.MergeOfAsync(suspect.Commit, cancellationToken) is { } merge ? suspect with { PrNumber = merge.PrNumber } : suspect;
    }

    private static void Add(Dictionary<string, Suspect> found, Snapshot snapshot, CommitInfo commit, double weight, string? line, string why)
    {
        var age = snapshot.CommittedAt - commit.CommittedAt;
        var recency = Math.Pow(0.5, Math.Max(0, age.TotalDays) / HalfLife.TotalDays);
        // An old line can still be wrong: age lowers a suspect, it does not clear it.
        var score = weight * (0.25 + (0.75 * recency));
        if (!found.TryGetValue(commit.Sha, out var known))
        {
            found[commit.Sha] = new Suspect(commit.Sha, commit.PrNumber, commit.Author, commit.CommittedAt, line is null ? [] : [line], score, why) { Subject = commit.Subject };
            return;
        }
        found[commit.Sha] = known with
        {
            Score = Math.Min(1, Math.Max(known.Score, score) + (0.05 * Math.Min(known.Score, score))),
            Lines = line is null || known.Lines.Contains(line) ? known.Lines : [.. known.Lines, line],
            Why = score > known.Score ? why : known.Why,
        };
    }
}
