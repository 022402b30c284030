using System.Data.Common;
using Quartz;

namespace ChatOps.Adapters.Jobs;

/// <summary>Queues work in the same database and the same transaction as the rows it is about.</summary>
internal sealed class JobQueue(ISchedulerFactory schedulers)
{
    /// <summary>The budget of work that waits for models and may take minutes.</summary>
    internal const string LongGroup = "long";

    /// <summary>Queues work; it starts once the transaction is committed, and never when it is rolled back. Call it first in a transaction of <see cref="Storage.Database.WriteWithJobAsync"/>.</summary>
    /// <param name="transaction">The open transaction.</param>
    /// <param name="work">The name of a registered <see cref="IWork"/>.</param>
    /// <param name="argument">What it is given; queueing the same again keeps the first.</param>
    /// <param name="isLong">Whether it counts against the budget of long work.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task EnqueueAsync(DbTransaction transaction, string work, string argument, bool isLong, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        using (scheduler.EnlistTransaction(transaction))
        {
            await scheduler.ScheduleJob<WorkJob, WorkInput>(
                new WorkInput(work, argument),
                TimeSpan.Zero,
                new OneOffJobOptions
                {
                    Name = $"{work}:{argument}",
                    OnConflict = TriggerConflict.Keep,
                    RequestRecovery = true,
                    ExecutionGroup = isLong ? LongGroup : null,
                },
                cancellationToken);
        }
    }
}
