using ChatOps.Adapters.Jobs;
using ChatOps.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOps.Tests.Adapters.Jobs;

public sealed class RetryTests
{
    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Work_that_the_database_broke_off_is_done_later(string provider)
    {
        var work = new BrokenOffTwice();
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Provider = provider, Adjust = builder => builder.Services.AddKeyedSingleton<IWork>("broken", work) });

        await app.Get<JobQueue>().EnqueueAsync("broken", "off", isLong: false, _ => Task.FromResult(true), default);

        await Eventually.BecomesTrueAsync(
            () =>
            {
                app.Clock.Advance(TimeSpan.FromSeconds(2));
                return work.Runs == 3;
            },
            "it is done at the third try");
    }

    private sealed class BrokenOffTwice : IWork
    {
        private int _runs;

        public int Runs => Volatile.Read(ref _runs);

        public Task RunAsync(string argument, CancellationToken cancellationToken) =>
            Interlocked.Increment(ref _runs) <= 2 ? throw new TimeoutException("The database did not answer.") : Task.CompletedTask;
    }
}
