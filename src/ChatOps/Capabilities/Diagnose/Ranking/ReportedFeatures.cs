using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Diagnose.Knowledge;

namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>When the reporter names a file: that file, and what it imports that speaks of this kind of error.</summary>
internal static class ReportedFeatures
{
    private static readonly Dictionary<Category, string[]> WordsOf = new()
    {
        [Category.Throttling] = ["retry", "retries", "backoff", "attempts", "throttl", "rate", "limit", "batch", "put_item", "capacity"],
        [Category.Timeout] = ["timeout", "deadline", "retry", "wait", "connect"],
        [Category.Permission] = ["role", "policy", "permission", "credentials", "assume", "client("],
        [Category.Config] = ["environ", "getenv", "config", "settings", "process.env"],
        [Category.Network] = ["connect", "request", "socket", "http", "retry", "url"],
        [Category.Resource] = ["memory", "pool", "close", "open(", "buffer", "size"],
        [Category.Concurrency] = ["lock", "thread", "async", "await", "queue"],
        [Category.NullReference] = ["none", "null", "undefined", ".get("],
        [Category.Dependency] = ["import", "require"],
        [Category.Import] = ["import", "require"],
    };

    /// <summary>Fills the features and the lines worth quoting.</summary>
    public static void Fill(CandidateSet candidates, Query query, int reported, IReadOnlyList<SignatureMatch> signatures)
    {
        if (reported < 0 || candidates.Add(reported) is not { } named) return;
        named[Feature.Reported] = 1;
        if (candidates.Text(reported) is not { } text) return;
        var words = signatures.SelectMany(match => WordsOf.GetValueOrDefault(match.Signature.Category, [])).Concat(query.MessageIdentifiers.SelectMany(Query.Parts)).Distinct().ToList();
        PointToWords(named, text, words);
        foreach (var file in Imports.Of(candidates.Index.Tree, named.Path, text))
        {
            if (candidates.Add(file) is not { } imported || candidates.Text(file) is not { } content) continue;
            var telling = words.Count(word => content.Contains(word, StringComparison.OrdinalIgnoreCase) || imported.Path.Contains(word, StringComparison.OrdinalIgnoreCase));
            imported[Feature.ImportedByReported] = 0.5 + (0.5 * Math.Min(1, telling / 3.0));
            PointToWords(imported, content, words);
        }
    }

    private static void PointToWords(Candidate candidate, string text, List<string> words)
    {
        var lines = SourceLines.All(text);
        var best = lines.Select((line, i) => (Line: i + 1, Hits: words.Count(word => line.Contains(word, StringComparison.OrdinalIgnoreCase)))).Where(entry => entry.Hits > 0).OrderByDescending(entry => entry.Hits).ThenBy(entry => entry.Line).Take(3);
        foreach (var (line, _) in best) candidate.PointTo(line);
    }
}
