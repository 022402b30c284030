using System.Diagnostics;
using System.Globalization;
using System.Text;
using ChatOps.Chat;
using ChatOps.Traces;

namespace ChatOps.Benchmarks;

/// <summary>Feeds the trace parser and the secret masker random, mutated and adversarial texts. They must never throw, must keep to the text's lines, and must not slow down faster than their input grows.</summary>
internal static class TraceFuzz
{
    /// <summary>Four times the text may take this many times as long. Linear is 4 and quadratic is 16; the rest is the noise of a shared machine.</summary>
    private const double MaxGrowth = 9;

    /// <summary>What looks like more than this is measured again, this often: a neighbour on the machine spoils some measurements, an engine that is not linear spoils all of them.</summary>
    private const double DoubtfulGrowth = 6;
    private const int MostRounds = 12;

    private static readonly (string Name, Action<string> Run)[] Engines = [("the parser", text => TraceParser.Parse(text)), ("the masker", text => SecretMasker.Mask(text))];

    private static readonly string[] Pieces =
    [
        "at ", "Caused by: ", "File \"", "\", line ", "(", ")", "{", "}", "[", "]", "\"", "\\\"", "\\n", "\n", "\r\n", "\t", " ", ":", "::", "1", ":1", ":12:3", ".java:1)", ".go:1", ".rb:1:in `", ".php(1): ", ".rs:1:2", ".ex:1: ", "#0 ", "#1 0x1 in f ", "** (", "---> ", "--- ", "+-+--- 1 ---",
        "  | ", "Traceback (most recent call last):\n", "goroutine 1 [running]:\n", "panic: ", "thread 'a' panicked at ", "stack backtrace:\n", "Error: ", "java.lang.Exception: ", "System.Exception: ", "in ", "line ", "from ", "{\"message\":\"", "\"stack\":\"", "&lt;", "```\n", "> ", "2024-05-06T07:08:09Z ", "[pod/a/b] ", "a_1 | ",
        "\0", "\ud800", "\u00a0", "\u2019", "$", "<", ">", "`", "'", "...", "... 3 more\n", "Suppressed: ", "Next ", "[errors]: [\n", "{file,\"a.erl\"},{line,1}", "    at f (a.js:1:2)\n", "\tat a.B.c(D.java:1)\n", "   at A.B.C() in d:line 1\n", "  File \"a.py\", line 1, in f\n", "main.f()\n\t/a.go:1 +0x1\n", "from a.rb:1:in `f'\n",
        "AKIA", "ghp_", "xoxb-", "sk-ant-", "eyJhbGciOiJIUzI1NiJ9.", "password=", "\"secret\": \"", "api_key: ", "token => ", "aws_secret_access_key = ", "Authorization: Bearer ", "Cookie: a=", "https://", "user:pass@", "postgres://", "-----BEGIN ", "PRIVATE KEY-----\n", "-----END RSA PRIVATE KEY-----\n", "4111", "1111 ", "4111111111111111", "aB3dE5fG7hI9kL1mN3pQ5rS7tU9vW1xY3z", "=", ";", "&", "\\u0022", "%3D",
    ];

