using ChatOps.Adapters.Jobs;
using ChatOps.Running.Delivery;

namespace ChatOps.Running.Operations;

/// <summary>Runs queued operations, and delivers the answers that a chat waits for. A rush of short ones shares a job.</summary>
internal sealed class OperationWork(CommandRunner runner, Courier courier, RunMessage message) : IWork
{
    /// <summary>The name it is queued by.</summary>
    public const string Name = "operation";

    // Of those that share a job: they wait for the network, so that many keep it busy, and the doors' own work is not kept waiting. Each job has its own turns: those that hang in one keep nobody waiting in another.
    private const int MostAtOnce = 16;

    /// <summary>What is queued: the operations' ids.</summary>
    public static string Argument(IEnumerable<string> operationIds) => string.Join(' ', operationIds);

    /// <inheritdoc/>
    public async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        using var turns = new SemaphoreSlim(MostAtOnce);
        // Each to its end, also when another one fails.
        await Task.WhenAll(argument.Split(' ').Select(id => RunInTurnAsync(id, turns, cancellationToken)));
    }

    private async Task RunInTurnAsync(string operationId, SemaphoreSlim turns, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            await RunOneAsync(operationId, cancellationToken);
        }
        finally
        {
            turns.Release();
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
