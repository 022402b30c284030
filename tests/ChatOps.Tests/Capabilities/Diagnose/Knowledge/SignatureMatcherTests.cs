using System.Diagnostics;
using ChatOps.Capabilities.Diagnose.Knowledge;
using ChatOps.Traces;

namespace ChatOps.Tests.Capabilities.Diagnose.Knowledge;

public class SignatureMatcherTests
{
    private static IReadOnlyList<SignatureMatch> Match(string text) => new SignatureMatcher(KnowledgeBase.BuiltIn).Match(text, TraceParser.Parse(text));

    [Fact]
    public void The_strongest_signature_comes_first_with_its_line_and_captures()
    {
        var matches = Match("started\nclient.py:12 ThrottlingException) when calling the GetItem operation: Rate exceeded\nTask timed out after 30.03 seconds\n");

        Assert.Equal("lambda-timed-out", matches[0].Signature.Id);
        Assert.Equal(3, matches[0].TextLine);
        Assert.Equal("30.03", matches[0].Captures["seconds"]);
    }

    [Theory]
    [InlineData("ProvisionedThroughputExceededException: Rate exceeded", "aws-dynamodb-throughput-exceeded")]
    [InlineData("TimeoutError: Lambda timed out after 30 seconds", "lambda-timed-out")]
    public void The_texts_people_try_first_are_known(string text, string id) => Assert.Equal(id, Match(text)[0].Signature.Id);

    [Fact]
    public void Every_example_is_found_through_the_words_its_patterns_need()
    {
        foreach (var entry in KnowledgeBase.BuiltIn.Entries)
        {
            var found = new SignatureMatcher(KnowledgeBase.BuiltIn).Match("before\n" + entry.Example + "\nafter", NoTrace);
            Assert.Contains(found, match => match.Signature.Id == entry.Signature.Id && match.TextLine >= 2);
            Assert.DoesNotContain(found, match => match.Signature.Id == entry.Signature.Id && Template.Names(Template.Fill(match.Signature.Cause, match.Captures)).Any());
        }
    }

    [Fact]
    public void Search_terms_carry_what_was_captured()
    {
        var match = Match("ModuleNotFoundError: No module named 'yaml'")[0];

        Assert.Equal(["import yaml", "from yaml"], match.SearchTerms);
    }

    private static readonly ParsedText NoTrace = new() { Traces = [], Errors = [], Warnings = [], CleanText = "" };

    [Fact]
    public void Nothing_known_is_found_in_ordinary_text() => Assert.Empty(Match("Deployed orders 1.2.3 to production.\nAll 12 checks passed."));

    [Fact]
    public void A_mebibyte_is_searched_in_little_time()
    {
        var line = "2024-11-22 10:00:31 INFO orders.api GET /orders/123 took 31 ms Error Exception timed out failed denied\n";
        var text = string.Concat(Enumerable.Repeat(line, (1 << 20) / line.Length));
        Match(line);
        var parsed = TraceParser.Parse(line);

        var watch = Stopwatch.StartNew();
        new SignatureMatcher(KnowledgeBase.BuiltIn).Match(text, parsed);

        // Alone it takes about 50 ms; a pattern run over the whole text for each signature would take a minute.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.ElapsedMilliseconds} ms");
    }
}
