using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Running.Delivery;
using ChatOps.Running.Operations;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Running.Delivery;

/// <summary>The life of an answer in a chat: one message, edited to its end; delivered, or recorded as undeliverable.</summary>
public sealed class DeliveryTests
{
    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_run_is_one_message_in_the_thread_edited_from_its_first_step_to_its_answer(string provider)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Provider = provider, Settings = slack.Settings });
        await SubmitAsync(app, "wait", "all done", thread: "1800000000.999999");
        await Eventually.BecomesTrueAsync(() => slack.Messages.Count == 1, "progress is shown");
        var message = slack.Messages[0];
        Assert.Contains("wait: Waiting", message.Text, StringComparison.Ordinal);
        Assert.Equal("1800000000.999999", message.Thread);

        app.Desk.Open();

        await Eventually.BecomesTrueAsync(() => message.Text.Contains("all done", StringComparison.Ordinal), "the answer is shown");
        Assert.Single(slack.Messages);
        Assert.Contains("<@U0ALICE>", message.Text, StringComparison.Ordinal);
        await DeliveredAsync(app);
    }

    [Fact]
    public async Task A_message_that_is_gone_is_posted_anew()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = slack.Settings });
        await SubmitAsync(app, "wait", "all done");
        await Eventually.BecomesTrueAsync(() => slack.Messages.Count == 1, "progress is shown");

        slack.Delete(slack.Messages[0]);
        app.Desk.Open();

        await Eventually.BecomesTrueAsync(() => slack.Messages.Any(message => message.Text.Contains("all done", StringComparison.Ordinal)), "the answer is shown");
        Assert.Single(slack.Messages);
    }

    [Theory]
    [InlineData(429, null, 2)]
    [InlineData(429, null, 60)]
    [InlineData(500, null, null)]
    [InlineData(200, "internal_error", null)]
    public async Task An_answer_that_is_not_taken_now_is_taken_later(int status, string? error, int? retryAfter)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = slack.Settings });
        await SubmitAsync(app, "wait", "all done");
        await Eventually.BecomesTrueAsync(() => slack.Messages.Count == 1, "progress is shown");

        slack.Fail("chat.update", error, status, retryAfter);
        app.Desk.Open();
        await Eventually.BecomesTrueAsync(() => slack.Calls.Any(call => call.Method == "chat.update"), "Slack refused");

        await Eventually.BecomesTrueAsync(() =>
        {
            app.Clock.Advance(TimeSpan.FromSeconds(5));
            return slack.Messages[0].Text.Contains("all done", StringComparison.Ordinal);
        }, "the answer is shown");
        Assert.Single(slack.Messages);
        await DeliveredAsync(app);
    }

    [Fact]
    public async Task An_archived_channel_is_recorded_in_the_audit_log()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = slack.Settings });
        slack.Fail("chat.postMessage", "is_archived", times: 10);

        var operation = await SubmitAsync(app, "echo", "all done");

        await Eventually.BecomesTrueAsync(async () => (await UndeliverableAsync(app)).Count == 1, "it is recorded");
        var row = (await UndeliverableAsync(app))[0];
        Assert.Equal(operation.Id, (string?)row["subject"]);
        Assert.Equal("is_archived", (string?)row["detail"]!["reason"]);
        Assert.Empty(slack.Messages);
    }

    [Fact]
    public async Task Where_the_bot_may_not_write_the_requests_own_address_answers()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = slack.Settings });
        slack.Fail("chat.postMessage", "not_in_channel", times: 10);
        var reply = slack.NewReply();

        await SubmitAsync(app, "echo", "all done", reply: reply.Url);

        await Eventually.BecomesTrueAsync(() => reply.Bodies.Count == 1, "the answer is there");
        Assert.Equal("in_channel", (string?)reply.Bodies.First()["response_type"]);
        Assert.Contains("all done", reply.Bodies.First().ToJsonString(), StringComparison.Ordinal);
        await DeliveredAsync(app);
    }

    [Fact]
    public async Task A_refusal_is_told_to_the_requester_alone()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = slack.Settings });

        await SubmitAsync(app, "refuse", "twice");

        await Eventually.BecomesTrueAsync(() => slack.Told.Any(), "the refusal is told");
        Assert.Contains("It cannot be done: twice", slack.Told.Single().ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(slack.Messages);
    }

    [Fact]
    public async Task Two_hosts_that_die_while_posting_leave_one_message()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = slack.Settings });
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var operation = await SubmitAsync(app, "wait", "all done");
        await Eventually.BecomesTrueAsync(() => slack.Messages.Count == 1, "progress is shown");
        // As a crash between the post and the note of its id leaves it.
        await app.Get<DeliveryStore>().PostingAsync(operation.Id, default);

        app.Desk.Open();

        await Eventually.BecomesTrueAsync(() => slack.Messages[0].Text.Contains("all done", StringComparison.Ordinal), "the answer is shown");
        Assert.Single(slack.Messages);
        hold.SetResult();
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_host_killed_in_the_middle_goes_on_after_its_restart_and_edits_the_same_message(string provider)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var database = await Databases.CreateAsync(provider);
        var folder = Directory.CreateTempSubdirectory("chatops-crash-").FullName;
        var settings = database.Settings.Concat(slack.Settings).ToDictionary(pair => pair.Key, pair => pair.Value);
        await using (var first = await ChildHost.StartAsync(folder, settings))
        {
            await SlackSender.CommandAsync(first.Http, SlackSender.Command("/chatops", "wait survive"));
            await Eventually.BecomesTrueAsync(() => slack.Messages.Count == 1, "progress is shown");
            await first.KillAsync();
        }

        TestCommands.Desk.Open(folder);
        await using (var second = await ChildHost.StartAsync(folder, settings))
        {
            await Eventually.BecomesTrueAsync(() => slack.Messages[0].Text.Contains("survive", StringComparison.Ordinal) && slack.Messages[0].Text.Contains("<@U0ALICE>", StringComparison.Ordinal), "the answer is shown");
            await second.KillAsync();
        }

        Assert.Single(slack.Messages);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_requests_own_address_stands_nowhere_readable_and_is_gone_after_half_an_hour()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = slack.Settings });
        var reply = slack.NewReply();
        var operation = await SubmitAsync(app, "wait", "later", reply: reply.Url);
        Assert.Equal(reply.Url, (await app.Get<DeliveryStore>().FindOpenAsync(operation.Id, default))!.Reply);
        foreach (var file in Directory.EnumerateFiles(app.DataDirectory, "chatops.db*"))
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(reply.Id)) < 0, file);

        app.Clock.Advance(TimeSpan.FromMinutes(31));

        Assert.Null((await app.Get<DeliveryStore>().FindOpenAsync(operation.Id, default))?.Reply);
    }

    private static async Task<Operation> SubmitAsync(ChatOpsApp app, string command, string text, string? thread = null, string? reply = null)
    {
        var caller = new Caller("slack:T0TEAM/U0ALICE", "alice", Role.None);
        var request = MaskedRequest.Create(command, caller, "slack", null, ("text", text));
        var address = new ChatAddress { Platform = "slack", Workspace = FakeSlack.Team, Channel = "C0INC", Thread = thread, Requester = "U0ALICE" };
        var key = app.Get<IdempotencyKeys>().Of(caller, "slack", Guid.NewGuid().ToString(), default);
        return (await app.Get<OperationQueue>().SubmitAsync(request, key, new ChatOrigin(address, reply), default)).Value!;
    }

    private static Task DeliveredAsync(ChatOpsApp app) => Eventually.BecomesTrueAsync(async () =>
    {
        await using var connection = await app.Get<ChatOps.Adapters.Storage.Database>().OpenAsync(default);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from deliveries where state <> 'delivered' or reply is not null or address <> '{}'";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture) == 0;
    }, "everything is delivered and forgotten");

    private static async Task<List<JsonNode>> UndeliverableAsync(ChatOpsApp app) =>
        [.. (await app.GetJsonAsync("/history/audit"))["items"]!.AsArray().Where(row => (string?)row!["action"] == "undeliverable").Select(row => row!)];
}
