using System.Diagnostics;
using System.Globalization;
using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Chat;
using ChatOps.Traces;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Benchmarks;

/// <summary>Times evidence gathering on one large repository at one commit: the first call after a clone, then warm calls, and the same questions asked of git by hand.</summary>
internal static class SpeedBenchmark
{
    private const int ByHandCases = 20;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var name = arguments.Required("repo");
        var cases = BenchmarkCase.Load(arguments.Required("cases"));
        // A repository has fewer errors than a hundred; the errors of others in the same language ask the same of the index.
        var texts = cases.OrderByDescending(item => item.Repo == name).ThenBy(item => item.Id, StringComparer.Ordinal).Take(120).Select(item => item.Text).ToList();
        var data = arguments.Optional("data") ?? Directory.CreateTempSubdirectory("chatops-speed-").FullName;
        var path = Path.Combine(arguments.Required("mirrors"), name.Replace('/', '+'), "repo");
        var repository = new RepositoryRef { Name = name, Path = path, GitHub = name };
        var git = new GitStore(data, TimeProvider.System, NullLogger<GitStore>.Instance);

        var started = Stopwatch.GetTimestamp();
        var snapshot = (await git.OpenAsync(repository, null, cancellationToken)).Value!;
        await EvidenceGatherer.GatherAsync(snapshot, texts[0], null, null, [], cancellationToken);
        Console.WriteLine($"{name}: {snapshot.Paths.Count} files; first call after a clone {Stopwatch.GetElapsedTime(started).TotalSeconds:F2} s");

        List<double> warm = [], withBlame = [];
        for (var round = 0; round < 2; round++)
        {
            foreach (var text in texts)
            {
                var misses = snapshot.BlameCounts.Misses;
                started = Stopwatch.GetTimestamp();
                snapshot = (await git.OpenAsync(repository, null, cancellationToken)).Value!;
                await EvidenceGatherer.GatherAsync(snapshot, text, null, null, [], cancellationToken);
                (snapshot.BlameCounts.Misses > misses ? withBlame : warm).Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }
        Print("warm", warm);
        Print("with a blame that was not known", withBlame);
        Console.WriteLine($"working set {Environment.WorkingSet / 1048576} MB, managed heap {GC.GetTotalMemory(false) / 1048576} MB");
        await CompareAsync(git, repository, texts, path, cancellationToken);
        return 0;
    }

    /// <summary>The same files by hand: a grep for the rarest names, blame of the failing lines, the log of the files.</summary>
    private static async Task CompareAsync(GitStore git, RepositoryRef repository, List<string> texts, string path, CancellationToken cancellationToken)
    {
        double ours = 0, byHand = 0;
        foreach (var text in texts.Take(ByHandCases))
        {
            var started = Stopwatch.GetTimestamp();
            var snapshot = (await git.OpenAsync(repository, null, cancellationToken)).Value!;
            var evidence = await EvidenceGatherer.GatherAsync(snapshot, text, null, null, [], cancellationToken);
            ours += Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            var words = TraceParser.Parse(text).CleanText.Split([' ', '.', '(', ')', ':', '\n', '/', '"', '\''], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 7).Distinct().Take(5).SelectMany(word => new[] { "-e", word });
            started = Stopwatch.GetTimestamp();
            Run(path, ["grep", "-I", "-n", "-F", .. words, snapshot.Sha]);
            foreach (var file in evidence.Files.Take(3))
            {
                if (file.Lines.Count > 0) Run(path, ["blame", "--porcelain", "-L", string.Create(CultureInfo.InvariantCulture, $"{file.Lines[0]},+1"), snapshot.Sha, "--", file.Path]);
                Run(path, ["log", "-n", "5", "--format=%H %s", snapshot.Sha, "--", file.Path]);
            }
            byHand += Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
        Console.WriteLine($"gathering {ours / ByHandCases:F0} ms, by hand {byHand / ByHandCases:F0} ms, ratio {ours / byHand:F2}");
    }

    private static void Run(string path, List<string> arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
    }

    private static void Print(string name, List<double> times)
    {
        if (times.Count == 0) return;
        times.Sort();
        Console.WriteLine($"{name}: n {times.Count}, p50 {times[times.Count / 2]:F0} ms, p95 {times[times.Count * 95 / 100]:F0} ms, most {times[^1]:F0} ms");
    }
}
