using Quartz;

namespace ChatOps.Adapters.Jobs;

/// <summary>Work that comes again at certain times. Replicas share one timetable in the database, and one of them does the work.</summary>
internal sealed class Schedules(ISchedulerFactory schedulers)
{
    private const string Group = "schedules";
    private const int Most = 10_000;

    /// <summary>When something is to be done.</summary>
    /// <param name="Argument">What the work is given.</param>
    /// <param name="Cron">Quartz's notation with seconds: <c>0 0 9 ? * MON</c>.</param>
    /// <param name="TimeZone">Whose clock it goes by; a time that its clocks skip is taken when they have skipped it, one that they repeat only once.</param>
    internal sealed record Entry(string Argument, string Cron, TimeZoneInfo TimeZone);

    /// <summary>Makes the entries of a work these and no others. One that stands already is left alone, so that a time which passed while no host ran is made up for, once.</summary>
    /// <param name="work">The name of a registered <see cref="IWork"/>.</param>
    /// <param name="entries">The entries; their arguments are distinct.</param>
    /// <param name="cancellationToken">Stops it between two entries.</param>
    public async Task SetAsync(string work, IReadOnlyList<Entry> entries, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (var entry in entries)
        {
            var name = $"{work}:{entry.Argument}";
            if (await scheduler.GetTrigger(new TriggerKey(name, Group), cancellationToken) is ICronTrigger known && known.CronExpressionString == entry.Cron && known.TimeZone.Id == entry.TimeZone.Id)
                continue;
            var job = JobBuilder.Create<ScheduledJob>().WithIdentity(name, Group).RequestRecovery(true).Build();
            var trigger = TriggerBuilder.Create(TimeProvider.System).WithIdentity(name, Group).ForJob(job)
                .WithSchedule(CronScheduleBuilder.Create(entry.Cron).InTimeZone(entry.TimeZone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
                .Build();
            await scheduler.ScheduleJob(job, trigger, new ScheduleJobOptions { Replace = true }, cancellationToken);
        }

        var wanted = entries.Select(entry => $"{work}:{entry.Argument}").ToHashSet();
        foreach (var gone in await NamesAsync(scheduler, cancellationToken))
        {
            if (gone.StartsWith(work + ":", StringComparison.Ordinal) && !wanted.Contains(gone))
                await scheduler.DeleteJob(new JobKey(gone, Group), cancellationToken);
        }
    }

    /// <summary>When the work is done next, by argument.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset?>> NextAsync(string work, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var next = new Dictionary<string, DateTimeOffset?>();
        foreach (var name in (await NamesAsync(scheduler, cancellationToken)).Where(name => name.StartsWith(work + ":", StringComparison.Ordinal)))
            next[name[(work.Length + 1)..]] = (await scheduler.GetTrigger(new TriggerKey(name, Group), cancellationToken))?.NextFireTimeUtc;
        return next;
    }

    /// <summary>Whether it is a timetable in Quartz's notation.</summary>
    public static bool IsCron(string text) => CronExpression.TryParse(text, out _);

    /// <summary>The first moment after another at which a timetable says so; null when there is none.</summary>
    public static DateTimeOffset? Next(string cron, TimeZoneInfo timeZone, DateTimeOffset after) => new CronExpression(cron, timeZone).GetNextValidTimeAfter(after);

    private static async Task<IReadOnlyList<string>> NamesAsync(IScheduler scheduler, CancellationToken cancellationToken) =>
        [.. (await scheduler.QueryTriggers(new TriggerQuery { Group = GroupMatcher<TriggerKey>.GroupEquals(Group), Take = Most }, cancellationToken)).Items.Select(trigger => trigger.Key.Name)];
}
