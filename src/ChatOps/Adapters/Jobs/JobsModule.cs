using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using Quartz;

namespace ChatOps.Adapters.Jobs;

/// <summary>Registers Quartz on the host's own database.</summary>
internal static class JobsModule
{
    // Work waits for the network far more than it computes; clicks and lists always keep eight of these to themselves.
    private const int Threads = 24;
    private const int LongThreads = 16;

    /// <summary>Registers the queue. Call it after the storage: the database comes first at start and goes last at the end.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="database">The database that the jobs live in.</param>
    public static void AddJobs(this WebApplicationBuilder builder, Database database)
    {
        var services = builder.Services;

        services.AddHostedService<SqliteOwnership>();
        services.AddSingleton<JobQueue>();
        services.AddSingleton<Schedules>();
        services.AddSingleton<IHealthComponent, JobsHealth>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "chatops";
                scheduler.GenerateInstanceId = database.IsPostgreSql;
                // What another replica queued is seen when an idle node looks again.
                scheduler.IdleWaitTime = TimeSpan.FromSeconds(2);
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseDefaultThreadPool(Threads);
            // Work answers for its own failures; what it still throws is the database's, and accepted work is not lost to that.
            quartz.UseDefaultRetryPolicy(RetryPolicy.Exponential(8, TimeSpan.FromSeconds(2)));
            quartz.UseExecutionLimits(limits => limits.ForGroup(JobQueue.LongGroup, LongThreads, ExecutionLimitScope.Node));
            quartz.UsePersistentStore(store =>
            {
                if (database.IsPostgreSql)
                    store.UsePostgres(database.ConnectionString);
                else
                    store.UseSqlite(SqliteConnections.Instance, database.ConnectionString);
                store.ProvisionSchema();
                store.ConfigureStore(options =>
                {
                    options.AcceptEnlistedTransactions = true;
                    options.RecoverFiringsCancelledByShutdown = true;
                });
                if (database.IsPostgreSql)
                {
                    store.UseClustering(cluster =>
                    {
                        cluster.CheckinInterval = TimeSpan.FromSeconds(3);
                        cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(5);
                    });
                }
            });
        });
        services.AddQuartzHostedService(options =>
        {
            options.WaitForJobsToComplete = true;
            // A host that says it is ready works on what is queued.
            options.AwaitApplicationStarted = false;
        });
        services.AddHostedService<FirstJob>();
    }
}
