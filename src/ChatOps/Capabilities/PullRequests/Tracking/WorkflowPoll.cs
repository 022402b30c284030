using System.Data.Common;
using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests.Tracking;

/// <summary>Asks GitHub what has become of our pull requests where no webhook tells us. While nothing happens its requests are conditional ones that count against no limit.</summary>
internal sealed partial class WorkflowPoll(TrackingStore store, WorkflowTracker tracker, RepositoryDirectory repositories, TimeProvider clock, ILogger<WorkflowPoll> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(2);

    // Later than this hardly anybody takes a change back by hand.
    private static readonly TimeSpan Followed = TimeSpan.FromDays(30);

    /// <summary>Looks once, at what no other host looks at.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var due = await store.TakeDueAsync(GoodFor, Followed, cancellationToken);
        foreach (var group in due.GroupBy(workflow => workflow.Repo, StringComparer.OrdinalIgnoreCase))
        {
            // A repository that is no longer configured has nobody to ask.
            if (repositories.All.FirstOrDefault(one => one.Name.Equals(group.Key, StringComparison.OrdinalIgnoreCase)) is not { } repository)
                continue;
            var refusal = await tracker.LookAroundAsync(repository, [.. group.Where(workflow => workflow.State == "open").Select(workflow => workflow.PrNumber)], cancellationToken);
            if (refusal is not null)
                LogRefused(repository.Name, refusal.Sentence);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (DbException e)
            {
                LogFailed(e);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The pull requests of {Repository} could not be followed; the next look is in two minutes: {Sentence}")]
    private partial void LogRefused(string repository, string sentence);

    [LoggerMessage(LogLevel.Warning, "Pull requests could not be followed; the next look is in a minute")]
    private partial void LogFailed(Exception exception);
}
