using ChatOps.Adapters.Git;
using ChatOps.Adapters.Git.Index;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Diagnose.Knowledge;
using ChatOps.Traces;

namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>Orders the files of a repository by how likely the fault lies in them. It reads the text, the code and the history; it asks no model.</summary>
internal static class FileRanker
{
    /// <summary>How many commits count as lately.</summary>
    public const int RecentCommits = 300;

    /// <summary>Ranks.</summary>
    /// <param name="snapshot">The commit.</param>
    /// <param name="index">Its index.</param>
    /// <param name="parsed">The text's traces.</param>
    /// <param name="text">The text, masked.</param>
    /// <param name="frames">Its frames in order of suspicion.</param>
    /// <param name="query">Its words.</param>
    /// <param name="recent">The latest commits.</param>
    /// <param name="changes">What late commits changed in the frames' files.</param>
    /// <param name="resolver">Resolves paths that the message names.</param>
    /// <param name="reported">Position in the tree of the file the reporter named; -1 for none.</param>
    /// <param name="signatures">What kind of error it is.</param>
    public static RankedCandidates Rank(Snapshot snapshot, SnapshotIndex index, ParsedText parsed, string text, IReadOnlyList<PlacedFrame> frames, Query query, IReadOnlyList<ChangedFiles> recent, IReadOnlyList<FileChange> changes, FrameResolver resolver, int reported, IReadOnlyList<SignatureMatch> signatures)
    {
        var candidates = new CandidateSet(snapshot, index);
        var order = FrameFeatures.Fill(candidates, frames);
        ReportedFeatures.Fill(candidates, query, reported, signatures);
        TextFeatures.Fill(candidates, query, resolver.Resolve);
        RepositoryFeatures.AddManifests(candidates, text);
        NeighbourFeatures.Fill(candidates, frames, order);
        ContentFeatures.Fill(candidates, query);
        RepositoryFeatures.Fill(candidates, recent);
        FrameHistory.Fill(candidates, frames, order, changes, snapshot.CommittedAt);
        FrameFeatures.Compare(candidates, frames, order, parsed);
        foreach (var candidate in candidates.All)
        {
            var weights = order.Count == 0 ? RankingWeights.WithoutFrames : candidate[Feature.NoFrame] > 0 ? RankingWeights.BesideFrames : RankingWeights.InFrames;
            for (var i = 0; i < weights.Length; i++) candidate.Score += weights[i] * candidate.Values[i];
        }
        var ranked = candidates.All.OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Path, StringComparer.Ordinal).ToList();
        KeepFrameFirst(ranked, order);
        return new RankedCandidates(ranked, order.Count > 0, candidates);
    }

    /// <summary>A file beside the frames leads only when it is clearly likelier than every file in them, or when the reporter named it.</summary>
    private static void KeepFrameFirst(List<Candidate> ranked, List<Candidate> order)
    {
        if (order.Count == 0 || ranked[0][Feature.NoFrame] == 0 || ranked[0][Feature.Reported] > 0) return;
        var frame = ranked.First(order.Contains);
        if (ranked[0].Score - frame.Score >= RankingWeights.ToLeadOverFrames) return;
        ranked.Remove(frame);
        ranked.Insert(0, frame);
    }
}

/// <summary>The candidates, best first.</summary>
/// <param name="Candidates">With their features and scores.</param>
/// <param name="HasFrames">Whether any frame is code of this repository.</param>
/// <param name="Set">Where they came from, with the texts that were read.</param>
internal sealed record RankedCandidates(IReadOnlyList<Candidate> Candidates, bool HasFrames, CandidateSet Set)
{
    /// <summary>A file with less of the whole than this is a place to look next, not one that is said to be concerned.</summary>
    private const double ConcernedFrom = 0.12;

    private const int MostFrames = 3;

    private readonly Lazy<double> _sum = new(() => Candidates.Sum(candidate => Math.Exp(candidate.Score - Candidates[0].Score)));

    /// <summary>A candidate's share of all, 0 to 1, by the model that the weights were fitted with.</summary>
    public double Share(Candidate candidate) => Math.Exp(candidate.Score - Candidates[0].Score) / _sum.Value;

    /// <summary>The files that the fault concerns, likeliest first: the first, those that carry a share, what the reporter named, and the first frames.</summary>
    public IReadOnlyList<Candidate> Concerned()
    {
        var frames = Candidates.Where(candidate => candidate[Feature.FrameShare] > 0).Take(MostFrames).ToHashSet();
        return [.. Candidates.Where((candidate, place) => place == 0 || candidate[Feature.Reported] > 0 || frames.Contains(candidate) || Share(candidate) >= ConcernedFrom)];
    }
}
