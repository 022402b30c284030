using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.PullRequests;

namespace ChatOps.Capabilities.Diagnose;

/// <summary>Looks an error up in the history of the repository's diagnoses, and decides whether what was said then still answers it.</summary>
internal sealed class SeenBefore(DiagnosisStore store, WorkflowStore workflows)
{
    private const int MostShown = 5;

    /// <summary>Finds earlier diagnoses of the same error.</summary>
    /// <param name="evidence">Today's evidence.</param>
    /// <param name="strongest">The strongest engine that could answer today; a weaker answer is not repeated.</param>
    /// <param name="cancellationToken">Stops the look-up.</param>
    public async Task<Recollection> RecallAsync(EvidenceSet evidence, Engine strongest, CancellationToken cancellationToken)
    {
        var earlier = await store.FindByFingerprintAsync(evidence.Snapshot.Repository.Name, evidence.Fingerprint, MostShown, cancellationToken);
        var fixes = earlier.Count == 0 ? [] : await workflows.FixesOfAsync(evidence.Snapshot.Repository.Name, evidence.Fingerprint, cancellationToken);
        var similar = earlier.Select(diagnosis => Similar(diagnosis, fixes.FirstOrDefault(fix => fix.DiagnosisId == diagnosis.Id))).ToList();
        var cameBack = earlier.FirstOrDefault(diagnosis => diagnosis.FixCode.Count > 0 && FixIsIn(evidence.Snapshot, diagnosis));
        if (cameBack is not null)
        {
            var after = fixes.FirstOrDefault(fix => fix.DiagnosisId == cameBack.Id) is { } fix ? $"It came back after #{fix.PrNumber}" : "It came back";
            return new Recollection(similar, null, $"{after}: the fix proposed in {cameBack.Id} is already in {evidence.Snapshot.Sha[..10]}, so this is a new diagnosis.");
        }

        var answer = earlier.FirstOrDefault(diagnosis =>
            diagnosis.Outcome is Outcome.RootCauseFound or Outcome.Likely
            && (diagnosis.Engine == Engine.Model || strongest == Engine.Rules)
            && diagnosis.Evidence.Count > 0
            && diagnosis.Evidence.All(item => Stands(evidence.Snapshot, item)));
        return new Recollection(similar, answer, null);
    }

    // What became of a fix says more than that it was merged.
    private static SimilarDiagnosis Similar(Diagnosis diagnosis, Workflow? fix) =>
        new(diagnosis.Id, diagnosis.Fingerprint, fix?.PrNumber, fix is { State: "merged", RevertedBy: not null } ? "reverted" : fix?.State);

    private static bool FixIsIn(Snapshot snapshot, Diagnosis diagnosis) => diagnosis.FixCode.All(file => snapshot.ReadText(file.Key) == file.Value);

    // The quote must stand in the file as it did; lines may have moved.
    private static bool Stands(Snapshot snapshot, EvidenceItem item) =>
        snapshot.ReadText(item.Path) is { } text && text.ReplaceLineEndings("\n").Contains(item.Quote.ReplaceLineEndings("\n"), StringComparison.Ordinal);
}

/// <summary>What history says of an error.</summary>
/// <param name="Similar">Earlier diagnoses of it, newest first.</param>
/// <param name="Answer">The one that still answers it; null when none does.</param>
/// <param name="CameBack">A sentence when its fix is in the code already; null otherwise.</param>
internal sealed record Recollection(IReadOnlyList<SimilarDiagnosis> Similar, Diagnosis? Answer, string? CameBack);
