using ChatOps.Iam;

namespace ChatOps.Tests.Iam.Code;

/// <summary>Each labelled snippet needs exactly the actions, and the resources, of its labels.</summary>
public sealed class CallCorpusTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Iam", "Code", "Corpus");

    public static TheoryData<string> Ids => [.. CallCorpus.Load(Folder).Select(one => one.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void A_snippet_needs_what_its_labels_say(string id)
    {
        var one = CallCorpus.Load(Folder).Single(one => one.Id == id);

        Assert.Empty(CallCorpus.Differences(one, CallCorpus.Answer(one)));
    }

    [Fact]
    public void Every_language_has_its_snippets_and_traps()
    {
        var all = CallCorpus.Load(Folder);

        foreach (var language in Enum.GetValues<CodeLanguage>())
        {
            Assert.True(all.Count(one => one.Language == language) >= 40, language.ToString());
            Assert.True(all.Count(one => one.Language == language && one.Id.Contains("trap", StringComparison.Ordinal)) >= 8, language.ToString());
        }
    }

    [Fact]
    public void A_label_is_an_action_that_AWS_has()
    {
        Assert.All(CallCorpus.Load(Folder).SelectMany(one => one.Labels), label => Assert.NotNull(ChatOps.Iam.Data.AwsReference.Default.FindAction(label.Action)));
    }

    [Fact]
    public void The_same_code_gives_the_same_bytes()
    {
        var all = CallCorpus.Load(Folder);
        var files = all.ToDictionary(one => $"{one.Language}/{one.Id.Replace(' ', '_').Replace(':', '_').Replace('/', '_')}.{Extension(one.Language)}", one => one.Code);
        var backwards = new Dictionary<string, string>(files.Reverse());

        Assert.Equal(Rendered(CodeAnalyzer.Analyze(files)), Rendered(CodeAnalyzer.Analyze(backwards)));
    }

    private static string Rendered(CodeAnalysis analysis) => string.Join('\n', [.. analysis.Required.Select(one => one.ToString()), .. analysis.Warnings]);

    private static string Extension(CodeLanguage language) => language switch { CodeLanguage.Python => "py", CodeLanguage.JavaScript => "ts", CodeLanguage.CSharp => "cs", CodeLanguage.Java => "java", _ => "go" };
}
