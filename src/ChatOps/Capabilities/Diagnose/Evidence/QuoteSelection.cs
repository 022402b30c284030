using System.Globalization;
using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Diagnose.Ranking;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>Chooses the lines that are quoted: much of the likeliest files, a little of many others, so that the right one is among them when the first guess is wrong.</summary>
internal sealed class QuoteSelection(Snapshot snapshot, CandidateSet candidates, Query query, int budget)
{
    /// <summary>Tokens around each quote: its number, path, line numbers and reason.</summary>
    private const int TokensPerItem = 24;

    private const int LongestLine = 220;

    /// <summary>Windows per file and lines above and below each, by place in the ranking.</summary>
    private static readonly (int Upto, int Windows, int Beside)[] Plan = [(1, 3, 10), (3, 2, 7), (6, 1, 5), (12, 1, 3), (int.MaxValue, 1, 1)];

    private readonly List<EvidenceItem> items = [];
    private readonly HashSet<(string, int)> quoted = [];
    private int used;

    /// <summary>The quotes in order of weight.</summary>
    public IReadOnlyList<EvidenceItem> Items => items;

    /// <summary>Tokens of all quotes by <see cref="TokenEstimate"/>.</summary>
    public int Tokens => used;

    /// <summary>Quotes the ranked files until the budget is used up.</summary>
    public void AddRanked(IReadOnlyList<Candidate> ranked, Func<Candidate, string> why)
    {
        for (var place = 0; place < ranked.Count; place++)
        {
            var (_, windows, beside) = Plan.First(step => place < step.Upto);
            if (candidates.Text(ranked[place].File) is not { } text) continue;
            var lines = SourceLines.All(text);
            var shown = 0;
            foreach (var line in PlacesIn(ranked[place], lines))
            {
                if (shown == windows) break;
                if (!TryAdd(ranked[place].Path, lines, line, beside, why(ranked[place]))) return;
                shown++;
            }
        }
    }

    /// <summary>Quotes one place; false when the budget does not allow it.</summary>
    public bool TryAdd(string path, string[] lines, int line, int beside, string why)
    {
        if (lines.Length == 0) return true;
        line = Math.Clamp(line, 1, lines.Length);
        var (start, end) = (Math.Max(1, line - beside), Math.Min(lines.Length, line + beside));
        while (start < line && quoted.Contains((path, start))) start++;
        while (end > line && quoted.Contains((path, end))) end--;
        while (start < line && string.IsNullOrWhiteSpace(lines[start - 1])) start++;
        while (end > line && string.IsNullOrWhiteSpace(lines[end - 1])) end--;
        if (quoted.Contains((path, line)) || Enumerable.Range(start, end - start + 1).All(number => lines[number - 1].Length > LongestLine)) return true;
        var quote = string.Join('\n', lines[(start - 1)..end]);
        if (string.IsNullOrWhiteSpace(quote)) return true;
        var tokens = TokenEstimate.Of(quote) + TokenEstimate.Of(path) + TokensPerItem + (end - start);
        if (used + tokens > budget)
        {
            if (beside > 1) return TryAdd(path, lines, line, beside / 3, why);
            return false;
        }
        used += tokens;
        for (var number = start; number <= end; number++) quoted.Add((path, number));
        items.Add(new EvidenceItem(string.Create(CultureInfo.InvariantCulture, $"E{items.Count + 1}"), path, snapshot.Sha, start, end, quote, why));
        return true;
    }

    /// <summary>Lines worth quoting: those the text names, then those with the rarest of its words.</summary>
    private IEnumerable<int> PlacesIn(Candidate candidate, string[] lines)
    {
        foreach (var line in candidate.Lines.Where(line => line <= lines.Length)) yield return line;
        var (best, bestScore) = (0, 0.0);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length is < 4 or > LongestLine) continue;
            var score = query.MessageIdentifiers.Sum(name => lines[i].Contains(name, StringComparison.Ordinal) ? name.Length : 0)
                + (0.5 * query.Identifiers.Sum(name => lines[i].Contains(name, StringComparison.Ordinal) ? name.Length : 0));
            if (score > bestScore) (best, bestScore) = (i + 1, score);
        }
        if (best > 0) yield return best;
        else if (candidate.Lines.Count == 0) yield return candidate.At >= 0 && candidates.Index.Entry(candidate.At).Symbols is [var symbol, ..] ? symbol.Line : 1;
    }
}
