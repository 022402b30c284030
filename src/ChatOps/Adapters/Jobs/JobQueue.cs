using System.Data.Common;
using ChatOps.Adapters.Storage;
using Quartz;

namespace ChatOps.Adapters.Jobs;

/// <summary>Queues work in the same database and the same transaction as the rows it is about.</summary>
internal sealed class JobQueue(ISchedulerFactory schedulers, Database database)
{
    /// <summary>The budget of work that waits for models and may take minutes.</summary>
    internal const string LongGroup = "long";

    /// <summary>Queues work and writes its rows, in one transaction. The work starts once that is committed, and never when it is rolled back.</summary>
    /// <remarks>The job comes first: whoever has written to SQLite already must not wait for Quartz (<see cref="Database.WriteWithJobAsync"/>).</remarks>
    /// <param name="work">The name of a registered <see cref="IWork"/>.</param>
    /// <param name="argument">What it is given, one word or several; the first one names the job, and queueing the same name again keeps the first.</param>
    /// <param name="isLong">Whether it counts against the budget of long work.</param>
    /// <param name="write">Writes the rows; what it throws takes the job back too.</param>
    /// <param name="cancellationToken">Stops the wait and the work, not a commit under way.</param>
    /// <param name="delay">When it starts; at once by default.</param>
    public Task<T> EnqueueAsync<T>(string work, string argument, bool isLong, Func<DbTransaction, Task<T>> write, CancellationToken cancellationToken, TimeSpan delay = default) =>
        database.WriteWithJobAsync(
            async transaction =>
            {
                await ScheduleAsync(transaction, new WorkInput(work, argument), isLong, delay, cancellationToken);
                return await write(transaction);
            },
            cancellationToken);

    private async Task ScheduleAsync(DbTransaction transaction, WorkInput input, bool isLong, TimeSpan delay, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        using (scheduler.EnlistTransaction(transaction))
        {
            await scheduler.ScheduleJob<WorkJob, WorkInput>(
                input,
                delay,
                new OneOffJobOptions
                {
                    Name = $"{input.Work}:{input.Argument.Split(' ', 2)[0]}",
                    OnConflict = TriggerConflict.Keep,
                    RequestRecovery = true,
                    ExecutionGroup = isLong ? LongGroup : null,
                },
                cancellationToken);
        }
    }
}
