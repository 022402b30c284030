using Quartz;

namespace ChatOps.Adapters.Jobs;

/// <summary>Queues an item that does nothing before anybody else queues one.</summary>
/// <remarks>
/// With a process's first item of a class Quartz writes the class's job too, under its lock, lets go of it and takes it again for the
/// trigger. In a transaction that has SQLite's file locked by then, the scheduler's own turn in between would wait for the file, and
/// the transaction for the scheduler, until one of them gives up after half a minute.
/// </remarks>
internal sealed class FirstJob(ISchedulerFactory schedulers) : IHostedService
{
    /// <summary>The item.</summary>
    internal static readonly WorkInput Input = new("", "");

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await scheduler.ScheduleJob<WorkJob, WorkInput>(Input, TimeSpan.Zero, new OneOffJobOptions { RequestRecovery = true }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
