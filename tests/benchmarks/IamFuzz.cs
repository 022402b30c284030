using ChatOps.Iam;
using ChatOps.Iam.Denials;
using ChatOps.Iam.Hcl;

namespace ChatOps.Benchmarks;

/// <summary>Feeds the permission engine infrastructure files that were mutated, cut and pasted together.</summary>
internal static class IamFuzz
{
    private const int LongestUnit = 2_000;

    private static readonly Dictionary<string, string> Code = new() { ["app.py"] = "import boto3\nboto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:orders', Message='x')\nboto3.client('s3').get_object(Bucket='data', Key='k')\n" };

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "(", ")", "\"", "\\", "${", "%{", "$${", "~}", "<<-EOT\n", "EOT\n", "\n", " ", "=", "=>", "?", ":", ",", "...", "[*]", ".*", "for ", "if ", "in ", "a.b", "!", "-", "#", "//", "/*", "*/", "resource \"aws_iam_role_policy\" \"x\" {\n", "jsonencode(", "concat(", "merge(", "templatefile(", "local.a", "var.a", "module.a.b",
        "\"Statement\"", "\"Effect\": \"Allow\"", "Action = [\"s3:*\"]", "!Sub ", "!Ref ", "!If [", "- ", "  ", ": ", "|\n", "&a ", "*a", "<<: ", "Fn::Join: ", "AWS::", "Resources:\n", "Type: AWS::IAM::Role\n", "service: a\nprovider:\n", "is not authorized to perform: ", "arn:aws:sts::1:assumed-role/a/b", "on resource: ", "\0", "\ud800", "\ufeff", "\r\n", "\t", "*", "?", "'",
    ];

    /// <summary>Fuzzes for a time and prints a summary. Without a folder, the tests' own cases are what is mutated.</summary>
    /// <returns>0 when nothing failed.</returns>
    public static int Run(Arguments arguments)
    {
        var corpus = arguments.Optional("dir") is { } folder ? Read(folder) : Own("tests/ChatOps.Tests/Iam/Policies/Hcl/Cases");
        return new Fuzzer(arguments.Duration(60), arguments.Seed(), 32).Run(
            (random, _) => Enumerable.Range(0, random.Next(1, 4)).Select(i => (Source: corpus[random.Next(corpus.Count)], I: i)).ToDictionary(pair => $"infra/{pair.I}{pair.Source.Extension}", pair => Fuzzer.Mutated(random, pair.Source.Text, Pieces, corpus[random.Next(corpus.Count)].Text)),
            files => files.Values.Sum(text => (long)text.Length),
            Check,
            (random, files, i) => [new Repeated("infrastructure", i % 64 == 0 ? Fuzzer.Some(random, Pieces) : files.Values.First()[..Math.Min(LongestUnit, files.Values.First().Length)], 300_000, Repeat)]);
    }

    private static List<(string Extension, string Text)> Read(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => AnalysedFiles.IsInfrastructure(file) && new FileInfo(file).Length < 40_000).Order(StringComparer.Ordinal).Take(6000).Select(file => (Path.GetExtension(file), File.ReadAllText(file)))];

    // A paragraph of the cases is tried as Terraform, as a template and as JSON.
    private static List<(string Extension, string Text)> Own(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal).SelectMany(file => File.ReadAllText(file).Split("\n\n")).SelectMany(text => (string[])[".tf", ".yaml", ".tf.json"], (text, extension) => (extension, text))];

    private static void Check(Dictionary<string, string> files)
    {
        IamAnalyzer.Analyze(Code, files);
        foreach (var text in files.Values)
        {
            IamAnalyzer.AnalyzeDiff(text, files);
            AccessDenials.Find(text);
        }
    }

    private static void Repeat(string text)
    {
        HclFile.Parse(text);
        HclFile.Parse("a = \"" + text);
        IamAnalyzer.Analyze(new Dictionary<string, string>(), new Dictionary<string, string> { ["a.tf"] = text, ["b.yaml"] = "Resources:\n  AWS::\n" + text, ["c.json"] = "{\"Statement\":" + text, ["d.tf.json"] = "{\"locals\":" + text });
        AccessDenials.Find(text);
    }
}
