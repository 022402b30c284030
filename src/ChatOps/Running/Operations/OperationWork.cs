using ChatOps.Adapters.Jobs;

namespace ChatOps.Running.Operations;

/// <summary>Runs queued operations.</summary>
internal sealed class OperationWork(CommandRunner runner) : IWork
{
    /// <summary>The name it is queued by.</summary>
    public const string Name = "operation";

    /// <inheritdoc/>
    public Task RunAsync(string argument, CancellationToken cancellationToken) => runner.RunQueuedAsync(argument, cancellationToken);
}
