namespace ChatOps.Adapters.Git;

/// <summary>Lets one piece of work through at a time, in the order asked; a caller that gives up does not stop work that has begun.</summary>
internal sealed class SingleFlight
{
    private readonly Lock gate = new();
    private Task last = Task.CompletedTask;

    /// <summary>Runs <paramref name="work"/> when it is this caller's turn.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        Task<T> mine;
        lock (gate)
        {
            mine = AfterAsync(last, work, cancellationToken);
            last = mine;
        }
        return await mine.WaitAsync(cancellationToken);
    }

    private static async Task<T> AfterAsync<T>(Task before, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        cancellationToken.ThrowIfCancellationRequested();
        return await work();
    }
}
