namespace ChatOps.Adapters.Git;

/// <summary>Lets one caller at a time through; a caller that gives up does not stop the work that others wait for.</summary>
internal sealed class SingleFlight
{
    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>Runs <paramref name="work"/> when it is this caller's turn.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        var running = Task.Run(async () =>
        {
            try
            {
                return await work();
            }
            finally
            {
                gate.Release();
            }
        }, CancellationToken.None);
        return await running.WaitAsync(cancellationToken);
    }
}
