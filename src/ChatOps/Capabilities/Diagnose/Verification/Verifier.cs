using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Patches;

namespace ChatOps.Capabilities.Diagnose.Verification;

/// <summary>Holds an analyst's claim against the repository. Both engines pass through here; only what holds reaches a person.</summary>
internal static class Verifier
{
    /// <summary>Checks citations, the paths that the root cause names, and the fix.</summary>
    public static async Task<VerifiedAnalysis> VerifyAsync(EvidenceSet evidence, Analysis analysis, CancellationToken cancellationToken)
    {
        var citations = CitationCheck.Check(evidence, analysis);
        var unknown = analysis.RootCause is null ? [] : NamedPaths.Unknown(evidence, analysis.RootCause);
        var fix = analysis.FailedChecks.Count > 0 ? CheckedFix.None : await FixVerifier.CheckAsync(evidence.Snapshot, analysis.FixCode, cancellationToken);
        FixCheck[] checks = [.. analysis.FailedChecks, .. fix.Checks];

        var problems = new List<string>(citations.Problems);
        if (unknown.Count > 0)
            problems.Add($"The root cause names {string.Join(", ", unknown.Take(3))}, which is not in the repository.");

        if (analysis.RootCause is not null && citations.Held.Count == 0 && analysis.Citations.Count == 0)
            problems.Add("The root cause cites no line of the repository.");

        var failed = checks.Where(check => !check.Passed).Select(check => $"The fix was dropped: {check.Detail}").ToList();
        return new VerifiedAnalysis
        {
            Claim = analysis,
            // The rules engine writes its sentence from the text and the evidence; a model's needs a line to stand on.
            RootCause = unknown.Count > 0 || analysis.Engine == Engine.Model && citations.Held.Count == 0 ? null : analysis.RootCause,
            Citations = citations.Held,
            CitationsClaimed = citations.Claimed,
            FixCode = fix.Code,
            FixDiff = fix.Diff,
            FixChecks = checks,
            Problems = [.. problems, .. failed],
        };
    }
}

/// <summary>An analyst's claim after every check: what is left of it may be shown.</summary>
internal sealed record VerifiedAnalysis
{
    /// <summary>The claim as it came.</summary>
    public required Analysis Claim { get; init; }

    /// <summary>The root cause; null when there is none or it does not hold.</summary>
    public required string? RootCause { get; init; }

    /// <summary>The citations that hold, with the exact text at the commit.</summary>
    public required IReadOnlyList<EvidenceItem> Citations { get; init; }

    /// <summary>How many citations the analyst made.</summary>
    public required int CitationsClaimed { get; init; }

    /// <summary>Full new text by path; empty when no fix was proposed or a check failed.</summary>
    public required IReadOnlyDictionary<string, string> FixCode { get; init; }

    /// <summary>The unified diff of <see cref="FixCode"/>.</summary>
    public required string FixDiff { get; init; }

    /// <summary>Every check of the fix.</summary>
    public required IReadOnlyList<FixCheck> FixChecks { get; init; }

    /// <summary>A sentence for each thing that did not hold; they become warnings, or the errors that a model is asked to repair.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
