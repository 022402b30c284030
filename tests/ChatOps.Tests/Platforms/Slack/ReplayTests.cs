using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Platforms.Slack.Wire;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>A request that was recorded and is sent again: refused by the host that took it, and done once whoever takes it. Slack's own retries, which it signs anew, are answered.</summary>
public sealed class ReplayTests
{
    [Theory]
    [InlineData("/slack/commands")]
    [InlineData("/slack/interactions")]
    [InlineData("/slack/events")]
    public async Task The_same_bytes_under_the_same_signature_are_refused_and_nothing_is_done_again(string door)
    {
        await using var lab = await SlackLab.StartAsync();
        var request = Recorded.Make(door);

        Assert.Equal(HttpStatusCode.OK, (await request.SendAsync(lab.App)).StatusCode);
        await lab.MessageAsync("once");
        var again = await request.SendAsync(lab.App);

        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        Assert.Contains("taken already", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await lab.OperationsAsync());
        Assert.Single(lab.Slack.Messages);
    }

    [Fact]
    public async Task Of_many_at_once_one_is_taken()
    {
        await using var lab = await SlackLab.StartAsync();
        var request = Recorded.Make("/slack/commands");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => request.SendAsync(lab.App)));

        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        Assert.Equal(1, await lab.OperationsAsync());
    }

    [Fact]
    public async Task A_retry_of_Slacks_is_answered_and_done_once_signed_anew_or_not()
    {
        await using var lab = await SlackLab.StartAsync();
        var request = Recorded.Make("/slack/events");
        await request.SendAsync(lab.App);

        var same = await request.SendAsync(lab.App, ("X-Slack-Retry-Num", "1"), ("X-Slack-Retry-Reason", "http_timeout"));
        var anew = await request.Later(1).SendAsync(lab.App, ("X-Slack-Retry-Num", "2"), ("X-Slack-Retry-Reason", "http_timeout"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (same.StatusCode, anew.StatusCode));
        await lab.MessageAsync("once");
        Assert.Equal(1, await lab.OperationsAsync());
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Another_replica_and_the_host_after_a_restart_know_it_by_what_was_stored(string provider)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var database = await Databases.CreateAsync(provider);
        var folder = Directory.CreateTempSubdirectory("chatops-test-").FullName;
        var setup = new ChatOpsApp.Setup { Settings = slack.Settings, Database = database, DataDirectory = folder, Provider = provider };
        // Without an id in it the signature is the id.
        Recorded[] requests = [Recorded.Make("/slack/commands"), Recorded.Make("/slack/commands", "bare"), Recorded.Make("/slack/interactions"), Recorded.Make("/slack/events")];
        var runs = 0;
        await using (var first = await ChatOpsApp.StartAsync(setup))
        {
            foreach (var request in requests)
                Assert.Equal(HttpStatusCode.OK, (await request.SendAsync(first)).StatusCode);
            await Eventually.BecomesTrueAsync(() => slack.Messages.Count(message => message.Text.Contains("<@U0ALICE>", StringComparison.Ordinal)) == requests.Length, "each is answered");
            if (provider != "Sqlite")
            {
                await using var replica = await ChatOpsApp.StartAsync(setup);
                foreach (var request in requests)
                    Assert.Equal(HttpStatusCode.OK, (await request.SendAsync(replica)).StatusCode);
                runs += replica.Desk.Runs;
            }

            runs += first.Desk.Runs;
        }

        await using (var restarted = await ChatOpsApp.StartAsync(setup))
        {
            foreach (var request in requests)
                Assert.Equal(HttpStatusCode.OK, (await request.SendAsync(restarted)).StatusCode);
            // What comes after them is done, so they would have been.
            await SlackSender.CommandAsync(restarted.Http, SlackSender.Command("/echo", "the last"));
            await Eventually.BecomesTrueAsync(() => slack.Messages.Any(message => message.Text.Contains("the last", StringComparison.Ordinal)), "the last is answered");
            runs += restarted.Desk.Runs;
        }

        Assert.Equal(requests.Length + 1, runs);
        Assert.Equal(requests.Length + 1, slack.Messages.Count);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_question_that_is_asked_again_is_the_same_question_and_its_answer_counts_once()
    {
        await using var lab = await SlackLab.StartAsync(("Repositories:0:Path", "/srv/orders"), ("Repositories:1:Path", "/srv/billing"));
        var form = SlackSender.Command("/in_repo", "which");
        var first = await ChatOpsApp.JsonAsync(await SlackSender.CommandAsync(lab.App.Http, form));
        await ChooseAsync(first);
        await lab.MessageAsync("which");

        var again = await ChatOpsApp.JsonAsync(await SlackSender.CommandAsync(lab.App.Http, form));
        await ChooseAsync(again);
        await lab.CommandAsync("/echo", "the last");
        await lab.MessageAsync("the last");

        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        Assert.Equal(1, await lab.OperationsAsync("kind = 'in_repo'"));

        Task ChooseAsync(JsonNode asked)
        {
            var section = asked["blocks"]![0]!.AsObject();
            return SlackSender.InteractAsync(lab.App.Http, SlackSender.Click(section, section["accessory"]!.AsObject(), null, chosen: "billing"));
        }
    }

    [Fact]
    public void What_is_too_old_to_be_let_in_is_not_remembered_and_what_was_not_taken_may_come_again()
    {
        var clock = new TestClock();
        var replays = new Replays(clock);
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        foreach (var (second, i) in Enumerable.Range(-300, 601).Select((second, i) => (second, i)))
            Assert.True(replays.Take(Text(now + second), Signature(i)));
        Assert.False(replays.Take(Text(now), Signature(300)));

        replays.Forget(Text(now), Signature(300));
        Assert.True(replays.Take(Text(now), Signature(300)));
        clock.Advance(TimeSpan.FromSeconds(601));
        Assert.True(replays.Take(Text(now + 601), Signature(1)));

        Assert.InRange(replays.Count, 1, 2);

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
        static string Signature(int number) => "v0=" + number.ToString("x64", CultureInfo.InvariantCulture)[32..] + new string('0', 32);
    }

    /// <summary>A request as somebody recorded it on its way: its bytes, its time, its signature.</summary>
    private sealed record Recorded(string Door, string Body, long At)
    {
        public static Recorded Make(string door, string how = "") => new(door, BodyOf(door, how), DateTimeOffset.UtcNow.ToUnixTimeSeconds());

        /// <summary>The same body, signed later.</summary>
        public Recorded Later(int seconds) => this with { At = At + seconds };

        public Task<HttpResponseMessage> SendAsync(ChatOpsApp host, params (string Name, string Value)[] headers) =>
            SlackSender.PostAsync(host.Http, Door, Body, Door == "/slack/events" ? "application/json" : "application/x-www-form-urlencoded", At, SlackSender.Sign(At.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(Body)), headers);

        private static string BodyOf(string door, string how)
        {
            switch (door)
            {
                case "/slack/commands":
                    var form = SlackSender.Command("/echo", "once" + how);
                    if (how.Length > 0)
                        form.Remove("trigger_id");
                    return SlackSender.Form(form);
                case "/slack/interactions":
                    // A form that was sent off is a request by itself.
                    var view = new JsonObject { ["callback_id"] = "form", ["private_metadata"] = """{"command":"echo","channel":"C0INC","thread":null}""" };
                    var values = new JsonObject { ["argument:text"] = new JsonObject { ["argument:text"] = new JsonObject { ["type"] = "plain_text_input", ["value"] = "once" } } };
                    return SlackSender.Form(new() { ["payload"] = SlackSender.Submission(view, values).ToJsonString() });
                default:
                    return SlackSender.Event(SlackSender.Mention("<@U0BOT> echo once")).ToJsonString();
            }
        }
    }
}
