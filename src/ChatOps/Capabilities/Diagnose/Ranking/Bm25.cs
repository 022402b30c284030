using ChatOps.Adapters.Git.Index;

namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>Okapi BM25 over the indexed code files (k1 = 1.2, b = 0.75, the usual values).</summary>
internal static class Bm25
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    /// <summary>Score of each indexed file; files that are not code score 0.</summary>
    /// <param name="index">The commit's index.</param>
    /// <param name="terms">The terms with the weight of each.</param>
    /// <param name="inPath">How often a term is in a file's path; null when paths do not count.</param>
    public static double[] Score(SnapshotIndex index, IReadOnlyList<(uint Term, double Weight)> terms, Func<int, uint, int>? inPath = null)
    {
        var scores = new double[index.Files.Length];
        var documents = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (IsCode(index, i)) documents++;
        }
        foreach (var (term, weight) in terms)
        {
            List<(int At, int Count)> found = [];
            for (var i = 0; i < scores.Length; i++)
            {
                if (!IsCode(index, i)) continue;
                var count = index.Entry(i).Count(term) + (inPath?.Invoke(i, term) ?? 0);
                if (count > 0) found.Add((i, count));
            }
            var idf = Math.Log(1 + ((documents - found.Count + 0.5) / (found.Count + 0.5))) * weight;
            foreach (var (at, count) in found)
                scores[at] += idf * count * (K1 + 1) / (count + (K1 * (1 - B + (B * index.Entry(at).Length / index.AverageLength))));
        }
        return scores;
    }

    /// <summary>Positions of the best files, best first; files that score 0 are left out.</summary>
    public static List<int> Best(double[] scores, int count) =>
        [.. Enumerable.Range(0, scores.Length).Where(i => scores[i] > 0).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(count)];

    private static bool IsCode(SnapshotIndex index, int at) => index.Tree.Kinds[index.Files[at]] == PathKind.Code;
}
