namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>Looks into the likeliest files for the message itself: the line that writes it.</summary>
internal static class ContentFeatures
{
    private const int FilesRead = 80;
    private const int ShortestRun = 3;

    /// <summary>Fills the features from the texts of the best candidates.</summary>
    public static void Fill(CandidateSet candidates, Query query)
    {
        var starts = new Dictionary<string, List<(int Message, int Word)>>(StringComparer.Ordinal);
        var messages = query.MessageWords.Where(words => words.Length >= ShortestRun).Take(30).ToList();
        for (var message = 0; message < messages.Count; message++)
        {
            for (var word = 0; word < messages[message].Length && word < 80; word++)
            {
                if (!starts.TryGetValue(messages[message][word], out var places)) starts[messages[message][word]] = places = [];
                if (places.Count < 20) places.Add((message, word));
            }
        }
        var likely = candidates.All.Where(candidate => candidate.At >= 0).OrderByDescending(candidate => candidate[Feature.Bm25] + candidate[Feature.WordBm25] + (candidate[Feature.FrameShare] > 0 ? 1.5 : 0) + candidate[Feature.DefinesMessageFunction] + candidate[Feature.RaisesError]).Take(FilesRead);
        foreach (var candidate in likely)
        {
            if (candidates.Text(candidate.File) is not { } text) continue;
            ReadRuns(candidate, text, messages, starts);
            var held = query.Literals.Count(literal => text.Contains(literal, StringComparison.Ordinal));
            if (query.Literals.Count > 0) candidate[Feature.HoldsLiteral] = (double)held / query.Literals.Count;
        }
    }

    private static void ReadRuns(Candidate candidate, string text, List<string[]> messages, Dictionary<string, List<(int Message, int Word)>> starts)
    {
        var best = 0;
        var bestLine = 0;
        var number = 0;
        List<string> words = [];
        foreach (var range in text.AsSpan().Split('\n'))
        {
            number++;
            var (from, length) = range.GetOffsetAndLength(text.Length);
            if (length is < 10 or > 600) continue;
            var line = text.AsSpan(from, length);
            // Messages stand in quotes; a line without any is no candidate.
            if (line.IndexOfAny('"', '\'', '`') < 0) continue;
            words.Clear();
            words.AddRange(Query.Words(text.Substring(from, length)));
            for (var i = 0; i < words.Count; i++)
            {
                if (!starts.TryGetValue(words[i], out var places)) continue;
                foreach (var (message, word) in places)
                {
                    var run = 1;
                    while (i + run < words.Count && word + run < messages[message].Length && words[i + run] == messages[message][word + run]) run++;
                    if (run > best) (best, bestLine) = (run, number);
                }
            }
        }
        if (best < ShortestRun) return;
        candidate[Feature.MessageRun] = Math.Min(1, best / 8.0);
        candidate[Feature.WritesMessage] = best >= 4 ? 1 : 0;
        candidate.PointTo(bestLine);
    }
}
