using ChatOps.Chat;
using Quartz;

namespace ChatOps.Adapters.Jobs;

/// <summary>Whether queued work is being done.</summary>
internal sealed class JobsHealth(ISchedulerFactory schedulers) : IHealthComponent
{
    /// <inheritdoc/>
    public string Name => "jobs";

    /// <inheritdoc/>
    public async Task<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var status = await (await schedulers.GetScheduler(cancellationToken)).GetStatus(cancellationToken);
            return status == SchedulerStatus.Running
                ? new(HealthState.Ok, "The scheduler runs.")
                : new(HealthState.Down, "The scheduler is not running; the host is starting or stopping.");
        }
        catch (SchedulerException)
        {
            return new(HealthState.Down, "The scheduler cannot reach the database; see storage.");
        }
    }
}
