using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Diagnose.Evidence;

namespace ChatOps.Capabilities.Diagnose;

/// <summary>Looks an error up in the history of the repository's diagnoses, and decides whether what was said then still answers it.</summary>
internal sealed class SeenBefore(DiagnosisStore store)
{
    private const int MostShown = 5;

    /// <summary>Finds earlier diagnoses of the same error.</summary>
    /// <param name="evidence">Today's evidence.</param>
    /// <param name="strongest">The strongest engine that could answer today; a weaker answer is not repeated.</param>
    /// <param name="cancellationToken">Stops the look-up.</param>
    public async Task<Recollection> RecallAsync(EvidenceSet evidence, Engine strongest, CancellationToken cancellationToken)
    {
        var earlier = await store.FindByFingerprintAsync(evidence.Snapshot.Repository.Name, evidence.Fingerprint, MostShown, cancellationToken);
        var similar = earlier.Select(diagnosis => new SimilarDiagnosis(diagnosis.Id, diagnosis.Fingerprint, null, null)).ToList();
        var cameBack = earlier.FirstOrDefault(diagnosis => diagnosis.FixCode.Count > 0 && FixIsIn(evidence.Snapshot, diagnosis));
        if (cameBack is not null)
            return new Recollection(similar, null, $"It came back: the fix proposed in {cameBack.Id} is already in {evidence.Snapshot.Sha[..10]}, so this is a new diagnosis.");
        var answer = earlier.FirstOrDefault(diagnosis =>
            diagnosis.Outcome is Outcome.RootCauseFound or Outcome.Likely
            && (diagnosis.Engine == Engine.Model || strongest == Engine.Rules)
            && diagnosis.Evidence.Count > 0
            && diagnosis.Evidence.All(item => Stands(evidence.Snapshot, item)));
        return new Recollection(similar, answer, null);
    }

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
