using System.Text.Json;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Platforms.Slack.Journeys;

/// <summary>From a task in Slack to its pull request, and what it cost.</summary>
public sealed class TaskJourneyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_task_becomes_a_reviewed_change_a_pull_request_and_a_line_in_the_costs(bool bySocket)
    {
        await using var models = await ScriptedModelServer.StartAsync();
        models.ScriptAnthropic(
            ScriptedReply.Call("repository_read", new { path = ShopLab.Retry }),
            Say(new { summary = "Says how retries work.", steps = (string[])["Add docs/retries.md."], files = (string[])["docs/retries.md"], unknowns = (string[])[] }),
            Say(new { verdict = "approve", summary = "Clear. <!channel>", findings = new[] { new { path = "docs/retries.md", line = 1, severity = "minor", text = "A title would help." } } }));
        models.ScriptOpenAi(Say(new { edits = new[] { new { path = "docs/retries.md", search = (string?)null, replace = (string?)null, whole_file = "Retries wait and try again.\n" } }, summary = "New page." }));
        await using var shop = await ShopLab.StartAsync(bySocket, ("Ai:Providers:0:BaseUrl", models.AnthropicUrl), ("Ai:Providers:0:ApiKey", "sk-ant"), ("Ai:Providers:1:BaseUrl", models.OpenAiUrl), ("Ai:Providers:1:ApiKey", "sk-oai"));

        await shop.CommandAsync("/orchestrate", "Explain the retries");
        var card = await shop.CardAsync("Create PR", asks: true);

        Assert.Contains("Written and approved by the reviewer", card.Text, StringComparison.Ordinal);
        foreach (var words in (string[])["planner", "implementer", "reviewer", "claude-sonnet-5-5", "gpt-6.2-sol", "docs/retries.md:1", "minor: A title would help."])
            Assert.Contains(words, card.Content.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<!channel>", card.Content.ToJsonString(), StringComparison.Ordinal);
        Assert.Single(shop.GitHub.Orders.PullRequests);

        await shop.ClickAsync(card, "Create PR");
        await shop.DoneAsync(card, ShopLab.Alice, "Create PR");
        await shop.CardAsync("Decide #47", asks: false);
        Assert.Equal("Retries wait and try again.\n", shop.GitHub.Orders.Git.Run("show", $"{shop.GitHub.Orders.Find(47)!.HeadSha}:docs/retries.md"));

        var costs = await shop.OwnCardAsync(await shop.CommandAsync("/costs", "day by user"), "Costs of 24 hours");
        Assert.Contains("Alice", costs.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("1 operation", costs.ToJsonString(), StringComparison.Ordinal);
        await shop.OwnCardAsync(await shop.CommandAsync("/history", ""), "Explain the retries");
    }

    private static ScriptedReply Say(object answer) => ScriptedReply.Say(JsonSerializer.Serialize(answer));
}
