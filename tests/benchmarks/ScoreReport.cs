namespace ChatOps.Benchmarks;

/// <summary>Prints hit@k, what of the prompt is right, and calibration. Intervals are the scorer's business; this is for a quick look.</summary>
internal static class ScoreReport
{
    public static int Run(Arguments arguments) => Run(BenchmarkCase.Load(arguments.Required("cases")), CaseResult.Load(arguments.Required("out")));

    public static int Run(List<BenchmarkCase> cases, Dictionary<string, CaseResult> results)
    {
        var scored = cases.Where(item => results.ContainsKey(item.Id)).Select(item => (Case: item, Result: results[item.Id])).ToList();
        Console.WriteLine("| group | n | hit@1 | hit@3 | hit@5 | in prompt | p50 ms | p95 ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var group in scored.GroupBy(entry => entry.Case.Stratum).OrderByDescending(group => group.Key))
        {
            Row(group.Key, [.. group]);
            foreach (var language in group.GroupBy(entry => entry.Case.Language).OrderByDescending(language => language.Count())) Row($"{group.Key} {language.Key}", [.. language]);
        }
        foreach (var group in scored.GroupBy(entry => entry.Case.Stratum).OrderByDescending(group => group.Key)) Calibration(group.Key, [.. group]);
        return 0;
    }

    private static void Row(string name, List<(BenchmarkCase Case, CaseResult Result)> entries)
    {
        var times = entries.Select(entry => entry.Result.Milliseconds).Order().ToList();
        Console.WriteLine($"| {name} | {entries.Count} | {Share(entries, entry => Hit(entry, 1))} | {Share(entries, entry => Hit(entry, 3))} | {Share(entries, entry => Hit(entry, 5))} | {Share(entries, entry => entry.Result.PromptFiles.Any(entry.Case.Gold.Contains))} | {times[times.Count / 2]} | {times[times.Count * 95 / 100]} |");
    }

    private static void Calibration(string name, List<(BenchmarkCase Case, CaseResult Result)> entries)
    {
        var high = entries.Where(entry => entry.Result.ConfidenceScore >= 0.8).ToList();
        var missed = entries.Where(entry => !Hit(entry, 5)).ToList();
        var brier = entries.Average(entry => Math.Pow(entry.Result.ConfidenceScore - (Hit(entry, 1) ? 1 : 0), 2));
        Console.WriteLine($"{name}: score >= 0.8 on {(double)high.Count / entries.Count:P0}, right first of those {(high.Count == 0 ? 0 : (double)high.Count(entry => Hit(entry, 1)) / high.Count):P0}; no right file in five: {missed.Count}, of those score < 0.5 {(missed.Count == 0 ? 0 : (double)missed.Count(entry => entry.Result.ConfidenceScore < 0.5) / missed.Count):P0}; Brier {brier:F3}; prompt tokens median {entries.Select(entry => entry.Result.PromptTokens).Order().ElementAt(entries.Count / 2)}, most {entries.Max(entry => entry.Result.PromptTokens)}");
    }

    private static bool Hit((BenchmarkCase Case, CaseResult Result) entry, int k) => entry.Result.Files.Take(k).Any(entry.Case.Gold.Contains);

    private static string Share(List<(BenchmarkCase Case, CaseResult Result)> entries, Func<(BenchmarkCase Case, CaseResult Result), bool> holds) => $"{(double)entries.Count(holds) / entries.Count:F3}";
}
