using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.Diagnose.Knowledge;

namespace ChatOps.Tests.Capabilities.Diagnose.Knowledge;

public class KnowledgeBaseTests
{
    private const string Good = """
        - id: acme-ledger-closed
          pattern: 'LedgerClosed: (?<ledger>\w+)'
          category: config
          cause: The ledger {ledger} is closed.
          advice: Open it.
          example: 'LedgerClosed: main'
          near_miss: 'Ledger main closed'
        """;

    public static TheoryData<string> BuiltInIds => [.. KnowledgeBase.BuiltIn.Entries.Select(entry => entry.Signature.Id)];

    [Theory]
    [MemberData(nameof(BuiltInIds))]
    public void Every_signature_matches_its_example_and_not_its_near_miss(string id)
    {
        var entry = KnowledgeBase.BuiltIn.Entries.Single(entry => entry.Signature.Id == id);

        Assert.True(entry.Matches(entry.Example), entry.Example);
        Assert.False(entry.Matches(entry.NearMiss), entry.NearMiss);
        Assert.All(entry.Patterns, pattern => Assert.NotNull(pattern.Words));
        Assert.True(entry.Signature.Cause.Length is > 30 and < 260, entry.Signature.Cause);
        // A name that no pattern captures would be filled with "it".
        Assert.All(Template.Names(entry.Signature.Cause + entry.Signature.Advice + string.Join(' ', entry.Signature.SearchTerms)), name =>
            Assert.True(name is "place" or "file" or "line" || entry.Patterns.Any(pattern => pattern.Regex.GetGroupNames().Contains(name)), name));
        Assert.True(entry.Signature.Advice.Length is > 60 and < 700, entry.Signature.Advice);
    }

    [Fact]
    public void There_are_signatures_for_every_category_and_the_promised_number() =>
        Assert.Multiple(
            () => Assert.True(KnowledgeBase.BuiltIn.Entries.Count >= 200),
            () => Assert.Empty(Enum.GetValues<Category>().Except([Category.Other]).Except(KnowledgeBase.BuiltIn.Entries.Select(entry => entry.Signature.Category))));

    [Fact]
    public void A_repository_adds_its_own_signatures()
    {
        var knowledge = KnowledgeBase.BuiltIn.With([(".chatops/knowledge/acme.yaml", Good)]);

        Assert.Empty(knowledge.Warnings);
        Assert.Equal("acme-ledger-closed", knowledge.Entries[^1].Signature.Id);
    }

    [Theory]
    [InlineData("category: config", "category: weather", "unknown category weather")]
    [InlineData("category: config", "category: config\n  recipe: rm-rf", "unknown recipe rm-rf")]
    [InlineData("'LedgerClosed: (?<ledger>\\w+)'", "'LedgerClosed: ('", "is not a regular expression")]
    [InlineData("'LedgerClosed: (?<ledger>\\w+)'", "'(?=LedgerClosed)'", "linear time")]
    [InlineData("  example: 'LedgerClosed: main'\n", "", "example is missing")]
    [InlineData("'LedgerClosed: main'", "'Closed: main'", "does not match its pattern")]
    [InlineData("'Ledger main closed'", "'LedgerClosed: b'", "near_miss of acme-ledger-closed matches")]
    [InlineData("acme-ledger-closed", "lambda-timed-out", "already a signature lambda-timed-out")]
    [InlineData("cause: The", "cause: &a The", "anchors and tags")]
    [InlineData("advice: Open it.", "advice: *a", "aliases are not allowed")]
    [InlineData("advice: Open it.", "advice: !!binary Open", "anchors and tags")]
    [InlineData("advice: Open it.", "advise: Open it.", "no key advise")]
    [InlineData("advice: Open it.", "advice: [[[[Open]]]]", "text or a list of texts")]
    [InlineData("advice: Open it.", "advice: \"Open", ".chatops/knowledge/acme.yaml:")]
    [InlineData("category: config", "category: config\n  weight: 7", "weight")]
    [InlineData("category: config", "category: config\n  languages: [cobol]", "unknown language cobol")]
    public void A_bad_entry_is_a_warning_with_its_place_and_the_others_load(string part, string broken, string expected)
    {
        var other = Good.Replace("acme-ledger-closed", "acme-other", StringComparison.Ordinal);

        var knowledge = KnowledgeBase.BuiltIn.With([(".chatops/knowledge/acme.yaml", $"# ours\n{Good.Replace(part, broken, StringComparison.Ordinal)}\n\n{other}")]);

        var warning = Assert.Single(knowledge.Warnings);
        Assert.Contains(expected, warning, StringComparison.Ordinal);
        Assert.Matches(@"^\.chatops/knowledge/acme\.yaml:\d+: ", warning);
        Assert.Equal("acme-other", knowledge.Entries[^1].Signature.Id);
    }

    [Fact]
    public void An_oversized_entry_and_a_flood_of_entries_are_cut_with_a_warning()
    {
        var many = string.Join("\n", Enumerable.Range(0, 201).Select(i => Good.Replace("acme-ledger-closed", $"acme-{i}", StringComparison.Ordinal)));
        var big = Good.Replace("Open it.", new string('x', 70_000), StringComparison.Ordinal);

        var knowledge = KnowledgeBase.BuiltIn.With([("a.yaml", big), ("b.yaml", many), ("c.yaml", new string('[', 60_000)), ("d.yaml", "")]);

        Assert.Equal(KnowledgeBase.BuiltIn.Entries.Count + 200, knowledge.Entries.Count);
        Assert.Contains(knowledge.Warnings, warning => warning.StartsWith("a.yaml:1: an entry may have 64 KiB", StringComparison.Ordinal));
        Assert.Contains(knowledge.Warnings, warning => warning.Contains("may add 200 signatures", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Task timed out after (?<s>[0-9.]+) seconds", "Task timed out after ")]
    [InlineData("(?i)lambda (function )?timed out", "timed out")]
    [InlineData(@"a\.bc?d+ef", "a.b")]
    [InlineData("(?<x>one|another)thing", "thing")]
    [InlineData("x(onerous|another)", "onerous another")]
    [InlineData("first|second", "first second")]
    [InlineData("first|s?", null)]
    [InlineData("(first|second)?", null)]
    [InlineData("[()|]+word", "word")]
    [InlineData("ab{2,3}cde", "cde")]
    public void Words_are_taken_only_where_every_match_has_one(string pattern, string? words) =>
        Assert.Equal(words, RequiredWords.Of(pattern) is { } found ? string.Join(' ', found.Words) : null);
}
