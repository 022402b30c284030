using ChatOps.Adapters.Jobs;
using ChatOps.Adapters.Storage;
using ChatOps.Tests.Support;
using Dapper;
using Quartz;

namespace ChatOps.Tests.Adapters.Jobs;

/// <summary>On SQLite, Quartz's lock and the file's are taken in one order only: where somebody turns it round, two wait for each other until SQLite gives up after half a minute.</summary>
public sealed class EnqueueTests
{
    private static readonly TimeSpan BeforeSqliteGivesUp = TimeSpan.FromSeconds(25);

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_scheduler_can_still_write_while_a_transaction_that_will_queue_a_job_is_open(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);

        await app.Get<Database>().WriteWithJobAsync(
            async _ =>
            {
                await TakeATurnAsync(await SchedulerAsync(app)).WaitAsync(BeforeSqliteGivesUp);
                return true;
            },
            default);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_job_is_queued_before_the_rows_it_is_about_are_written(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);

        var queued = await app.Get<JobQueue>().EnqueueAsync(
            "operation",
            "op_first",
            isLong: false,
            transaction => transaction.Connection!.ExecuteScalarAsync<long>("select count(*) from qrtz_triggers where trigger_name = 'operation:op_first'", null, transaction),
            default);

        Assert.Equal(1, queued);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_the_rows_throw_takes_the_job_back(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);

        await Assert.ThrowsAsync<InvalidOperationException>(() => app.Get<JobQueue>().EnqueueAsync<bool>("operation", "op_never", isLong: false, _ => throw new InvalidOperationException(), default));

        await using var connection = await app.Get<Database>().OpenAsync(default);
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from qrtz_triggers where trigger_name = 'operation:op_never'"));
    }

    [Fact]
    public async Task The_first_requests_of_a_process_are_queued_while_the_scheduler_is_busy()
    {
        await using var app = await ChatOpsApp.StartAsync();
        var scheduler = await SchedulerAsync(app);
        using var done = new CancellationTokenSource();
        var busy = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
                await TakeATurnAsync(scheduler);
        });

        try
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(i => app.PostAsync("/test/echo", new { text = $"{i}" }))).WaitAsync(BeforeSqliteGivesUp);
        }
        finally
        {
            await done.CancelAsync();
            await busy;
        }

        Assert.Equal(10, app.Desk.Runs);
    }

    private static Task<IScheduler> SchedulerAsync(ChatOpsApp app) => app.Get<ISchedulerFactory>().GetScheduler().AsTask();

    // Writes under Quartz's lock, in a transaction of its own, and changes nothing.
    private static async Task TakeATurnAsync(IScheduler scheduler) => await scheduler.PauseTriggerGroups(GroupMatcher<TriggerKey>.GroupEquals("nobody"));
}
