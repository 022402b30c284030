using System.Diagnostics;
using System.Globalization;
using System.Text;
using ChatOps.Iam;
using ChatOps.Iam.Denials;
using ChatOps.Iam.Hcl;

namespace ChatOps.Benchmarks;

/// <summary>Feeds the permission engine infrastructure files that were mutated, cut and pasted together. It must never throw, and must not slow down faster than its input grows.</summary>
internal static class IamFuzz
{
    private const double MaxGrowth = 9;
    private const int LongestUnit = 2_000;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "(", ")", "\"", "\\", "${", "%{", "$${", "~}", "<<-EOT\n", "EOT\n", "\n", " ", "=", "=>", "?", ":", ",", "...", "[*]", ".*", "for ", "if ", "in ", "a.b", "!", "-", "#", "//", "/*", "*/", "resource \"aws_iam_role_policy\" \"x\" {\n", "jsonencode(", "concat(", "merge(", "templatefile(", "local.a", "var.a", "module.a.b",
        "\"Statement\"", "\"Effect\": \"Allow\"", "Action = [\"s3:*\"]", "!Sub ", "!Ref ", "!If [", "- ", "  ", ": ", "|\n", "&a ", "*a", "<<: ", "Fn::Join: ", "AWS::", "Resources:\n", "Type: AWS::IAM::Role\n", "service: a\nprovider:\n", "is not authorized to perform: ", "arn:aws:sts::1:assumed-role/a/b", "on resource: ", "\0", "\ud800", "\ufeff", "\r\n", "\t", "*", "?", "'",
    ];

    public static int Run(Arguments arguments)
    {
        var duration = TimeSpan.FromSeconds(int.Parse(arguments.Optional("seconds") ?? "60", CultureInfo.InvariantCulture));
        var seed = int.Parse(arguments.Optional("seed") ?? "1", CultureInfo.InvariantCulture);
        var corpus = Directory.EnumerateFiles(arguments.Required("dir"), "*", SearchOption.AllDirectories).Where(file => AnalysedFiles.IsInfrastructure(file) && new FileInfo(file).Length < 40_000)
            .Order(StringComparer.Ordinal).Take(6000).Select(file => (Extension: Path.GetExtension(file), Text: File.ReadAllText(file))).ToList();
        var code = new Dictionary<string, string> { ["app.py"] = "import boto3\nboto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:orders', Message='x')\nboto3.client('s3').get_object(Bucket='data', Key='k')\n" };
        var (texts, characters, failures, worst) = (0, 0L, 0, 0.0);
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var random = new Random(seed + texts);
            var files = Enumerable.Range(0, random.Next(1, 4)).Select(i => (Source: corpus[random.Next(corpus.Count)], I: i)).ToDictionary(pair => $"infra/{pair.I}{pair.Source.Extension}", pair => Mutated(pair.Source.Text, corpus[random.Next(corpus.Count)].Text, random));
            characters += files.Values.Sum(text => (long)text.Length);
            try
            {
                IamAnalyzer.Analyze(code, files);
                foreach (var text in files.Values)
                {
                    IamAnalyzer.AnalyzeDiff(text, files);
                    AccessDenials.Find(text);
                }
            }
            catch (Exception e)
            {
                failures++;
                Console.WriteLine($"seed {seed + texts}: {e}");
            }

            if (texts++ % 32 != 0)
                continue;
            var unit = texts % 64 == 1 ? string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Pieces[random.Next(Pieces.Length)])) : files.Values.First()[..Math.Min(LongestUnit, files.Values.First().Length)];
            if (unit.Length == 0)
                continue;
            double growth;
            try
            {
                growth = Growth(unit);
            }
            catch (Exception e)
            {
                failures++;
                Console.WriteLine($"seed {seed + texts - 1}, repeated: {e}");
                continue;
            }

            worst = Math.Max(worst, growth);
            if (growth > MaxGrowth)
            {
                failures++;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed + texts - 1}: four times the text took {growth:F1} times as long: {unit[..Math.Min(unit.Length, 120)].Replace("\n", "\\n", StringComparison.Ordinal)}"));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{texts} repositories, {characters / 1e6:F0} M characters, {failures} failures, worst growth {worst:F1} for 4x the text (limit {MaxGrowth:F0})"));
        return failures == 0 ? 0 : 1;
    }

    private static string Mutated(string text, string other, Random random)
    {
        var built = new StringBuilder(text);
        for (var edits = random.Next(12); edits > 0 && built.Length > 0; edits--)
        {
            var at = random.Next(built.Length);
            var length = Math.Min(random.Next(40), built.Length - at);
            switch (random.Next(5))
            {
                case 0:
                    built.Remove(at, length);
                    break;
                case 1:
                    built.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    built.Insert(at, built.ToString(at, length));
                    break;
                case 3 when other.Length > 0:
                    var start = random.Next(other.Length);
                    built.Insert(at, other.AsSpan(start, Math.Min(random.Next(200), other.Length - start)));
                    break;
                default:
                    built.Length = at;
                    break;
            }
        }

        return built.ToString();
    }

    /// <summary>Processor time for four times the text over that for the text: the best of several, since neighbours only ever add.</summary>
    private static double Growth(string unit)
    {
        var few = string.Concat(Enumerable.Repeat(unit, Math.Max(1, 60_000 / unit.Length)));
        var many = few + few + few + few;
        void Parse(string text)
        {
            HclFile.Parse(text);
            HclFile.Parse("a = \"" + text);
            IamAnalyzer.Analyze(new Dictionary<string, string>(), new Dictionary<string, string> { ["a.tf"] = text, ["b.yaml"] = "Resources:\n  AWS::\n" + text, ["c.json"] = "{\"Statement\":" + text });
            AccessDenials.Find(text);
        }

        Parse(few);
        var best = double.MaxValue;
        for (var round = 0; round < 8; round++)
        {
            best = Math.Min(best, Time(() => Parse(many)) / Math.Max(Time(() => Parse(few)), 0.02));
            if (best < 5)
                break;
        }

        return best;
    }

    private static double Time(Action action)
    {
        var before = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(before).TotalMilliseconds;
    }
}
