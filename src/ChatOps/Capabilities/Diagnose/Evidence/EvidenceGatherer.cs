using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Diagnose.Knowledge;
using ChatOps.Capabilities.Diagnose.Ranking;
using ChatOps.Traces;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>Computes everything about an error that can be computed, before any analyst is asked.</summary>
internal static class EvidenceGatherer
{
    /// <summary>Tokens of a whole prompt; instructions, the text and the reporter's words come out of it first.</summary>
    private const int PromptTokens = 8_000;

    private const int InstructionTokens = 1_400;
    private const int MostTextTokens = 2_000;
    private const int MostFiles = 50;
    private const int MostConfigQuotes = 3;

    /// <summary>Reads the text against the repository.</summary>
    /// <param name="snapshot">The repository at the commit to read.</param>
    /// <param name="maskedText">The pasted text without secrets.</param>
    /// <param name="filePath">The file the reporter named; null for none.</param>
    /// <param name="reporterContext">What the reporter added; null for nothing.</param>
    /// <param name="signatures">Signatures that match the text, strongest first.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<EvidenceSet> GatherAsync(Snapshot snapshot, string maskedText, string? filePath, string? reporterContext, IReadOnlyList<SignatureMatch> signatures, CancellationToken cancellationToken) =>
        GatherAsync(snapshot, maskedText, filePath, reporterContext, signatures, null, cancellationToken);

    /// <summary>The same; <paramref name="observe"/> sees the ranking with its features, from which the benchmarks learn weights.</summary>
    internal static async Task<EvidenceSet> GatherAsync(Snapshot snapshot, string maskedText, string? filePath, string? reporterContext, IReadOnlyList<SignatureMatch> signatures, Action<RankedCandidates>? observe, CancellationToken cancellationToken)
    {
        List<string> warnings = [.. snapshot.Warnings];
        var indexing = snapshot.IndexAsync(cancellationToken);
        var history = snapshot.RecentAsync(FileRanker.RecentCommits, cancellationToken);
        var parsed = TraceParser.Parse(maskedText);
        warnings.AddRange(parsed.Warnings);
        var resolver = new FrameResolver(snapshot.Tree, RepositoryName(snapshot));
        var maps = new BundleMaps(snapshot);
        var frames = FrameOrder.Place(parsed, resolver, maps, snapshot.Tree);
        if (DeclaredTypes.MayHelp(frames))
        {
            resolver.Declared = new DeclaredTypes(await indexing);
            frames = FrameOrder.Place(parsed, resolver, maps, snapshot.Tree);
        }
        if (MovedFiles.MayHelp(frames))
        {
            resolver.Moved = await MovedFiles.SinceAsync(snapshot, frames, await history, cancellationToken);
            if (resolver.Moved.Count > 0) frames = FrameOrder.Place(parsed, resolver, maps, snapshot.Tree);
        }
        var printed = PrintedCode.Align(frames, snapshot);
        frames = printed.Frames;
        if (printed.Warning is not null) warnings.Add(printed.Warning);
        var changing = snapshot.ChangesAsync(FrameHistory.Paths(frames), FrameHistory.Window, FrameHistory.Commits, cancellationToken);
        var places = SuspectFinder.Places(frames);
        var blames = SuspectFinder.StartBlame(snapshot, places, cancellationToken);
        var reported = Reported(snapshot, resolver, filePath, warnings);
        var query = Query.Read(parsed, Joined(maskedText, reporterContext), frames);

        var index = await indexing;
        var recent = await history;
        var changes = await changing;
        var ranking = FileRanker.Rank(snapshot, index, parsed, maskedText, frames, query, recent, changes, resolver, reported, signatures);
        observe?.Invoke(ranking);
        var reasons = Reasons.Of(snapshot, frames, ranking, reported);
        var budget = PromptTokens - InstructionTokens - Math.Min(MostTextTokens, TokenEstimate.Of(maskedText)) - Math.Min(500, TokenEstimate.Of(reporterContext));
        var quotes = new QuoteSelection(snapshot, ranking.Set, query, budget);
        ConfigMentions.Add(snapshot, index, ranking, frames, quotes, MostConfigQuotes);
        quotes.AddRanked(ranking.Candidates, Reasons.Why);
        var suspects = await SuspectFinder.FindAsync(snapshot, places, blames, [.. ranking.Candidates.Select(candidate => candidate.Path)], recent, changes, warnings, cancellationToken);
        return new EvidenceSet
        {
            Snapshot = snapshot,
            Text = maskedText,
            FilePath = reported < 0 ? null : snapshot.Paths[reported],
            ReporterContext = reporterContext,
            Parsed = parsed,
            Files = [.. ranking.Candidates.Take(MostFiles).Select(candidate => new RankedFile(candidate.Path, ranking.Share(candidate), [.. candidate.Lines], Reasons.Why(candidate), [.. candidate.FrameLines]))],
            Concerned = [.. ranking.Concerned().Select(candidate => candidate.Path)],
            Items = quotes.Items,
            Suspects = suspects,
            Signatures = signatures,
            Fingerprint = Fingerprint.Of(snapshot.Repository.GitHub ?? snapshot.Repository.Name, parsed, frames, maskedText, reported < 0 ? null : snapshot.Paths[reported]),
            IsStale = printed.Stale,
            LocationConfidence = LocationCalibration.Of(ranking),
            Reasons = reasons,
            Warnings = warnings,
        };
    }

    private static string RepositoryName(Snapshot snapshot) =>
        snapshot.Repository.GitHub is { } gitHub ? gitHub[(gitHub.LastIndexOf('/') + 1)..] : snapshot.Repository.Name;

    private static string Joined(string text, string? context) => string.IsNullOrWhiteSpace(context) ? text : $"{text}\n{context}";

    private static int Reported(Snapshot snapshot, FrameResolver resolver, string? filePath, List<string> warnings)
    {
        if (string.IsNullOrWhiteSpace(filePath)) return -1;
        var file = resolver.Resolve(filePath.Trim());
        if (file >= 0 && snapshot.Tree.Readable[file]) return file;
        warnings.Add($"The file {new string([.. filePath.Where(c => !char.IsControl(c)).Take(200)])} is not in {snapshot.Repository.Name} at {snapshot.Sha[..12]}.");
        return -1;
    }
}
