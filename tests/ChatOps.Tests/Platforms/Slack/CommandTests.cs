using System.Text.Json.Nodes;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>What people type: slash commands, mentions, help.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task A_command_is_acknowledged_at_once_and_answered_for_everybody()
    {
        await using var lab = await SlackLab.StartAsync();

        var seen = await lab.CommandAsync("/echo", "hello &amp; &lt;there&gt;");

        Assert.StartsWith("On it: echo", (string?)seen!["text"], StringComparison.Ordinal);
        Assert.Equal("ephemeral", (string?)seen["response_type"]);
        await lab.MessageAsync("hello & <there>");
    }

    [Fact]
    public async Task Where_names_are_taken_one_command_takes_all_others()
    {
        await using var lab = await SlackLab.StartAsync();

        await lab.CommandAsync("/chatops", "echo from afar");

        await lab.MessageAsync("from afar");
    }

    [Fact]
    public async Task Lists_and_figures_are_for_their_reader_alone()
    {
        await using var lab = await SlackLab.StartAsync();
        var reply = lab.Slack.NewReply();

        Assert.Null(await lab.CommandAsync("/figures", "of the week", reply));

        await Eventually.BecomesTrueAsync(() => reply.Bodies.Count == 1, "the answer is there");
        Assert.Equal("ephemeral", (string?)reply.Bodies.First()["response_type"]);
        Assert.Empty(lab.Slack.Messages);
    }

    [Theory]
    [InlineData("/chatops", "", "What I can do")]
    [InlineData("/chatops", "help", "What I can do")]
    [InlineData("/chatops", "dance", "There is no command dance")]
    [InlineData("/chatops", "apply pl_1 abc", "There is no command apply")]
    [InlineData("/diagnose", "help", "/diagnose <error>")]
    [InlineData("/chatops", "echo help", "/echo <text>")]
    public async Task Help_comes_from_the_registrations(string command, string text, string words)
    {
        await using var lab = await SlackLab.StartAsync();

        var seen = await lab.CommandAsync(command, text);

        Assert.Contains(words, seen!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
        Assert.Equal(0, await lab.OperationsAsync());
    }

    [Fact]
    public async Task The_same_delivery_is_one_operation_however_often_it_comes_and_after_a_restart()
    {
        await using var slack = await FakeSlack.StartAsync();
        var folder = Directory.CreateTempSubdirectory("chatops-test-").FullName;
        var form = SlackSender.Command("/echo", "once");
        await using (var first = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = slack.Settings, DataDirectory = folder }))
        {
            await SlackSender.CommandAsync(first.Http, form);
            await SlackSender.CommandAsync(first.Http, form);
        }

        await using (var second = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = slack.Settings, DataDirectory = folder }))
        {
            await SlackSender.CommandAsync(second.Http, form);
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SlackSender.CommandAsync(second.Http, SlackSender.Command("/echo", "together", trigger: "1.2.same"))));
            await Eventually.BecomesTrueAsync(() => slack.Messages.Count >= 2, "both are answered");
            Assert.Equal(2, second.Desk.Runs + 1);
        }

        Assert.Equal(2, slack.Messages.Count);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Several_repositories_are_asked_for_and_the_answer_goes_on()
    {
        await using var lab = await SlackLab.StartAsync(("Repositories:0:Path", "/srv/orders"), ("Repositories:1:Path", "/srv/billing"), ("Repositories:1:Channels:0", "C0BILLING"));

        var asked = await lab.CommandAsync("/in_repo", "which");
        var section = asked!["blocks"]![0]!.AsObject();
        Assert.Equal(["orders", "billing"], section["accessory"]!["options"]!.AsArray().Select(option => (string?)option!["value"]));
        Assert.Equal(0, await lab.OperationsAsync());

        var reply = lab.Slack.NewReply();
        var choice = SlackSender.Click(section, section["accessory"]!.AsObject(), null, reply.Url, chosen: "billing");
        await SlackSender.InteractAsync(lab.App.Http, SlackSender.Click(section, section["accessory"]!.AsObject(), null, null, user: "U0BOB", chosen: "orders"));
        await lab.ToldAsync("answered already");
        await SlackSender.InteractAsync(lab.App.Http, choice);
        await lab.MessageAsync("which");
        await SlackSender.InteractAsync(lab.App.Http, choice);

        Assert.Equal(1, await lab.OperationsAsync());
        Assert.Equal(1, await lab.OperationsAsync("repo = 'billing'"));
    }

    [Theory]
    [InlineData("which", "C0BILLING", "billing")]
    [InlineData("--repo orders which", "C0BILLING", "orders")]
    [InlineData("in billing which", "C0INC", "billing")]
    [InlineData("which --repo billing", "C0INC", "billing")]
    public async Task A_repository_in_the_text_wins_over_the_channels(string text, string channel, string repository)
    {
        await using var lab = await SlackLab.StartAsync(("Repositories:0:Path", "/srv/orders"), ("Repositories:1:Path", "/srv/billing"), ("Repositories:1:Channels:0", "C0BILLING"));

        await lab.CommandAsync("/in_repo", text, channel: channel);

        await lab.MessageAsync("which");
        Assert.Equal(1, await lab.OperationsAsync($"repo = '{repository}'"));
        Assert.DoesNotContain("--repo", lab.Slack.Messages[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_without_its_text_opens_a_form_and_the_form_is_a_request()
    {
        await using var lab = await SlackLab.StartAsync(("Repositories:0:Path", "/srv/orders"), ("Repositories:1:Path", "/srv/billing"), ("Repositories:1:Channels:0", "C0BILLING"));

        Assert.Null(await lab.CommandAsync("/in_repo", "", channel: "C0BILLING"));
        await Eventually.BecomesTrueAsync(() => !lab.Slack.Views.IsEmpty, "the form is open");
        var view = lab.Slack.Views.First();
        Assert.Equal("billing", (string?)view["blocks"]!.AsArray().Single(block => (string?)block!["block_id"] == "repository")!["element"]!["initial_option"]!["value"]);

        var wrong = await SlackSender.InteractAsync(lab.App.Http, SlackSender.Submission(view, []));
        Assert.Equal("errors", (string?)(await ChatOpsApp.JsonAsync(wrong))["response_action"]);
        var values = new JsonObject
        {
            ["argument:text"] = new JsonObject { ["argument:text"] = new JsonObject { ["type"] = "plain_text_input", ["value"] = "from the form" } },
            ["repository"] = new JsonObject { ["repository"] = new JsonObject { ["type"] = "static_select", ["selected_option"] = new JsonObject { ["value"] = "orders" } } },
        };
        var right = await SlackSender.InteractAsync(lab.App.Http, SlackSender.Submission(view, values));

        Assert.Equal("", await right.Content.ReadAsStringAsync());
        Assert.Equal("C0BILLING", (await lab.MessageAsync("from the form")).Channel);
        Assert.Equal(1, await lab.OperationsAsync("repo = 'orders'"));
    }

    [Theory]
    [InlineData("<@U0BOT> echo said aloud", "said aloud")]
    [InlineData("<@U0BOT>: Please echo &lt;this&gt;", "<this>")]
    [InlineData("<@U0BOT|chatops> echo see <https://example.com/a|the page>", "see the page")]
    public async Task A_mention_is_a_request_and_answered_in_its_thread(string text, string words)
    {
        await using var lab = await SlackLab.StartAsync();
        var said = SlackSender.Event(SlackSender.Mention(text));

        Assert.True((await SlackSender.EventAsync(lab.App.Http, said)).IsSuccessStatusCode);
        Assert.True((await SlackSender.EventAsync(lab.App.Http, said)).IsSuccessStatusCode);

        Assert.Equal("1800000009.000001", (await lab.MessageAsync(words)).Thread);
        Assert.Equal(1, await lab.OperationsAsync());
    }

    [Theory]
    [InlineData("<@U0BOT>", "What I can do")]
    [InlineData("<@U0BOT> sing a song", "There is no command sing")]
    public async Task What_is_not_understood_is_answered_with_help(string text, string words)
    {
        await using var lab = await SlackLab.StartAsync();

        await SlackSender.EventAsync(lab.App.Http, SlackSender.Event(SlackSender.Mention(text)));

        await lab.ToldAsync(words);
    }

    [Fact]
    public async Task Bots_and_edits_ask_for_nothing()
    {
        await using var lab = await SlackLab.StartAsync();
        var bot = SlackSender.Mention("<@U0BOT> echo x");
        bot["bot_id"] = "B1";
        var edit = SlackSender.Mention("<@U0BOT> echo x");
        edit["subtype"] = "message_changed";

        Assert.True((await SlackSender.EventAsync(lab.App.Http, SlackSender.Event(bot))).IsSuccessStatusCode);
        Assert.True((await SlackSender.EventAsync(lab.App.Http, SlackSender.Event(edit))).IsSuccessStatusCode);

        Assert.Equal(0, await lab.OperationsAsync());
    }
}
