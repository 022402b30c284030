using System.Text.Json.Nodes;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>What happens on a click: once, by somebody who may, on a card that is what it was.</summary>
public sealed class ClickTests
{
    [Fact]
    public async Task After_a_click_the_card_shows_who_did_what_and_the_answer_is_in_its_thread()
    {
        await using var lab = await SlackLab.StartAsync();
        var card = await OfferAsync(lab);
        Assert.Equal(["Do it", "Undo it", "Approve", "Useful", "Not useful", "More"], SlackLab.Labels(card.Content));

        await lab.ClickAsync(card, "Do it");

        await Eventually.BecomesTrueAsync(() => card.Text.Contains("Do it …", StringComparison.Ordinal), "the card says that it is being done");
        Assert.Equal(["Useful", "Not useful", "More"], SlackLab.Labels(card.Content));
        lab.App.Desk.Open();
        await Eventually.BecomesTrueAsync(() => card.Text.Contains("Do it, ", StringComparison.Ordinal), "the card says who did it");
        Assert.Contains("\"user_id\":\"U0ALICE\"", card.Text, StringComparison.Ordinal);
        Assert.Equal(card.Ts, (await lab.MessageAsync("done it")).Thread);
    }

    [Fact]
    public async Task A_second_click_is_told_about_the_first_and_does_nothing()
    {
        await using var lab = await SlackLab.StartAsync();
        var card = await OfferAsync(lab);
        var before = (JsonObject)card.Content.DeepClone();
        await lab.ClickAsync(card, "Do it");
        await Eventually.BecomesTrueAsync(() => card.Text.Contains("Do it …", StringComparison.Ordinal), "the first is being done");

        var (block, element) = SlackLab.Find(before, "Undo it");
        await SlackSender.InteractAsync(lab.App.Http, SlackSender.Click(block, element, card.Ts, user: "U0BOB"));

        await lab.ToldAsync("Alice clicked Do it a moment ago");
        lab.App.Desk.Open();
        await lab.MessageAsync("done it");
        Assert.Equal(1, await lab.OperationsAsync("kind = 'wait'"));
    }

    [Fact]
    public async Task A_click_that_was_refused_gives_the_buttons_back()
    {
        await using var lab = await SlackLab.StartAsync();
        var card = await OfferAsync(lab);

        await lab.ClickAsync(card, "Undo it");

        await lab.ToldAsync("It cannot be done: twice");
        await Eventually.BecomesTrueAsync(() => SlackLab.Labels(card.Content).Contains("Undo it") && card.Edits >= 2, "the buttons are back");
        Assert.DoesNotContain("Undo it …", card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_without_the_role_is_told_so_and_nothing_happens()
    {
        await using var lab = await SlackLab.StartAsync();
        var card = await OfferAsync(lab);

        await lab.ClickAsync(card, "Approve");

        await lab.ToldAsync("needs the role approver and yours is responder");
        Assert.Equal(1, lab.App.Desk.Runs);
        await Eventually.BecomesTrueAsync(() => SlackLab.Labels(card.Content).Contains("Approve"), "the button is still there");
    }

    [Fact]
    public async Task A_mark_is_answer_enough_where_the_command_says_so()
    {
        await using var lab = await SlackLab.StartAsync();
        var card = await OfferAsync(lab);
        var reply = lab.Slack.NewReply();

        await lab.ClickAsync(card, "Useful", reply);

        await Eventually.BecomesTrueAsync(() => reply.Bodies.Count == 1, "the card is redrawn");
        var drawn = reply.Bodies.First();
        Assert.True((bool?)drawn["replace_original"]);
        Assert.Equal(["Do it", "Undo it", "Approve", "More"], SlackLab.Labels(drawn));
        Assert.Contains("Useful, ", drawn.ToJsonString(), StringComparison.Ordinal);
        await lab.ClickAsync(card, "Not useful", user: "U0BOB");
        await lab.ToldAsync("Alice clicked Useful before you");
        Assert.Single(lab.Slack.Messages);
    }

    [Fact]
    public async Task A_button_that_only_shows_something_leaves_the_card_as_it_is()
    {
        await using var lab = await SlackLab.StartAsync();
        var card = await OfferAsync(lab);

        await lab.ClickAsync(card, "More");
        await lab.ClickAsync(card, "More");

        await Eventually.BecomesTrueAsync(() => lab.Slack.Told.Count(told => told.ToJsonString().Contains("more of it", StringComparison.Ordinal)) == 2, "it is shown twice");
        Assert.Equal(0, card.Edits);
    }

    [Theory]
    [InlineData("value", "another plan")]
    [InlineData("value", "")]
    [InlineData("action_id", "button:0:approve_it")]
    [InlineData("action_id", "button:5:wait")]
    [InlineData("action_id", "button:99:wait")]
    [InlineData("block_id", "card:op_00000000000000000000000000:0")]
    public async Task A_click_on_what_no_card_shows_is_stale(string field, string value)
    {
        await using var lab = await SlackLab.StartAsync(("Access:Default", "admin"));
        var card = await OfferAsync(lab);
        lab.App.Desk.Open();

        await lab.ClickAsync(card, "Do it", change: click => click["actions"]![0]![field] = value);

        await lab.ToldAsync("too old to act on");
        Assert.Equal(1, lab.App.Desk.Runs);
    }

    [Theory]
    [InlineData("action_id", "unknown")]
    [InlineData("action_id", "")]
    [InlineData("action_id", "button:-1:wait")]
    [InlineData("action_id", "button:1e1:wait")]
    [InlineData("action_id", "button:0:no_such_command")]
    [InlineData("block_id", "other")]
    [InlineData("block_id", "card:")]
    [InlineData("block_id", "parked:")]
    public async Task A_click_on_nothing_of_ours_is_acknowledged_and_nothing_happens(string field, string value)
    {
        await using var lab = await SlackLab.StartAsync();
        var card = await OfferAsync(lab);

        var answer = await lab.ClickAsync(card, "Do it", change: click => click["actions"]![0]![field] = value);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(1, await lab.OperationsAsync());
    }

    [Fact]
    public async Task The_same_click_delivered_twice_is_one()
    {
        await using var lab = await SlackLab.StartAsync();
        var card = await OfferAsync(lab);
        var (block, element) = SlackLab.Find(card.Content, "More");
        var click = SlackSender.Click(block, element, card.Ts);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SlackSender.InteractAsync(lab.App.Http, click)));

        await lab.ToldAsync("more of it");
        Assert.Equal(1, await lab.OperationsAsync("kind = 'figures'"));
    }

    private static async Task<FakeMessage> OfferAsync(SlackLab lab)
    {
        await lab.CommandAsync("/offer", "one");
        var card = await lab.MessageAsync("Offer one");
        await Eventually.BecomesTrueAsync(() => card.Content["blocks"]!.AsArray().Any(block => (string?)block!["type"] == "actions"), "the card has its buttons");
        card.Edits = 0;
        return card;
    }
}
