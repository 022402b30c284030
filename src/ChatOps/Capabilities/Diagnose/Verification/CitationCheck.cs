using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Patches;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Diagnose.Verification;

/// <summary>Holds each citation against the repository at the commit that was read.</summary>
internal static class CitationCheck
{
    /// <summary>A citation of more lines than this points at nothing in particular; its head is kept.</summary>
    private const int MostLines = 60;

    /// <summary>The citations that hold, with the lines' exact text, and a sentence for each that does not.</summary>
    public static CheckedCitations Check(EvidenceSet evidence, Analysis analysis)
    {
        var held = new List<EvidenceItem>();
        var problems = new List<string>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var citation in analysis.Citations)
        {
            var (item, problem) = CheckOne(evidence, citation, analysis.Engine);
            if (problem is not null)
                problems.Add(problem);
            else if (!held.Exists(other => other.Path == item!.Path && other.StartLine == item.StartLine && other.EndLine == item.EndLine))
                held.Add(item!.Id.Length > 0 && taken.Add(item.Id) ? item : item with { Id = "" });
        }

        return new CheckedCitations(Number(held, evidence.Items.Count), problems, analysis.Citations.Count);
    }

    private static (EvidenceItem? Item, string? Problem) CheckOne(EvidenceSet evidence, Citation citation, Engine engine)
    {
        if (RepositoryPath.Normalise(citation.Path) is not { } path)
            return (null, $"A citation was dropped: {Shown(citation.Path)} is not a path inside the repository.");

        if (!RepositoryPath.Exists(evidence.Snapshot, path))
            return (null, $"A citation was dropped: {path} does not exist at {ShortSha(evidence)}.");

        if (evidence.Snapshot.ReadText(path) is not { } text)
            return (null, $"A citation was dropped: {path} cannot be read as text.");

        var lines = text.Split('\n');
        var count = lines.Length > 1 && lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        var (start, end) = (citation.StartLine, Math.Max(citation.StartLine, citation.EndLine));
        if (!string.IsNullOrWhiteSpace(citation.Quote))
        {
            // A model saw the file with its secrets masked, and may quote a line that holds one.
            var seen = citation.Quote.Contains(SecretMasker.MaskStart, StringComparison.Ordinal) ? SecretMasker.Mask(text).Text.Split('\n') : lines;
            if (QuoteFinder.Find(seen, citation.Quote, start, end) is not { } place)
                return (null, $"A citation was dropped: the quoted text does not stand in {path} near line {citation.StartLine}.");

            // The claimed range is kept where the quote lies in it and it exists; otherwise the quote's own place counts.
            var holds = start >= 1 && end <= count && start <= place.Start && place.End <= end;
            (start, end) = holds ? (start, end) : place;
        }
        else if (engine == Engine.Model && !evidence.Items.Any(item => item.Path == path && item.StartLine <= start && end <= item.EndLine))
        {
            return (null, $"A citation was dropped: it quotes nothing of {path}.");
        }

        if (start < 1 || start > count || end > count)
            return (null, $"A citation was dropped: {path} has {count} lines, not {(start < 1 ? start : end)}.");

        end = Math.Min(end, start + MostLines - 1);
        var shown = evidence.Items.FirstOrDefault(item => item.Path == path && item.StartLine <= start && end <= item.EndLine);
        var quote = string.Join('\n', lines[(start - 1)..end].Select(line => line.TrimEnd('\r')));
        if (string.IsNullOrWhiteSpace(quote))
            return (null, $"A citation was dropped: nothing stands in {path}:{start}.");
        return (new EvidenceItem(shown?.Id ?? "", path, evidence.Snapshot.Sha, start, end, quote, shown?.Why ?? "cited by the analysis"), null);
    }

    /// <summary>An item keeps the number under which the explanation knows it; others count on from the last.</summary>
    private static List<EvidenceItem> Number(List<EvidenceItem> items, int shown)
    {
        var next = shown;
        return [.. items.Select(item => item.Id.Length > 0 ? item : item with { Id = $"E{++next}" })];
    }

    private static string ShortSha(EvidenceSet evidence) => evidence.Snapshot.Sha[..Math.Min(8, evidence.Snapshot.Sha.Length)];

    /// <summary>A path that failed may hold anything; what is repeated of it is short and printable.</summary>
    private static string Shown(string? path)
        => string.IsNullOrEmpty(path) ? "an empty text" : $"\"{new string([.. path.Take(80).Select(c => char.IsAsciiLetterOrDigit(c) || "/._-\\ ~:".Contains(c, StringComparison.Ordinal) ? c : '?')])}\"";
}

/// <summary>What is left of the citations.</summary>
/// <param name="Held">Those that hold, in the analyst's order.</param>
/// <param name="Problems">A sentence for each that does not.</param>
/// <param name="Claimed">How many there were.</param>
internal sealed record CheckedCitations(IReadOnlyList<EvidenceItem> Held, IReadOnlyList<string> Problems, int Claimed);
