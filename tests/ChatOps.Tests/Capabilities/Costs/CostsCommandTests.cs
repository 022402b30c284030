using ChatOps.Adapters.Storage;
using ChatOps.Capabilities.Costs;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Tests.Support;
using Dapper;

namespace ChatOps.Tests.Capabilities.Costs;

public sealed class CostsCommandTests
{
    private static readonly Caller Ana = new("slack:T1/U1", "Ana", Role.Viewer);

    [Fact]
    public async Task People_type_period_and_breakdown_in_words()
    {
        await using var app = await ChatOpsApp.StartAsync();
        await CostsEndpointTests.FillAsync(app);
        foreach (var (text, heading) in new[] { ("week by user", "By user"), ("by model", "By model"), ("day repo", "By repo"), ("last month by provider", "By provider"), ("ALL", "By operation") })
        {
            var card = (await AskAsync(app, text)).Card;
            Assert.StartsWith("Costs of ", card.Title, StringComparison.Ordinal);
            Assert.EndsWith("$0.12", card.Title, StringComparison.Ordinal);
            Assert.Contains(card.Parts.OfType<HeadingPart>(), part => part.Text == heading);
        }
    }

    [Fact]
    public async Task A_word_that_means_nothing_is_refused_with_an_example()
    {
        await using var app = await ChatOpsApp.StartAsync();

        var outcome = await AskAsync(app, "fortnight");

        Assert.Equal(RefusalKind.Invalid, outcome.Refusal!.Kind);
        Assert.Contains("costs week by user", outcome.Refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_card_shows_budgets_and_unpriced_calls_and_warns_when_a_budget_is_nearly_used()
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = { ["Ai:Budgets:Month"] = "0.15" } });
        await CostsEndpointTests.FillAsync(app);

        var card = (await AskAsync(app, null)).Card;

        var fields = card.Parts.OfType<FieldsPart>().Single().Fields.ToDictionary(field => field.Label, field => field.Value);
        Assert.Equal("$0.12 of $0.15 (82 %)", fields["Budget of this month"]);
        Assert.StartsWith("1 calls of models that have no price", fields["Unpriced"], StringComparison.Ordinal);
        Assert.Equal("$0.50", fields["Limit of one operation"]);
        Assert.Equal(Tone.Attention, card.Tone);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Later_calls_of_what_began_before_the_period_are_calls(bool isUnpriced)
    {
        await using var app = await ChatOpsApp.StartAsync();
        var ledger = app.Get<ChatOps.Adapters.Llm.ModelCallLedger>();
        await ledger.EnterAsync("op_1", CallBook.Dollar / 50);
        Assert.Contains("No model was asked.", Texts(await EmptyAsync()));
        app.Clock.Advance(TimeSpan.FromHours(23.99));
        await ledger.EnterAsync("op_1", isUnpriced ? null : CallBook.Dollar / 10);
        app.Clock.Advance(TimeSpan.FromMinutes(2));

        var card = (await AskAsync(app, "day")).Card;

        Assert.Equal("0", card.Parts.OfType<FieldsPart>().Single().Fields.Single(field => field.Label == "Operations").Value);
        Assert.DoesNotContain("No model was asked.", Texts(card));

        static IEnumerable<string> Texts(Card card) => card.Parts.OfType<TextPart>().Select(part => part.Text);

        static async Task<Card> EmptyAsync()
        {
            await using var fresh = await ChatOpsApp.StartAsync();
            return (await AskAsync(fresh, "day")).Card;
        }
    }

    [Fact]
    public async Task Names_are_shown_and_never_stored_with_the_answer()
    {
        await using var app = await ChatOpsApp.StartAsync();
        await app.Get<ChatOps.Adapters.Llm.ModelCallLedger>().EnterAsync("op_1", 5, call => call with { Caller = Ana });

        var outcome = await AskAsync(app, "week by user");

        Assert.Contains(outcome.Card.Parts.OfType<ListPart>().Single().Items, item => item.Text == "Ana");
        await using var connection = await app.Get<Database>().OpenAsync(CancellationToken.None);
        Assert.DoesNotContain("Ana", await connection.QuerySingleAsync<string>("select result from operations where id = @OperationId", new { outcome.OperationId }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_with_one_repository_sees_what_that_one_cost()
    {
        await using var app = await ChatOpsApp.StartAsync();
        await CostsEndpointTests.FillAsync(app);

        var summary = await app.Get<CostBooks>().SummariseAsync(CostPeriod.Week, ["Shop"], CancellationToken.None);

        Assert.Equal(0.1m, summary.TotalCostUsd);
        Assert.Equal("shop", Assert.Single(summary.ByRepo).Key);
        Assert.Equal(0, (await app.Get<CostBooks>().SummariseAsync(CostPeriod.Week, [], CancellationToken.None)).Operations);
    }

    private static Task<CommandOutcome> AskAsync(ChatOpsApp app, string? text) =>
        app.Get<CommandRunner>().RunAsync(MaskedRequest.Create("costs", Ana, "cli", null, ("text", text)), null, CancellationToken.None);
}
