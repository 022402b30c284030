using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Diagnose.Knowledge;
using ChatOps.Capabilities.Diagnose.Model;
using ChatOps.Capabilities.Diagnose.Ranking;
using ChatOps.Capabilities.Diagnose.Rules;
using ChatOps.Capabilities.Diagnose.Verification;
using ChatOps.Chat;
using ChatOps.Traces;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Benchmarks;

/// <summary>Reads every case against its repository as it was before the fix.</summary>
internal static class TracesBenchmark
{
    private const int Workers = 2;

    private static readonly SignatureMatcher Signatures = new(KnowledgeBase.BuiltIn);

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var cases = BenchmarkCase.Load(arguments.Required("cases"));
        if (arguments.Optional("sample") is { } sample) cases = [.. cases.OrderBy(item => item.Id.GetHashCode(StringComparison.Ordinal) & 0xffff).Take(int.Parse(sample, System.Globalization.CultureInfo.InvariantCulture))];
        var mirrors = arguments.Required("mirrors");
        var data = arguments.Optional("data") ?? Directory.CreateTempSubdirectory("chatops-bench-").FullName;
        var git = new GitStore(data, TimeProvider.System, NullLogger<GitStore>.Instance);
        // One repository at a time per worker and its cases in the order of time: the index then only grows by what changed in between.
        var queue = new ConcurrentQueue<List<BenchmarkCase>>(cases.GroupBy(item => item.Repo).OrderByDescending(group => group.Count()).Select(group => group.OrderBy(item => item.Date).ToList()));
        var results = new ConcurrentBag<CaseResult>();
        var started = Stopwatch.GetTimestamp();
        using var features = arguments.Optional("features") is { } path ? TextWriter.Synchronized(new StreamWriter(path)) : null;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            while (queue.TryDequeue(out var group))
            {
                foreach (var item in group) results.Add(await AnswerAsync(git, mirrors, item, features, cancellationToken));
                Console.Error.WriteLine($"{results.Count}/{cases.Count} {group[0].Repo} {Stopwatch.GetElapsedTime(started).TotalSeconds:F0}s");
            }
        }, cancellationToken)));
        await File.WriteAllLinesAsync(arguments.Required("out"), results.OrderBy(result => result.Id, StringComparer.Ordinal).Select(result => JsonSerializer.Serialize(result)), cancellationToken);
        Console.WriteLine($"{results.Count} cases in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s");
        return ScoreReport.Run(cases, results.ToDictionary(result => result.Id));
    }

    private static async Task<CaseResult> AnswerAsync(GitStore git, string mirrors, BenchmarkCase item, TextWriter? features, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var repository = new RepositoryRef { Name = item.Repo, Path = Path.Combine(mirrors, item.Repo.Replace('/', '+'), "repo"), GitHub = item.Repo };
        var opened = await git.OpenAsync(repository, item.ParentSha, cancellationToken);
        if (opened.Value is not { } snapshot) throw new InvalidOperationException($"{item.Id}: {opened.Refusal!.Sentence}");
        var signatures = Signatures.Match(item.Text, TraceParser.Parse(item.Text));
        var evidence = await EvidenceGatherer.GatherAsync(snapshot, item.Text, null, null, signatures, features is null ? null : ranking => WriteFeatures(features, item, ranking), cancellationToken);
        // What the product would answer without a model, and what it would show one.
        var analysis = RulesAnalyst.Analyse(evidence, new RepositoryFiles(snapshot.Paths, snapshot.ReadText));
        var diagnosis = await DiagnosisBuilder.BuildAsync(evidence, analysis, new DiagnosisFacts { Id = item.Id, CreatedAt = DateTimeOffset.UnixEpoch, DurationMs = 0 }, cancellationToken);
        var prompt = DiagnosisPrompt.Of(evidence);
        return new CaseResult
        {
            Id = item.Id,
            Files = [.. evidence.Files.Select(file => file.Path)],
            Outcome = JsonNamingPolicy.SnakeCaseLower.ConvertName(diagnosis.Outcome.ToString()),
            ConfidenceScore = diagnosis.ConfidenceScore,
            PromptTokens = prompt.Tokens,
            PromptFiles = prompt.Files,
            Milliseconds = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds,
        };
    }

    private static void WriteFeatures(TextWriter writer, BenchmarkCase item, RankedCandidates ranking)
    {
        var rows = ranking.Candidates.Select(candidate => new object[] { candidate.Path, item.Gold.Contains(candidate.Path) ? 1 : 0, candidate.Values.Select((value, i) => (value, i)).Where(entry => entry.value != 0).Select(entry => new object[] { entry.i, Math.Round(entry.value, 4) }).ToArray() });
        writer.WriteLine(JsonSerializer.Serialize(new { id = item.Id, repo = item.Repo, stratum = item.Stratum, language = item.Language, frames = ranking.HasFrames, gold = item.Gold, rows }));
    }
}
