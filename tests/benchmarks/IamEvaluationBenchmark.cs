using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ChatOps.Iam.Policies;

namespace ChatOps.Benchmarks;

/// <summary>Random requests decided by our evaluator and by a simulator that we did not write: what differs, and how fast each is.</summary>
internal static class IamEvaluationBenchmark
{
    // The simulator keeps everything that it is asked in memory.
    private const int Batch = 50_000;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var peers = arguments.Required("peers");
        var count = int.Parse(arguments.Required("count"), CultureInfo.InvariantCulture);
        var seed = int.Parse(arguments.Optional("seed") ?? "1", CultureInfo.InvariantCulture);
        var (different, seconds, theirSpeed) = (0, 0.0, 0.0);
        for (var done = 0; done < count; done += Batch)
        {
            var cases = await NodeAsync(peers, ["generate.mjs", $"{Math.Min(Batch, count - done)}", $"{seed + done}"], null, cancellationToken);
            var answers = await NodeAsync(peers, ["simulate.mjs", "--bench"], cases.Lines, cancellationToken);
            theirSpeed = double.Parse(answers.Errors.Split(' ')[0], CultureInfo.InvariantCulture);
            var questions = cases.Lines.Select(line =>
            {
                using var document = JsonDocument.Parse(line);
                return Simulation.Read(document.RootElement);
            }).ToList();
            foreach (var question in questions.Take(5000)) question.Decide();
            var watch = Stopwatch.StartNew();
            var ours = questions.Select(question => question.Decide()).ToList();
            seconds += watch.Elapsed.TotalSeconds;
            for (var i = 0; i < ours.Count; i++)
            {
                using var document = JsonDocument.Parse(answers.Lines[i]);
                if (document.RootElement.TryGetProperty("result", out var result) && result.GetString() == ours[i].ToString())
                    continue;
                if (different++ < 5)
                    Console.WriteLine($"ours {ours[i]}, theirs {answers.Lines[i]}: {cases.Lines[i]}");
            }
        }

        var speed = count / seconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} requests: {different} differ; ours {speed:F0}/s, the simulator {theirSpeed:F0}/s, ratio {speed / theirSpeed:F0}"));
        return different == 0 ? 0 : 1;
    }

    private static async Task<(List<string> Lines, string Errors)> NodeAsync(string folder, string[] arguments, List<string>? input, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("node", arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var lines = ReadAsync();
        foreach (var line in input ?? [])
            await process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var all = await lines;
        await process.WaitForExitAsync(cancellationToken);
        return (all, await errors);

        async Task<List<string>> ReadAsync()
        {
            List<string> read = [];
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
                read.Add(line);
            return read;
        }
    }
}