    /// <summary>Fuzzes for <paramref name="duration"/> and prints a summary.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="seed">The first text's seed; equal seeds give equal texts.</param>
    /// <returns>0 when nothing failed.</returns>
    public static int Run(TimeSpan duration, int seed)
    {
        var started = Stopwatch.GetTimestamp();
        var examples = TraceCorpus.Examples();
        var (texts, characters, failures, worst, worstUnit) = (0, 0L, 0, 0.0, "");
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var random = new Random(seed + texts);
            var text = Text(random, examples, texts % 4);
            failures += Check(text, seed + texts) ? 0 : 1;
            characters += text.Length;
            if (texts++ % 64 == 0)
            {
                var unit = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pieces[random.Next(Pieces.Length)]));
                foreach (var (name, run) in Engines)
                {
                    var growth = Growth(unit, run);
                    (worst, worstUnit) = growth > worst ? (growth, $"{name} with \"{Shown(unit)}\"") : (worst, worstUnit);
                    if (growth <= MaxGrowth)
                        continue;
                    failures++;
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed + texts - 1}: four times \"{Shown(unit)}\" took {name} {growth:F1} times as long"));
                }
            }
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{texts} texts, {characters / 1e6:F0} M characters, {failures} failures, worst growth {worst:F1} for 4x the text (limit {MaxGrowth:F0}), {worstUnit}"));
        return failures == 0 ? 0 : 1;
    }

    private static string Text(Random random, IReadOnlyList<string> examples, int kind)
    {
        var text = new StringBuilder();
        switch (kind)
        {
            case 0:
                for (var length = random.Next(5_000); length > 0; length--)
                    text.Append((char)(random.Next(4) == 0 ? random.Next(0x10000) : random.Next(1, 127)));
                break;
            case 1:
                for (var count = random.Next(2_000); count > 0; count--)
                    text.Append(Pieces[random.Next(Pieces.Length)]);
                break;
            default:
                for (var count = random.Next(1, 6); count > 0; count--)
                    text.Append(Mutated(random, examples[random.Next(examples.Count)]));
                break;
        }
        return text.ToString();
    }

    private static string Mutated(Random random, string example)
    {
        var text = new StringBuilder(example);
        for (var change = random.Next(12); change > 0 && text.Length > 2; change--)
        {
            var at = random.Next(text.Length - 1);
            switch (random.Next(5))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at));
                    break;
                case 1:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    text[at] = (char)random.Next(0x300);
                    break;
                case 3:
                    text.Length = at + 1;
                    break;
                default:
                    text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 200), text.Length - at)));
                    break;
            }
        }
        return text.ToString();
    }

    private static bool Check(string text, int seed)
    {
        try
        {
            var newlines = text.AsSpan().Count('\n') + 1;
            // A carriage return by itself ends a line too (Lambda's Python runtime).
            var lines = newlines + text.AsSpan().Count('\r') - text.AsSpan().Count("\r\n");
            var parsed = TraceParser.Parse(text);
            foreach (var trace in parsed.Traces)
            {
                if (trace.FirstLine < 1 || trace.LastLine > lines || trace.FirstLine > trace.LastLine || trace.Frames.Any(f => f.TextLine < 1 || f.TextLine > lines || f.Line < 1))
                    throw new InvalidOperationException($"lines {trace.FirstLine}-{trace.LastLine} of {lines}");
            }
            if (parsed.Errors.Any(e => e.TextLine < 1 || e.TextLine > lines))
                throw new InvalidOperationException("an error line is out of range");
            foreach (var trace in parsed.Traces)
                MessageNormalizer.Normalize(trace.Message);
            if (SecretMasker.Mask(text).Text.AsSpan().Count('\n') + 1 != newlines)
                throw new InvalidOperationException("the masked text has other lines");
            return true;
        }
#pragma warning disable CA1031 // Whatever the engines throw is what the fuzzer is here to find.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Console.WriteLine($"seed {seed}: {error.GetType().Name}: {error.Message} in \"{Shown(text)}\"\n{error.StackTrace}");
            return false;
        }
    }

    /// <summary>How many times as long four times a repeated unit takes. The best of three, since a shared machine only ever adds; of more while it is in doubt.</summary>
    private static double Growth(string unit, Action<string> run)
    {
        var few = string.Concat(Enumerable.Repeat(unit, 500_000 / unit.Length));
        var many = string.Concat(few, few, few, few);
        var (small, large, growth) = (double.MaxValue, double.MaxValue, double.MaxValue);
        for (var round = 0; round < 3 || (growth > DoubtfulGrowth && round < MostRounds); round++)
        {
            small = Math.Min(small, Seconds(few, run));
            large = Math.Min(large, Seconds(many, run));
            // Below some milliseconds the clock and the collector say more than the engine.
            growth = large < 0.1 ? 1 : large / Math.Max(small, 0.01);
        }

        return growth;
    }

    // The processor's time, not the wall's: what other processes take meanwhile does not count.
    private static double Seconds(string text, Action<string> run)
    {
        GC.Collect();
        var started = Environment.CpuUsage.TotalTime;
        run(text);
        return (Environment.CpuUsage.TotalTime - started).TotalSeconds;
    }

    private static string Shown(string text) => (text.Length > 200 ? text[..200] + "…" : text).Replace("\n", "\\n", StringComparison.Ordinal);
}
