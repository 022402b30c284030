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

    /// <summary>Half of a commit's weight is gone after this time: most errors come from what changed last.</summary>
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(30);

    /// <summary>Starts blaming the failing lines; it goes on while the files are ranked.</summary>
    public static Task<IReadOnlyList<BlamedLine>?>[] StartBlame(Snapshot snapshot, IReadOnlyList<PlacedFrame> places, CancellationToken cancellationToken) =>
        [.. places.Select(frame => snapshot.TryBlameAsync(frame.Path!, Math.Max(1, frame.Frame.Line!.Value - LinesBeside), frame.Frame.Line.Value + LinesBeside, cancellationToken))];

    /// <summary>The failing lines worth blaming.</summary>
    public static IReadOnlyList<PlacedFrame> Places(IReadOnlyList<PlacedFrame> frames) =>
        [.. frames.Where(frame => frame is { IsOurs: true, Frame.Line: > 0 }).DistinctBy(frame => (frame.File, frame.Frame.Line)).Take(BlamedPlaces)];

    /// <summary>The suspects, most likely first.</summary>
    public static async Task<IReadOnlyList<Suspect>> FindAsync(Snapshot snapshot, IReadOnlyList<PlacedFrame> places, Task<IReadOnlyList<BlamedLine>?>[] blames, IReadOnlyList<Candidate> ranked, IReadOnlyList<ChangedFiles> recent, List<string> warnings, CancellationToken cancellationToken)
    {
        Dictionary<string, Suspect> found = new(StringComparer.Ordinal);
        for (var i = 0; i < places.Count; i++)
        {
            var path = places[i].Path!;
            if (await blames[i] is not { } lines)
            {
                warnings.Add($"Blame of {path}:{places[i].Frame.Line} took too long and was left out.");
                continue;
            }
            var weight = 1.0 / (1 + (0.4 * i));
            foreach (var line in lines)
            {
                var exact = line.Line == places[i].Frame.Line;
                Add(found, snapshot, line.Commit, weight * (exact ? 1 : 0.6), $"{path}:{line.Line}", exact ? "last changed the failing line" : "last changed a line beside the failing one");
            }
        }
        for (var i = 0; i < Math.Min(FilesLogged, ranked.Count); i++)
        {
            var path = ranked[i].Path;
            var commits = recent.Where(change => change.Paths.Contains(path)).Select(change => change.Commit).Take(CommitsPerFile).ToList();
            if (commits.Count == 0) commits = [.. await snapshot.LogAsync(path, 2, cancellationToken)];
            foreach (var commit in commits) Add(found, snapshot, commit, 0.4 / (1 + (0.4 * i)), null, $"lately changed {path}");
        }
        return [.. found.Values.OrderByDescending(suspect => suspect.Score).ThenByDescending(suspect => suspect.CommittedAt).Take(Most)];
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
