using Quartz;

namespace ChatOps.Adapters.Jobs;

/// <summary>Does the work that its own name says, <c>work:argument</c>.</summary>
internal sealed class ScheduledJob(IServiceProvider services, TimeProvider clock) : IJob
{
    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var name = context.JobDetail.Key.Name;
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        using var stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var leaving = cancellationToken.Register(() => stop.CancelAfter(WorkJob.Grace));
        await services.GetRequiredKeyedService<IWork>(name[..colon]).RunAsync(name[(colon + 1)..], stop.Token);
    }
}
