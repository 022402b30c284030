using System.Text.Json.Nodes;
using ChatOps.Platforms.Slack.Doors;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>Socket Mode: the same handlers, two connections at all times, and no envelope lost.</summary>
public sealed class SocketTests
{
    private static readonly (string, string?)[] Settings = [("Slack:AppToken", FakeSlack.AppToken), ("Slack:SigningSecret", null)];

    [Fact]
    public async Task Commands_clicks_and_events_come_by_socket_and_are_acknowledged()
    {
        await using var lab = await SlackLab.StartAsync(Settings);
        await ConnectedAsync(lab, 2);

        var acknowledged = await lab.Slack.DeliverAsync("slash_commands", Fields(SlackSender.Command("/echo", "by socket")));
        var mentioned = await lab.Slack.DeliverAsync("events_api", SlackSender.Event(SlackSender.Mention("<@U0BOT> echo by event")));
        await lab.Slack.DeliverAsync("interactive", SlackSender.GlobalShortcut("diagnose_form"));

        Assert.StartsWith("On it", (string?)acknowledged["payload"]!["text"], StringComparison.Ordinal);
        Assert.Null(mentioned["payload"]);
        await lab.MessageAsync("by socket");
        await lab.MessageAsync("by event");
        await Eventually.BecomesTrueAsync(() => !lab.Slack.Views.IsEmpty, "the form is open");
    }

    [Theory]
    [InlineData("refresh_requested")]
    [InlineData("warning")]
    [InlineData("link_disabled")]
    public async Task The_next_connection_is_there_before_the_old_one_goes(string reason)
    {
        await using var lab = await SlackLab.StartAsync(Settings);
        await ConnectedAsync(lab, 2);
        var old = lab.Slack.Sockets[0];

        await FakeSlack.DisconnectAsync(old, reason);
        // What is still on its way on the old one is taken.
        await lab.Slack.DeliverAsync("slash_commands", Fields(SlackSender.Command("/echo", "on the old one")), on: old);
        await Eventually.BecomesTrueAsync(() => lab.Slack.Calls.Count(call => call.Method == "apps.connections.open") == 3, "a third is open");
        await ConnectedAsync(lab, reason == "warning" ? 3 : 2);
        await old.Inner.CloseOutputAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, default);

        await Eventually.BecomesTrueAsync(() => lab.Slack.Sockets.Count == 2 && !lab.Slack.Sockets.Contains(old), "the old one is gone");
        await lab.Slack.DeliverAsync("slash_commands", Fields(SlackSender.Command("/echo", "on a new one")));
        await lab.MessageAsync("on the old one");
        await lab.MessageAsync("on a new one");
    }

    [Fact]
    public async Task A_connection_that_breaks_is_replaced_and_an_envelope_that_comes_again_is_one()
    {
        await using var lab = await SlackLab.StartAsync(Settings);
        await ConnectedAsync(lab, 2);
        var payload = Fields(SlackSender.Command("/echo", "again"));
        await lab.Slack.DeliverAsync("slash_commands", payload);

        lab.Slack.Sockets[0].Inner.Abort();
        await ConnectedAsync(lab, 2);
        await lab.Slack.DeliverAsync("slash_commands", payload);
        await lab.Slack.DeliverAsync("slash_commands", payload);

        await lab.MessageAsync("again");
        Assert.Equal(1, await lab.OperationsAsync());
    }

    [Fact]
    public async Task Nonsense_on_the_line_ends_nothing()
    {
        await using var lab = await SlackLab.StartAsync(Settings);
        await ConnectedAsync(lab, 2);
        foreach (var text in (string[])["", "{", "[]", "null", "{\"type\":7}", "{\"type\":\"unheard_of\"}", "{\"type\":\"slash_commands\"}", "{\"envelope_id\":\"e\"}"])
            await lab.Slack.Sockets[0].SendAsync(text);

        Assert.NotNull(await lab.Slack.DeliverAsync("slash_commands", new JsonObject(), on: lab.Slack.Sockets[0]));
        Assert.NotNull(await lab.Slack.DeliverAsync("unheard_of", new JsonObject(), on: lab.Slack.Sockets[0]));
        Assert.NotNull(await lab.Slack.DeliverAsync("interactive", new JsonArray(), on: lab.Slack.Sockets[0]));
    }

    [Fact]
    public async Task Slack_that_refuses_a_connection_is_asked_again()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Fail("apps.connections.open", "internal_error", times: 2);
        var settings = slack.Settings;
        settings["Slack:AppToken"] = FakeSlack.AppToken;
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = settings });

        await Eventually.BecomesTrueAsync(() =>
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            return slack.Sockets.Count == 2;
        }, "two connections are open");

        Assert.Equal("ok", (string?)(await app.GetJsonAsync("/health"))["components"]!["slack"]!["state"]);
    }

    [Fact]
    public async Task What_cannot_be_stored_in_time_is_answered_with_a_sentence_and_an_event_comes_again()
    {
        await using var lab = await SlackLab.StartAsync(Settings);
        await ConnectedAsync(lab, 2);
        await lab.Slack.DeliverAsync("slash_commands", Fields(SlackSender.Command("/offer", "one")));
        var card = await lab.MessageAsync("Offer one");
        await Eventually.BecomesTrueAsync(() => SlackLab.Labels(card.Content).Count > 0, "the card has its buttons");
        var (block, element) = SlackLab.Find(card.Content, "More");
        var door = lab.App.Get<SlackDoor>();
        var over = new CancellationToken(canceled: true);

        var said = await door.CommandAsync(new Payload(Fields(SlackSender.Command("/echo", "x"))), "e1", over);
        var clicked = await door.InteractAsync(new Payload(SlackSender.Click(block, element, card.Ts, lab.Slack.NewReply().Url)), "e2", over);
        var isTaken = await door.EventAsync(new Payload(SlackSender.Event(SlackSender.Mention("<@U0BOT> echo x"))), "e3", over);

        Assert.Contains("There is more to do at the moment than can be taken", said!.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(clicked);
        await lab.ToldAsync("There is more to do at the moment than can be taken");
        Assert.False(isTaken);
        Assert.Equal(1, await lab.OperationsAsync());
    }

    [Fact]
    public async Task A_hundred_envelopes_at_once_are_each_acknowledged_and_each_done_once()
    {
        await using var lab = await SlackLab.StartAsync(Settings);
        await ConnectedAsync(lab, 2);
        var acknowledged = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => lab.Slack.DeliverAsync("slash_commands", Fields(SlackSender.Command("/figures", $"number {i}", lab.Slack.NewReply().Url)))));

        // On a machine that cannot keep up, a sentence says so instead; then nothing was started.
        var busy = acknowledged.Count(answer => answer["payload"]?.ToJsonString().Contains("more to do at the moment", StringComparison.Ordinal) == true);
        Assert.All(acknowledged, answer => Assert.True(answer["payload"] is null || busy > 0));
        await Eventually.BecomesTrueAsync(() => lab.Slack.Told.Count() == 100 - busy, "all others are answered");
        Assert.Equal(100 - busy, lab.App.Desk.Runs);
    }

    private static Task ConnectedAsync(SlackLab lab, int count) => Eventually.BecomesTrueAsync(() => lab.Slack.Sockets.Count >= count, $"{count} connections are open");

    private static JsonObject Fields(Dictionary<string, string> form)
    {
        var fields = new JsonObject();
        foreach (var (name, value) in form)
            fields[name] = value;
        return fields;
    }
}
