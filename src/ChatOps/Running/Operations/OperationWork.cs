using ChatOps.Adapters.Jobs;
using ChatOps.Running.Delivery;

namespace ChatOps.Running.Operations;

/// <summary>Runs queued operations, and delivers the answers that a chat waits for.</summary>
internal sealed class OperationWork(CommandRunner runner, Courier courier, RunMessage message) : IWork
{
    /// <summary>The name it is queued by.</summary>
    public const string Name = "operation";

    /// <inheritdoc/>
    public async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (await courier.FindAsync(argument, cancellationToken) is not { } delivery)
        {
            await runner.RunQueuedAsync(argument, null, cancellationToken);
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = message.FollowAsync(delivery, over.Token, cancellationToken);
        try
        {
            await runner.RunQueuedAsync(argument, (request, leaving) => courier.CompleteAsync(delivery, request, leaving), cancellationToken);
        }
        finally
        {
            await over.CancelAsync();
            await progress;
        }

        await courier.DeliverAsync(argument, cancellationToken);
    }
}
