using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Blocks;
using ChatOps.Running;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>Against code that Slack wrote: the types of its blocks, the decisions of Bolt, and a counterpart that is held to its SDK.</summary>
public sealed class PeerTests
{
    [SkippableFact]
    public async Task Every_kind_of_message_and_view_has_the_types_that_Slack_declares()
    {
        await using var app = await ChatOpsApp.StartAsync();
        var catalog = app.Get<CommandCatalog>();
        RepositoryRef[] repositories = [new() { Name = "orders", Path = "/srv/orders" }, new() { Name = "billing", Path = "/srv/billing" }];
        var all = SampleCards.All.Keys.Select(CardSnapshotTests.Draw).ToList();
        all.AddRange(catalog.All.Select(command => Message(HelpCard.Message(command))));
        all.Add(Message(HelpCard.Message(catalog, null)));
        all.Add(Message(RepositoryQuestion.Of("pk_1", repositories)));
        all.AddRange(catalog.All.Select(command => FormView.Of(command, new CommandText([], null), new FormView.Origin(command.Name, "C0INC", null), repositories, repositories[0])));
        all.Add(HomeView.Of(new Caller("slack:T0TEAM/U0ALICE", "Alice", Role.Approver), [.. SampleCards.All.Values]));
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, all.Select(item => item.ToJsonString()));

        var (code, output) = await Peers.RunAsync("check-blocks.mjs", file);

        Assert.True(code == 0, string.Join('\n', output.Split('\n').Where(line => !line.StartsWith("ok ", StringComparison.Ordinal))));
        File.Delete(file);
    }

    [SkippableFact]
    public async Task Signatures_are_judged_as_Bolt_judges_them()
    {
        await using var lab = await SlackLab.StartAsync();

        var (code, output) = await Peers.RunAsync("signatures.mjs", "--url", new Uri(lab.App.Address, "/slack/commands").ToString(), "--secret", SlackSender.Secret);

        Assert.True(code == 0, output);
    }

    [SkippableFact]
    public async Task The_host_does_against_Slacks_counterpart_what_the_SDK_does()
    {
        await using var slack = await Peers.StartAsync("counterpart.mjs");
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup
        {
            Settings =
            {
                ["Slack:ApiUrl"] = (string)slack.Hello["apiUrl"]!,
                ["Slack:BotToken"] = (string)slack.Hello["botToken"]!,
                ["Slack:AppToken"] = (string)slack.Hello["appToken"]!,
                ["Slack:ResponseUrlHosts:0"] = "127.0.0.1",
                ["Slack:FileHosts:0"] = "127.0.0.1",
            },
        });
        await slack.AskAsync("waitConns", 2);

        // A command over a socket, its acknowledgement with a payload, and a 429 that is waited out.
        await slack.AskAsync("fault", new { method = "chat.postMessage", status = 429, retryAfter = 1 });
        var acknowledged = await TypeAsync(slack, () => SlackSender.Command("/echo", "over the socket"));
        Assert.StartsWith("On it", (string?)acknowledged!["payload"]!["text"], StringComparison.Ordinal);
        await SaysAsync(slack, "over the socket");

        // A private answer goes to the request's own address; a seventh use would be refused.
        var reply = (string)(await slack.AskAsync("issueResponseUrl"))!;
        await TypeAsync(slack, () => SlackSender.Command("/figures", "for one", reply));
        await Eventually.BecomesTrueAsync(async () => (await slack.AskAsync("bodies", reply))!.ToJsonString().Contains("for one", StringComparison.Ordinal), "the private answer is there");

        // A form opens once for its trigger.
        await slack.AskAsync("deliver", "slash_commands", SlackSender.Command("/diagnose", "", trigger: (string)(await slack.AskAsync("issueTrigger"))!));
        await Eventually.BecomesTrueAsync(async () => (int)(await slack.AskAsync("viewCount"))! == 1, "the form is open");

        // Long text becomes a file in the thread.
        await TypeAsync(slack, () => SlackSender.Command("/long", "diff"));
        await Eventually.BecomesTrueAsync(async () => (await slack.AskAsync("files"))!.AsArray().Any(file => (string?)file!["channel"] == "C0INC" && (bool)file["uploaded"]!), "the file is there");

        // A refreshed connection loses nothing.
        await slack.AskAsync("disconnect");
        await BringAsync(slack, SlackSender.Event(SlackSender.Mention("<@U0BOT> echo after the refresh")));
        await SaysAsync(slack, "after the refresh");
        await slack.AskAsync("waitConns", 2);

        Assert.Empty((await slack.AskAsync("errors"))!.AsArray());
    }

    // A machine that cannot keep up says so within a second, and a person tries again.
    private static async Task<JsonNode> TypeAsync(Peers slack, Func<Dictionary<string, string>> command)
    {
        while (true)
        {
            var acknowledged = (await slack.AskAsync("deliver", "slash_commands", command()))!;
            if (acknowledged["payload"]?.ToJsonString().Contains("more to do at the moment", StringComparison.Ordinal) != true)
                return acknowledged;
        }
    }

    // What is not acknowledged in time is brought again, as Slack does.
    private static async Task BringAsync(Peers slack, JsonObject happened)
    {
        while (true)
        {
            try
            {
                await slack.AskAsync("deliver", "events_api", happened);
                return;
            }
            catch (InvalidOperationException e) when (e.Message.Contains("no ack", StringComparison.Ordinal))
            {
                // Again.
            }
        }
    }

    private static Task SaysAsync(Peers slack, string words) =>
        Eventually.BecomesTrueAsync(async () => (await slack.AskAsync("messages"))!.ToJsonString().Contains(words, StringComparison.Ordinal), $"a message says {words}");

    private static JsonObject Message(SlackMessage message) => new() { ["text"] = message.Text, ["blocks"] = JsonSerializer.SerializeToNode(message.Blocks) };
}
