using Quartz;

namespace ChatOps.Adapters.Jobs;

/// <summary>Which work, on what.</summary>
internal sealed record WorkInput(string Work, string Argument);

/// <summary>Hands a queued item to the work registered for it.</summary>
internal sealed class WorkJob(IServiceProvider services, TimeProvider clock) : IJob<WorkInput>
{
    /// <summary>What a stopping host leaves running work before it interrupts it and gives it back to the queue.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, WorkInput input, CancellationToken cancellationToken = default)
    {
        if (input == FirstJob.Input)
            return;
        using var stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var leaving = cancellationToken.Register(() => stop.CancelAfter(Grace));
        await services.GetRequiredKeyedService<IWork>(input.Work).RunAsync(input.Argument, stop.Token);
    }
}
