using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Diagnose.Evidence;

namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>How lately the failing lines were written: new code fails more often than old.</summary>
internal static class FrameHistory
{
    /// <summary>How far back it is looked.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(365);

    /// <summary>The most commits looked at.</summary>
    public const int Commits = 120;

    /// <summary>The most files looked at.</summary>
    public const int Files = 8;

    private const double DecayDays = 45;
    private const int ShortestLine = 6;

    /// <summary>The files whose history is worth a walk.</summary>
    public static IReadOnlyList<string> Paths(IReadOnlyList<PlacedFrame> frames) => [.. frames.Where(frame => frame.IsOurs).Select(frame => frame.Path!).Distinct().Take(Files)];

    /// <summary>Fills the features.</summary>
    public static void Fill(CandidateSet candidates, IReadOnlyList<PlacedFrame> frames, List<Candidate> order, IReadOnlyList<FileChange> changes, DateTimeOffset now)
    {
        foreach (var change in changes)
        {
            var weight = Math.Exp(-Math.Max(0, (now - change.Commit.CommittedAt).TotalDays) / DecayDays);
            if (order.FirstOrDefault(candidate => candidate.Path == change.Path) is not { } candidate) continue;
            foreach (var frame in frames.Where(frame => frame.File == candidate.File && frame.Frame.Line is not null).Take(6))
            {
                if (candidates.Text(frame.File) is not { } text) continue;
                var line = SourceLines.Around(text, frame.Frame.Line!.Value, 0, 0).FirstOrDefault("").Trim();
                if (line.Length >= ShortestLine && change.Added.Contains(line)) candidate.Raise(Feature.LineAge, weight);
            }
        }
    }
}
