using ChatOps.Adapters.Storage;
using ChatOps.Running.Operations;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.Slack;
using Dapper;
using Quartz;

namespace ChatOps.Tests.Running.Operations;

/// <summary>What a chat's door stored gets its job in the background: each once, many in one job when many came.</summary>
public sealed class HandoverTests
{
    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_a_host_accepted_and_did_not_queue_is_queued_by_the_next_look_and_once(string provider)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Provider = provider, Settings = slack.Settings });
        await LeaveBehindAsync(app, ["op_left"]);

        app.Clock.Advance(TimeSpan.FromSeconds(21));
        app.Get<Handover>().Add("op_left", isLong: false);
        app.Clock.Advance(TimeSpan.FromSeconds(11));

        await Eventually.BecomesTrueAsync(() => slack.Messages.Any(message => message.Text.Contains("op_left", StringComparison.Ordinal) && message.Text.Contains("<@U0ALICE>", StringComparison.Ordinal)), "it is answered");
        Assert.Single(slack.Messages);
        Assert.Equal(1, app.Desk.Runs);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_rush_shares_jobs_and_each_is_done_once_also_when_one_of_them_fails(string provider)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Provider = provider, Settings = slack.Settings });
        var scheduler = await app.Get<ISchedulerFactory>().GetScheduler();
        await scheduler.PauseAll();
        var rush = Enumerable.Range(0, 60).Select(i => $"op_rush{i}").ToList();
        await LeaveBehindAsync(app, rush);
        await LeaveBehindAsync(app, ["op_throws"], command: "throw");

        foreach (var id in rush.Append("op_throws"))
            app.Get<Handover>().Add(id, isLong: false);
        await Eventually.BecomesTrueAsync(async () => await CountAsync(app, "deliveries where handed_over = 0") == 0, "each is in a job");
        // One at least holds most of them; how many came before a worker looked is left to the machine.
        Assert.InRange(await CountAsync(app, "qrtz_triggers where trigger_name like 'operation:op_%'"), 1, 20);
        await scheduler.ResumeAll();

        await Eventually.BecomesTrueAsync(async () => await CountAsync(app, "deliveries where state = 'open'") == 0, "each is answered");
        Assert.Equal(60, app.Desk.Runs);
        Assert.Equal(60, await CountAsync(app, "operations where state = 'succeeded'"));
        Assert.Equal(1, await CountAsync(app, "operations where state = 'failed'"));
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_rush_of_which_many_hang_keeps_nobody_waiting_who_comes_later(string provider)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Provider = provider, Settings = slack.Settings });
        var hanging = Enumerable.Range(0, 40).Select(i => $"op_hangs{i}").ToList();
        await LeaveBehindAsync(app, hanging, command: "wait");
        foreach (var id in hanging)
            app.Get<Handover>().Add(id, isLong: false);
        await Eventually.BecomesTrueAsync(() => app.Desk.Runs >= 16, "many hang");

        await LeaveBehindAsync(app, ["op_later0", "op_later1", "op_later2"]);
        foreach (var id in new[] { "op_later0", "op_later1", "op_later2" })
            app.Get<Handover>().Add(id, isLong: false);

        await Eventually.BecomesTrueAsync(async () => await CountAsync(app, "operations where state = 'succeeded'") == 3, "those that came later are answered");
        app.Desk.Open();
        await Eventually.BecomesTrueAsync(async () => await CountAsync(app, "deliveries where state = 'open'") == 0, "and the others in the end");
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task One_that_is_queued_already_takes_its_neighbours_back_and_the_next_look_queues_them(string provider)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Provider = provider, Settings = slack.Settings });
        await LeaveBehindAsync(app, ["op_twice", "op_other"]);
        app.Get<Handover>().Add("op_twice", isLong: false);
        await Eventually.BecomesTrueAsync(async () => await CountAsync(app, "operations where state = 'succeeded'") == 1, "it is done");

        app.Get<Handover>().Add("op_twice", isLong: false);
        app.Get<Handover>().Add("op_other", isLong: false);
        app.Clock.Advance(TimeSpan.FromSeconds(21));
        app.Clock.Advance(TimeSpan.FromSeconds(11));

        await Eventually.BecomesTrueAsync(async () => await CountAsync(app, "deliveries where state = 'open'") == 0, "both are answered");
        Assert.Equal(2, app.Desk.Runs);
    }

    // As a host that died between accepting and queueing leaves them: stored, and in nobody's hands.
    private static Task LeaveBehindAsync(ChatOpsApp app, IEnumerable<string> ids, string command = "echo") => app.Get<Database>().WriteAsync(
        async transaction =>
        {
            foreach (var id in ids)
            {
                var now = app.Clock.GetUtcNow().ToUnixTimeMilliseconds();
                var request = $$$"""{"command":"{{{command}}}","arguments":{"text":"{{{id}}}"},"caller":{"id":"slack:T0TEAM/U0ALICE","name":"alice","role":0,"repositoryRoles":{}},"door":"slack","maskedSecrets":{}}""";
                await transaction.Connection!.ExecuteAsync("insert into operations (id, kind, state, door, requested_by, model_backed, request, attempt, cancel_requested, created_at) values (@id, @command, 'queued', 'slack', 'somebody', 0, @request, 0, 0, @now)", new { id, command, request, now }, transaction);
                await transaction.Connection!.ExecuteAsync(
                    """insert into deliveries (operation_id, platform, address, posting, handed_over, state, attempts, created_at) values (@id, 'slack', '{"platform":"slack","workspace":"T0TEAM","channel":"' || @channel || '","requester":"U0ALICE","sources":[]}', 0, 0, 'open', 0, @now)""",
                    new { id, channel = $"C{id.ToUpperInvariant()}", now },
                    transaction);
            }
        },
        default);

    private static async Task<long> CountAsync(ChatOpsApp app, string from)
    {
        await using var connection = await app.Get<Database>().OpenAsync(default);
        return await connection.ExecuteScalarAsync<long>($"select count(*) from {from}");
    }
}
