using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Diagnose.Verification;

/// <summary>Makes the diagnosis out of evidence and a verified claim.</summary>
internal static class DiagnosisBuilder
{
    private const int MostFiles = 5;

    /// <summary>Checks the claim, settles outcome and confidence, and writes the record.</summary>
    public static async Task<Diagnosis> BuildAsync(EvidenceSet evidence, Analysis analysis, DiagnosisFacts facts, CancellationToken cancellationToken)
    {
        var verified = await Verifier.VerifyAsync(evidence, analysis, cancellationToken);
        var verdict = ConfidencePolicy.Judge(evidence, verified);
        var missing = verdict.Outcome is Outcome.Inconclusive or Outcome.Blocked ? Missing(evidence, verified) : null;
        return new Diagnosis
        {
            Id = facts.Id,
            Outcome = verdict.Outcome,
            RootCause = verified.RootCause ?? missing ?? "No root cause was found.",
            Explanation = missing is null || verified.RootCause is null ? analysis.Explanation : $"{analysis.Explanation}\n\n{missing}".Trim(),
            Confidence = verdict.Confidence,
            ConfidenceScore = verdict.Score,
            ConfidenceReasons = verdict.Reasons,
            Category = analysis.Category,
            AffectedFiles = AffectedFiles(evidence, verified),
            Evidence = [.. verified.Citations.Concat(evidence.Items.Where(item => !verified.Citations.Any(cited => cited.Id == item.Id))).Select(Masked)],
            Suspects = await SuspectsAsync(evidence, verified, cancellationToken),
            SuggestedFix = analysis.SuggestedFix,
            FixCode = verified.FixCode,
            FixDiff = verified.FixDiff,
            FixChecks = verified.FixChecks,
            Similar = facts.Similar,
            Panel = analysis.Panel,
            Fingerprint = evidence.Fingerprint,
            MaskedSecrets = facts.MaskedSecrets,
            Warnings = [.. analysis.Warnings.Concat(verified.Problems).Concat(evidence.Warnings).Distinct()],
            Repo = evidence.Snapshot.Repository.Name,
            Sha = evidence.Snapshot.Sha,
            Engine = analysis.Engine,
            Provider = analysis.Provider,
            Model = analysis.Model,
            InputTokens = analysis.InputTokens,
            OutputTokens = analysis.OutputTokens,
            CostUsd = analysis.CostNanoUsd is { } nano ? nano / 1_000_000_000m : null,
            DurationMs = facts.DurationMs,
            CreatedAt = facts.CreatedAt,
        };
    }

    /// <summary>Where the text leads to no file, the line that the analyst found by what the error is about has its history too.</summary>
    private static async Task<IReadOnlyList<Suspect>> SuspectsAsync(EvidenceSet evidence, VerifiedAnalysis verified, CancellationToken cancellationToken) =>
        evidence.Suspects.Count == 0 && verified.Citations is [var cited, ..] ? await SuspectFinder.OfLineAsync(evidence.Snapshot, cited.Path, cited.StartLine, cancellationToken) : evidence.Suspects;

    /// <summary>What the repository keeps in its files must not end up in a channel or in history.</summary>
    private static EvidenceItem Masked(EvidenceItem item) => item with { Quote = SecretMasker.Mask(item.Quote).Text };

    /// <summary>The ranking's order is calibrated, so the rules engine keeps it; a model's own reading goes first when it stands.</summary>
    private static List<string> AffectedFiles(EvidenceSet evidence, VerifiedAnalysis verified)
    {
        var named = verified.Citations.Select(item => item.Path).Concat(verified.FixCode.Keys.Order(StringComparer.Ordinal)).Distinct().ToList();
        var order = verified.Claim.Engine == Engine.Rules ? evidence.Concerned.Concat(named) : named.Concat(evidence.Concerned);
        // What is cited or changed is never crowded out.
        return [.. order.Distinct().OrderBy(path => named.Contains(path) || path == evidence.FilePath ? 0 : 1).Take(MostFiles).OrderBy(path => order.ToList().IndexOf(path))];
    }

    /// <summary>What would have to be known, and how to give it.</summary>
    private static string Missing(EvidenceSet evidence, VerifiedAnalysis verified)
    {
        if (verified.Claim.Blocked is { } blocked)
            return blocked;

        if (evidence.Parsed.Traces.Count == 0 && evidence.Parsed.Errors.Count == 0)
            return "The text holds no stack trace and no error line: paste the error as the program printed it.";

        if (evidence.Files.Count == 0)
            return $"Nothing in the text leads to a file of {evidence.Snapshot.Repository.Name}: paste the whole stack trace, or name the file in file_path.";

        return evidence.Parsed.Traces.Any(trace => trace.Frames.Count > 0)
            ? $"No frame leads surely to a line of {evidence.Snapshot.Repository.Name} at this commit: name the deployed commit in ref, or the file in file_path."
            : "The text names no stack frame: paste the whole stack trace, or name the file in file_path.";
    }
}

/// <summary>What the builder cannot know by itself.</summary>
internal sealed record DiagnosisFacts
{
    /// <summary>The diagnosis's id.</summary>
    public required string Id { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required long DurationMs { get; init; }

    /// <summary>Secrets masked in the request, by kind.</summary>
    public IReadOnlyDictionary<string, int> MaskedSecrets { get; init; } = new Dictionary<string, int>();

    /// <summary>Earlier diagnoses with the same fingerprint.</summary>
    public IReadOnlyList<SimilarDiagnosis> Similar { get; init; } = [];
}
