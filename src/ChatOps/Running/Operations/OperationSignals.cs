using System.Collections.Concurrent;

namespace ChatOps.Running.Operations;

/// <summary>Tells whoever waits in this process that an operation changed. Changes made by other hosts are found by looking again.</summary>
internal sealed class OperationSignals(TimeProvider clock)
{
    /// <summary>How often the database is looked at while nothing is heard.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();

    /// <summary>Wakes everybody who waits for the operation.</summary>
    public void Changed(string operationId)
    {
        if (_waiting.TryRemove(operationId, out var waiting))
            waiting.TrySetResult();
    }

    /// <summary>What completes at the operation's next change. Take it before reading the operation, so that no change falls in between.</summary>
    public Task Next(string operationId) =>
        _waiting.GetOrAdd(operationId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Waits for the change or for the time to look again.</summary>
    public async Task WaitAsync(Task change, CancellationToken cancellationToken)
    {
        try
        {
            await change.WaitAsync(LookAgain, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Time to look.
        }
    }
}
