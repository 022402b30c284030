using System.Diagnostics;
using System.Globalization;
using System.Text;
using ChatOps.Iam;
using ChatOps.Tests.Iam.Code;

namespace ChatOps.Benchmarks;

/// <summary>Feeds the IAM engine's readers random and mutated code. They must never throw, and must not slow down faster than their input grows.</summary>
internal static class CallFuzz
{
    /// <summary>Four times the text may take this many times as long: linear is 4, quadratic is 16.</summary>
    private const double MaxGrowth = 9;

    private static readonly string[] Pieces =
    [
        "(", ")", "[", "]", "{", "}", "<", ">", "\"", "'", "`", "\"\"\"", "${", "f\"{", "\n", "\n  ", "\t", "\f", ";", ":", ",", ".", "=>", "->", ":=", "=", "::", "...", "**", "&", "|", "!", "@", "#", "//", "/*", "*/", "\\", "/", "a", "b", "1", "s3", "self", "this", "client", "import ", "from ", "def f():", "class A:", "class A {", "func f() {",
        "function f() {", "new A(", "return ", "if a:", "if (a) ", "else ", "for a in b:", "for (const a of b) ", "lambda: ", "x => ", "await ", "async ", "import boto3\n", "s3 = boto3.client('s3')\n", "s3.get_object(Bucket='a')\n", "import { S3 } from '@aws-sdk/client-s3';\n", "new S3({}).getObject({ Bucket: 'a' });\n", "A<", "a.b.c", "a + ", "a ? b : ", "case a:", "try {", "with a as b:",
    ];

    /// <summary>Fuzzes for a time and prints a summary.</summary>
    /// <returns>0 when nothing failed.</returns>
    public static int Run(Arguments arguments)
    {
        var duration = TimeSpan.FromSeconds(int.Parse(arguments.Optional("seconds") ?? "60", CultureInfo.InvariantCulture));
        var seed = int.Parse(arguments.Optional("seed") ?? "1", CultureInfo.InvariantCulture);
        var cases = CallCorpus.Load(arguments.Optional("corpus") ?? "tests/ChatOps.Tests/Iam/Code/Corpus");
        var languages = Enum.GetValues<CodeLanguage>();
        var started = Stopwatch.GetTimestamp();
        var (texts, characters, failures, worst, worstUnit) = (0, 0L, 0, 0.0, "");
        for (; Stopwatch.GetElapsedTime(started) < duration; texts++)
        {
            var random = new Random(seed + texts);
            var language = languages[texts % languages.Length];
            var text = texts % 2 == 0 ? Random(random) : Mutated(random, cases[random.Next(cases.Count)].Code);
            characters += text.Length;
            failures += Reads(language, text, seed + texts) ? 0 : 1;
            if (texts % 40 != 0)
                continue;
            var unit = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var growth = Growth(language, unit);
            (worst, worstUnit) = growth > worst ? (growth, $"{language} \"{unit}\"") : (worst, worstUnit);
            if (growth <= MaxGrowth)
                continue;
            failures++;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed + texts}: four times \"{unit.Replace("\n", "\\n", StringComparison.Ordinal)}\" took {language} {growth:F1} times as long"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{texts} texts, {characters / 1e6:F1} M characters, {failures} failures, worst growth {worst:F1} for 4x the text (limit {MaxGrowth:F0}): {worstUnit.Replace("\n", "\\n", StringComparison.Ordinal)}"));
        return failures == 0 ? 0 : 1;
    }

    private static string Random(Random random) => string.Concat(Enumerable.Range(0, random.Next(600)).Select(_ => random.Next(12) == 0 ? ((char)random.Next(0x10000)).ToString() : Pieces[random.Next(Pieces.Length)]));

    private static string Mutated(Random random, string code)
    {
        var text = new StringBuilder(code);
        for (var change = random.Next(1, 10); change > 0 && text.Length > 2; change--)
        {
            var at = random.Next(text.Length - 1);
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at));
                    break;
                case 1:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    text[at] = (char)random.Next(0x300);
                    break;
                default:
                    text.Length = at + 1;
                    break;
            }
        }
        return text.ToString();
    }

    private static bool Reads(CodeLanguage language, string text, int seed)
    {
        try
        {
            CodeAnalyzer.AnalyzeFragment(language, text);
            return true;
        }
#pragma warning disable CA1031 // Whatever the engine throws is what the fuzzer is here to find.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Console.WriteLine($"seed {seed}, {language}: {error.GetType().Name}: {error.Message}\n{error.StackTrace}");
            return false;
        }
    }

    // The best of a few, since a shared machine only ever adds.
    private static double Growth(CodeLanguage language, string unit)
    {
        var few = string.Concat(Enumerable.Repeat(unit, 20_000 / unit.Length));
        var many = string.Concat(few, few, few, few);
        var (small, large) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < 3 || (round < 8 && large >= 20 && large / Math.Max(small, 2) > 6); round++)
        {
            small = Math.Min(small, Milliseconds(language, few));
            large = Math.Min(large, Milliseconds(language, many));
        }
        return large < 20 ? 1 : large / Math.Max(small, 2);
    }

    private static double Milliseconds(CodeLanguage language, string text)
    {
        var started = Environment.CpuUsage.TotalTime;
        CodeAnalyzer.AnalyzeFragment(language, text);
        return (Environment.CpuUsage.TotalTime - started).TotalMilliseconds;
    }
}
