using System.Diagnostics;
using System.Globalization;
using ChatOps.Traces;

namespace ChatOps.Benchmarks;

/// <summary>How fast the trace parser reads, beside <c>grep -cE</c> with a regex for the same frames over the same file. Run alternately, so that both see the same machine.</summary>
internal static class TraceSpeed
{
    private const int Rounds = 7;

    /// <summary>The size of one paste. A parser that stops at its limits would look faster than it is, so the file is read in pastes.</summary>
    private const int Paste = 256 * 1024;

    private const string Frames =
        "^[[:space:]]*at [^ ].*[(:][0-9]*|File \"[^\"]+\", line [0-9]+|[^ ]+\\.go:[0-9]+|:[0-9]+:in [`']|#[0-9]+ .*(\\([0-9]+\\)|:[0-9]+)|\\.rs:[0-9]+|\\.exs?:[0-9]+: |[A-Za-z.]+(Error|Exception)\\b";

    /// <summary>Prints both medians and their ratio.</summary>
    /// <returns>0 when the parser reaches half of grep's speed.</returns>
    public static int Run()
    {
        const int size = 50_000_000;
        var text = TraceCorpus.Mixed(size, seed: 1);
        var file = Path.Combine(Path.GetTempPath(), $"chatops-traces-{Environment.ProcessId}.log");
        File.WriteAllText(file, text);
        try
        {
            var pastes = Cut(text);
            Parse(pastes, out _);
            List<double> ours = [], grep = [];
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add(Seconds(() => Parse(pastes, out _)));
                grep.Add(Seconds(() => Grep(file)));
            }
            Parse(pastes, out var frames);
            var (parser, peer) = (Median(ours), Median(grep));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"text {text.Length / 1e6:F1} MB, {frames} frames, {Rounds} rounds each, alternating"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"parser   {parser:F3} s ({text.Length / parser / 1e6:F0} MB/s)"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"grep -cE {peer:F3} s ({text.Length / peer / 1e6:F0} MB/s)"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio    {peer / parser:F2} (goal: at least 0.50)"));
            return peer / parser >= 0.5 ? 0 : 1;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static List<string> Cut(string text)
    {
        List<string> pastes = [];
        for (var start = 0; start < text.Length;)
        {
            var end = start + Paste >= text.Length ? text.Length : text.IndexOf('\n', start + Paste) + 1;
            end = end == 0 ? text.Length : end;
            pastes.Add(text[start..end]);
            start = end;
        }
        return pastes;
    }

    private static void Parse(List<string> pastes, out int frames)
    {
        frames = 0;
        foreach (var paste in pastes)
            frames += TraceParser.Parse(paste).Traces.Sum(Count);
    }

    private static int Count(ChatOps.Traces.Trace trace) => trace.Frames.Count + trace.Related.Sum(r => Count(r.Trace));

    private static void Grep(string file)
    {
        using var process = Process.Start(new ProcessStartInfo("grep", ["-cE", Frames, file]) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
    }

    private static double Seconds(Action action)
    {
        var started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
