using ChatOps.Adapters.Jobs;
using ChatOps.Running.Delivery;

namespace ChatOps.Running.Operations;

/// <summary>Runs queued operations, and delivers the answers that a chat waits for. A rush of short ones shares a job.</summary>
internal sealed class OperationWork(CommandRunner runner, Courier courier, RunMessage message) : IWork, IDisposable
{
    /// <summary>The name it is queued by.</summary>
    public const string Name = "operation";

    // Of all that share jobs: their answers wait for the network, so a few at a time keep it busy, and the doors' own work is not kept waiting.
    private readonly SemaphoreSlim _sharing = new(16);

    /// <summary>What is queued: the operations' ids.</summary>
    public static string Argument(IEnumerable<string> operationIds) => string.Join(' ', operationIds);

    /// <inheritdoc/>
    public Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        var operationIds = argument.Split(' ');
        // Each to its end, also when another one fails.
        return operationIds is [var only] ? RunOneAsync(only, cancellationToken) : Task.WhenAll(operationIds.Select(id => RunSharingAsync(id, cancellationToken)));
    }

    /// <inheritdoc/>
    public void Dispose() => _sharing.Dispose();

    private async Task RunSharingAsync(string operationId, CancellationToken cancellationToken)
    {
        await _sharing.WaitAsync(cancellationToken);
        try
        {
            await RunOneAsync(operationId, cancellationToken);
        }
        finally
        {
            _sharing.Release();
        }
    }

    private async Task RunOneAsync(string operationId, CancellationToken cancellationToken)
    {
        if (await courier.FindAsync(operationId, cancellationToken) is not { } delivery)
        {
            await runner.RunQueuedAsync(operationId, null, cancellationToken);
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = message.FollowAsync(delivery, over.Token, cancellationToken);
        try
        {
            await runner.RunQueuedAsync(operationId, (request, leaving) => courier.CompleteAsync(delivery, request, leaving), cancellationToken);
        }
        finally
        {
            await over.CancelAsync();
            await progress;
        }

        await courier.DeliverAsync(operationId, cancellationToken);
    }
}
