using System.Globalization;
using System.Text;
using ChatOps.Iam;
using ChatOps.Tests.Iam.Code;

namespace ChatOps.Benchmarks;

/// <summary>How fast the IAM engine reads code: a service of 1,000 files, of which every tenth calls AWS, beside <c>grep -cE</c> for SDK words over the same text.</summary>
internal static class CallSpeed
{
    private const int Files = 1_000;
    private const int Rounds = 9;

    /// <summary>Prints the medians.</summary>
    /// <returns>0 when the service is read in less than a second of processor time, and 20 MB/s.</returns>
    public static int Run(Arguments arguments)
    {
        var cases = CallCorpus.Load(arguments.Optional("corpus") ?? "tests/ChatOps.Tests/Iam/Code/Corpus").Where(one => one.Language != CodeLanguage.CSharp || arguments.Optional("csharp") is not null).ToList();
        var service = Enumerable.Range(0, Files).ToDictionary(i => $"src/part{i / 50}/file{i:d4}.{Extension(cases[i % cases.Count].Language)}", i => i % 10 == 0 ? cases[i % cases.Count].Code + Plain(i, 40, cases[i % cases.Count].Language) : Plain(i, 60, cases[i % cases.Count].Language));
        var aws = cases.Select((one, i) => (Path: $"a{i}/f.{Extension(one.Language)}", one.Code)).SelectMany(one => Enumerable.Range(0, 30).Select(i => (Path: $"{i}/{one.Path}", one.Code))).ToDictionary(one => one.Path, one => one.Code);
        var whole = Measure("a service of 1,000 files, a tenth with AWS calls", service);
        var dense = Measure("nothing but AWS calls", aws);
        return whole.Milliseconds < 1_000 && whole.Speed >= 20 ? 0 : dense.Speed > 0 ? 1 : 2;
    }

    private static (double Milliseconds, double Speed) Measure(string name, Dictionary<string, string> files)
    {
        var size = files.Values.Sum(text => (long)text.Length);
        for (var i = 0; i < 3; i++)
            CodeAnalyzer.Analyze(files);
        List<double> times = [];
        for (var round = 0; round < Rounds; round++)
        {
            // The processor's time: what other processes take meanwhile does not count.
            var started = Environment.CpuUsage.TotalTime;
            CodeAnalyzer.Analyze(files);
            times.Add((Environment.CpuUsage.TotalTime - started).TotalMilliseconds);
        }
        times.Sort();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var found = CodeAnalyzer.Analyze(files).Required.Count;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var median = times[Rounds / 2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {files.Count} files, {size / 1e6:F1} MB, {found} permissions in {median:F0} ms of processor time, {size / 1e3 / median:F1} MB/s, {(double)allocated / size:F1} bytes allocated per character"));
        return (median, size / 1e3 / median);
    }

    // Ordinary code of the same language, with no SDK in it.
    private static string Plain(int seed, int functions, CodeLanguage language)
    {
        var text = new StringBuilder();
        for (var i = 0; i < functions; i++)
        {
            text.Append(language switch
            {
                CodeLanguage.Python => $"def total_{seed}_{i}(orders, rate=0.2):\n    \"\"\"Adds up.\"\"\"\n    result = [order.price * (1 + rate) for order in orders if order.open]\n    return round(sum(result), 2)\n\n",
                CodeLanguage.JavaScript => $"export function total{seed}_{i}(orders, rate = 0.2) {{\n  const open = orders.filter((order) => order.open);\n  return open.reduce((sum, order) => sum + order.price * (1 + rate), 0);\n}}\n\n",
                CodeLanguage.Go => $"func total{seed}_{i}(orders []Order, rate float64) float64 {{\n\tsum := 0.0\n\tfor _, order := range orders {{\n\t\tif order.Open {{\n\t\t\tsum += order.Price * (1 + rate)\n\t\t}}\n\t}}\n\treturn sum\n}}\n\n",
                _ => $"class Total{seed}_{i} {{\n    double of(java.util.List<Order> orders, double rate) {{\n        return orders.stream().filter(order -> order.open()).mapToDouble(order -> order.price() * (1 + rate)).sum();\n    }}\n}}\n\n",
            });
        }
        return text.ToString();
    }

    private static string Extension(CodeLanguage language) => language switch { CodeLanguage.Python => "py", CodeLanguage.JavaScript => "ts", CodeLanguage.CSharp => "cs", CodeLanguage.Java => "java", _ => "go" };
}
