using ChatOps.Iam;
using ChatOps.Tests.Iam.Code;

namespace ChatOps.Benchmarks;

/// <summary>Feeds the IAM engine's readers random and mutated code.</summary>
internal static class CallFuzz
{
    private static readonly string[] Pieces =
    [
        "(", ")", "[", "]", "{", "}", "<", ">", "\"", "'", "`", "\"\"\"", "${", "f\"{", "\n", "\n  ", "\t", "\f", ";", ":", ",", ".", "=>", "->", ":=", "=", "::", "...", "**", "&", "|", "!", "@", "#", "//", "/*", "*/", "\\", "/", "a", "b", "1", "s3", "self", "this", "client", "import ", "from ", "def f():", "class A:", "class A {", "func f() {",
        "function f() {", "new A(", "return ", "if a:", "if (a) ", "else ", "for a in b:", "for (const a of b) ", "lambda: ", "x => ", "await ", "async ", "import boto3\n", "s3 = boto3.client('s3')\n", "s3.get_object(Bucket='a')\n", "import { S3 } from '@aws-sdk/client-s3';\n", "new S3({}).getObject({ Bucket: 'a' });\n", "A<", "a.b.c", "a + ", "a ? b : ", "case a:", "try {", "with a as b:",
    ];

    /// <summary>Fuzzes for a time and prints a summary.</summary>
    /// <returns>0 when nothing failed.</returns>
    public static int Run(Arguments arguments)
    {
        var cases = CallCorpus.Load(arguments.Optional("corpus") ?? "tests/ChatOps.Tests/Iam/Code/Corpus");
        var languages = Enum.GetValues<CodeLanguage>();
        return new Fuzzer(arguments.Duration(60), arguments.Seed(), 40).Run(
            (random, i) => (Language: languages[i % languages.Length], Text: i % 2 == 0 ? Random(random) : Fuzzer.Mutated(random, cases[random.Next(cases.Count)].Code, Pieces)),
            input => input.Text.Length,
            input => CodeAnalyzer.AnalyzeFragment(input.Language, input.Text),
            (random, input, _) => [new Repeated(input.Language.ToString(), Fuzzer.Some(random, Pieces), 60_000, text => CodeAnalyzer.AnalyzeFragment(input.Language, text))]);
    }

    private static string Random(Random random) => string.Concat(Enumerable.Range(0, random.Next(600)).Select(_ => random.Next(12) == 0 ? ((char)random.Next(0x10000)).ToString() : Pieces[random.Next(Pieces.Length)]));
}
