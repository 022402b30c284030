namespace ChatOps.Benchmarks;

internal static class SpeedBenchmark
{
    public static Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken) => Task.FromResult(arguments.Required("cases").Length + (cancellationToken.IsCancellationRequested ? 1 : 0));
}
