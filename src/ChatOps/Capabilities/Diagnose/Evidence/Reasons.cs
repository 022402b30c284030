using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Diagnose.Ranking;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>Says in words what a ranking rests on.</summary>
internal static class Reasons
{
    private static readonly (Feature Feature, double From, string Words)[] Words =
    [
        (Feature.Reported, 0.5, "named by the reporter"), (Feature.FirstFrame, 0.5, "holds the first frame of this repository"), (Feature.FrameShare, 0.001, "is in the trace"), (Feature.PathInMessage, 0.5, "the message names it"), (Feature.WritesMessage, 0.5, "writes this message"), (Feature.DefinesMessageType, 0.3, "defines a type the message names"),
        (Feature.DefinesMessageFunction, 0.3, "defines a function the message names"), (Feature.NamedInMessage, 0.5, "the message names it"), (Feature.CalledAtFirst, 0.3, "defines what the failing line calls"), (Feature.ImportedByReported, 0.3, "imported by the named file"),
        (Feature.RaisesError, 0.2, "mentions the error's type"), (Feature.TypeNearFirst, 0.2, "defines what the failing lines use"), (Feature.BaseOfFirst, 0.3, "holds a base type of the failing one"), (Feature.DerivedOfFirst, 0.3, "derives from the failing type"),
        (Feature.SameStem, 0.4, "is another part of the failing file"), (Feature.Manifest, 0.5, "lists what is imported"), (Feature.CallsOutermost, 0.2, "calls the outermost frame's function"), (Feature.Bm25, 0.4, "shares the text's rarest names"),
    ];

    /// <summary>Why a file is here, in a few words.</summary>
    public static string Why(Candidate candidate)
    {
        var why = Words.Where(entry => candidate[entry.Feature] >= entry.From).Select(entry => entry.Words).Distinct().Take(2).ToList();
        return why.Count == 0 ? "shares words with the text" : string.Join("; ", why);
    }

    /// <summary>What the confidence in the first file rests on.</summary>
    public static IReadOnlyList<string> Of(Snapshot snapshot, IReadOnlyList<PlacedFrame> frames, RankedCandidates ranking, int reported)
    {
        List<string> reasons = [];
        var ours = frames.Where(frame => frame.IsOurs).ToList();
        if (ours.Count > 0) reasons.Add($"frame {ours[0].Path}{(ours[0].Frame.Line is { } line ? $":{line}" : "")} exists at {snapshot.Sha[..12]}");
        else if (frames.Count > 0) reasons.Add("no frame of the trace is code of this repository");
        else reasons.Add("the text holds no stack trace");
        if (reported >= 0) reasons.Add($"the reporter named {snapshot.Paths[reported]}");
        if (ranking.Candidates is [var first, ..]) reasons.Add($"{first.Path} {Why(first)}");
        if (ranking.Candidates is [var best, var next, ..] && ours.Count > 0 && best[Feature.Bm25First] > 0) reasons.Add($"its names match the text better than {next.Path}");
        return reasons;
    }
}
