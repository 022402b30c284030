using System.Text;
using ChatOps.Iam;

namespace ChatOps.Tests.Iam.Code;

/// <summary>Any text is read: nothing throws, and twice the text takes about twice the time.</summary>
public sealed class ToleranceTests
{
    private static readonly string[] Pieces =
    [
        "(", ")", "[", "]", "{", "}", "<", ">", "\"", "'", "`", "\"\"\"", "'''", "${", "f\"{", "\n", "\n    ", "\n\t", "\r\n", "\f", ";", ":", ",", ".", "?.", "=>", "->", ":=", "=", "==", "::", "...", "**", "*", "&", "|", "!", "@", "#", "//", "/*", "*/", "\\", "/", "$", "%",
        "import ", "from ", "def ", "class ", "func ", "function ", "async ", "await ", "new ", "return ", "if ", "else ", "for ", "in ", "of ", "lambda ", "type ", "struct ", "interface ", "switch ", "case ", "try ", "catch ", "with ", "as ", "var ", "const ", "yield ", "public ", "using ",
        "boto3", "client", "self", "this", "s3", "sns", "aws", "a", "b", "1", "0x1f", "\"sns\"", "import boto3\n", "boto3.client('s3')", "import { S3 } from '@aws-sdk/client-s3';", "new S3({})", "s3.getObject({Bucket: 'a'})", "using Amazon.S3;", "\0", "\ud800", "\u00a0", "é",
    ];

    [Theory, MemberData(nameof(All))]
    public void Random_text_is_read(CodeLanguage language)
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var text = new StringBuilder();
            for (var count = random.Next(300); count > 0; count--)
                text.Append(Pieces[random.Next(Pieces.Length)]);

            CodeAnalyzer.AnalyzeFragment(language, text.ToString());
        }
    }

    [Theory, MemberData(nameof(All))]
    public void A_snippet_is_read_however_it_is_cut_or_broken(CodeLanguage language)
    {
        var random = new Random(1);
        foreach (var one in CallCorpus.Load(Path.Combine(AppContext.BaseDirectory, "Iam", "Code", "Corpus")).Where(one => one.Language == language))
        {
            for (var i = 0; i < 8; i++)
            {
                var at = random.Next(one.Code.Length);
                CodeAnalyzer.AnalyzeFragment(language, one.Code[..at]);
                CodeAnalyzer.AnalyzeFragment(language, one.Code[at..]);
                CodeAnalyzer.AnalyzeFragment(language, one.Code.Insert(at, Pieces[random.Next(Pieces.Length)]));
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Deep_nesting_is_read(CodeLanguage language)
    {
        foreach (var unit in (string[])["(", "[", "{", "a(", "a[", "{a:", "f(x => ", "if (a) ", "if a:\n ", "!", "- ", "new ", "a ? ", "`${", "f'{", "()=>", "lambda:", "func(){", "a.b(", "x = ", "not ", "(a)", "*", "[]", "a=b+", "async "])
            CodeAnalyzer.AnalyzeFragment(language, "import boto3\n" + string.Concat(Enumerable.Repeat(unit, 5_000)));
    }

    [Theory, MemberData(nameof(All))]
    public void A_chain_without_end_is_read(CodeLanguage language) =>
        Assert.Empty(CodeAnalyzer.AnalyzeFragment(language, "import boto3\na" + string.Concat(Enumerable.Repeat(".a", 150_000)) + "\n").Required);

    [Theory, MemberData(nameof(All))]
    public async Task What_is_assigned_to_what_was_assigned_is_read_once(CodeLanguage language)
    {
        var nested = Enumerable.Range(0, 60).Aggregate("a", (target, _) => $"({target}) += b");

        // Read twice at each level it would take for ever.
        await Task.Run(() => CodeAnalyzer.AnalyzeFragment(language, $"import boto3\n{nested}\n")).WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_diff_is_read_however_it_is_broken()
    {
        const string diff = "--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,3 @@\n import boto3\n+boto3.client('s3').list_buckets()\n";
        for (var at = 0; at < diff.Length; at++)
        {
            CodeAnalyzer.AnalyzeDiff(diff[..at]);
            CodeAnalyzer.AnalyzeDiff(diff[at..]);
            CodeAnalyzer.AnalyzeDiff(diff.Remove(at, 1));
        }

        Assert.Single(CodeAnalyzer.AnalyzeDiff(diff).Required);
        Assert.Empty(CodeAnalyzer.AnalyzeDiff("--- a/a.py\n+++ b/a.py\n@@ -1 +2000000000,3 @@\n+import boto3\n").Required);
    }

    public static TheoryData<CodeLanguage> All => [.. Enum.GetValues<CodeLanguage>()];
}
