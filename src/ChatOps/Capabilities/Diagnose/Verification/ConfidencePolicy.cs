using System.Globalization;
using ChatOps.Capabilities.Diagnose.Evidence;

namespace ChatOps.Capabilities.Diagnose.Verification;

/// <summary>Settles how sure a diagnosis is and what it may be called. Code alone decides; what a model says about its own certainty counts for nothing.</summary>
internal static class ConfidencePolicy
{
    /// <summary>From here on confidence is high, and a cited root cause counts as found.</summary>
    public const double High = 0.80;

    /// <summary>From here on confidence is medium.</summary>
    public const double Medium = 0.50;

    /// <summary>What cannot be shown to stand on a line stays below medium.</summary>
    private const double Unproven = 0.49;

    /// <summary>Nothing in the text leads to a file, but one holds what the error is about: worth reading first, no more.</summary>
    private const double FoundByKind = 0.30;

    /// <summary>What was read is not what ran: likely at best.</summary>
    private const double OfAnotherVersion = 0.75;

    /// <summary>No chain of evidence makes a diagnosis certain.</summary>
    private const double Ceiling = 0.97;

    /// <summary>The score, the outcome and what they rest on.</summary>
    public static Verdict Judge(EvidenceSet evidence, VerifiedAnalysis verified)
    {
        var reasons = new List<string>(evidence.Reasons);
        var score = verified.Claim.Engine == Engine.Rules ? evidence.LocationConfidence : ModelScore(evidence, verified, reasons);
        if (evidence.Files.Count == 0 && verified.Citations.Count > 0)
        {
            score = Math.Max(score, FoundByKind);
            reasons.Add($"nothing in the text names a file; {verified.Citations[0].Path} holds what the error is about");
        }
        if (verified.Citations.Count == 0)
            reasons.Add("no line of the repository could be cited");
        else if (verified.CitationsClaimed > 0)
            reasons.Add($"{verified.Citations.Count} of {verified.CitationsClaimed} citations stand at {evidence.Snapshot.Sha[..Math.Min(8, evidence.Snapshot.Sha.Length)]}");

        if (evidence.Signatures.Count > 0)
            reasons.Add($"the text matches {evidence.Signatures[0].Signature.Id}");

        if (verified.FixChecks.Count > 0)
            reasons.Add(verified.FixChecks.All(check => check.Passed) ? "the fix passes its checks" : "the proposed fix failed a check");

        if (evidence.IsStale)
        {
            score = Math.Min(score, OfAnotherVersion);
            reasons.Add("the trace's first line of this repository does not stand at this commit");
        }

        if (verified.RootCause is null || verified.Citations.Count == 0)
            score = Math.Min(score, Unproven);

        score = Math.Round(Math.Clamp(score, 0.01, Ceiling), 3);
        var outcome = (verified, score) switch
        {
            ({ Claim.Blocked: not null, RootCause: null }, _) => Outcome.Blocked,
            (_, >= High) => Outcome.RootCauseFound,
            (_, >= Medium) => Outcome.Likely,
            _ => Outcome.Inconclusive,
        };
        return new Verdict(outcome, score, score switch { >= High => Confidence.High, >= Medium => Confidence.Medium, _ => Confidence.Low }, reasons);
    }

    /// <summary>
    /// Starts from the calibrated probability that the file ranked first is the right one, and moves it by what is independent of it:
    /// a reader who arrives at the same file by the code closes a third of the gap to certainty, each citation that fails opens it again.
    /// </summary>
    private static double ModelScore(EvidenceSet evidence, VerifiedAnalysis verified, List<string> reasons)
    {
        var located = evidence.LocationConfidence;
        if (verified.Citations.Count == 0)
            return located;

        var cited = verified.Citations[0].Path;
        var rank = evidence.Files.Select(file => file.Path).Take(5).ToList().IndexOf(cited);
        double score;
        if (rank == 0)
        {
            score = Toward(located, 0.35);
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"ranking and model both point at {cited}"));
        }
        else
        {
            // They disagree: at best what ranking leaves for its runners-up and the model's reading share.
            score = rank > 0 ? Math.Min(0.75, 0.45 + 0.3 * (1 - located)) : Math.Min(0.60, 0.30 + 0.3 * (1 - located));
            reasons.Add(rank > 0 ? $"the model points at {cited}, which ranking puts at {rank + 1}" : $"the model points at {cited}, which ranking does not");
        }

        if (evidence.Signatures.Count > 0 && evidence.Signatures[0].Signature.Category == verified.Claim.Category)
            score = Toward(score, 0.15 * evidence.Signatures[0].Weight);

        if (verified.FixChecks.Count > 0)
            score = verified.FixChecks.All(check => check.Passed) ? Toward(score, 0.05) : score * 0.95;

        if (verified.Claim.Panel is { Count: > 1 } panel)
            score = PanelScore(score, panel, reasons);

        var dropped = verified.CitationsClaimed - verified.Citations.Count;
        return dropped > 0 ? score * Math.Max(0.6, 1 - 0.12 * dropped) : score;
    }

    /// <summary>Vendors err for different reasons: each that independently arrives at the same lines closes a quarter of the gap to certainty, each that does not opens it by a fifth.</summary>
    private static double PanelScore(double score, IReadOnlyList<PanelOpinion> panel, List<string> reasons)
    {
        var agree = panel.Count(opinion => opinion.Agrees);
        for (var i = 1; i < agree; i++)
            score = Toward(score, 0.25);
        for (var i = agree; i < panel.Count; i++)
            score *= 0.8;
        reasons.Add(agree == panel.Count ? $"{agree} vendors' models independently point at the same lines" : $"{agree} of {panel.Count} vendors' models point at the same lines; {string.Join(", ", panel.Where(opinion => !opinion.Agrees).Select(opinion => opinion.Model))} disagrees");
        return score;
    }

    private static double Toward(double score, double share) => score + (1 - score) * share;
}

/// <summary>What code concluded.</summary>
/// <param name="Outcome">What it may be called.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Confidence">The score in words.</param>
/// <param name="Reasons">Short facts.</param>
internal sealed record Verdict(Outcome Outcome, double Score, Confidence Confidence, IReadOnlyList<string> Reasons);
