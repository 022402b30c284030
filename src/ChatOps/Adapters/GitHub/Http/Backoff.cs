namespace ChatOps.Adapters.GitHub.Http;

/// <summary>The pause before another try.</summary>
internal static class Backoff
{
    /// <summary>Waits half a second, doubled with each try, with jitter so that many do not come back at the same moment.</summary>
    /// <param name="attempt">Which try failed, from 1.</param>
    /// <param name="clock">Time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task WaitAsync(int attempt, TimeProvider clock, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(0.5 * Math.Pow(2, attempt - 1) * (0.75 + 0.5 * Random.Shared.NextDouble())), clock, cancellationToken);
}
