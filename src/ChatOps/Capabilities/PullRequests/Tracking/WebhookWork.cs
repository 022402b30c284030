using ChatOps.Adapters.Jobs;
using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests.Tracking;

/// <summary>Looks at the pull request that a webhook told of: what happened is read from GitHub, not from the delivery.</summary>
internal sealed partial class WebhookWork(WebhookInbox inbox, WorkflowTracker tracker, RepositoryDirectory repositories, ILogger<WebhookWork> logger) : IWork
{
    /// <summary>The name it is queued by; its argument is the delivery.</summary>
    public const string Name = "github_webhook";

    /// <inheritdoc/>
    public async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (await inbox.FindAsync(argument, cancellationToken) is not { } delivery || repositories.Find(delivery.Repo).Value is not { } repository)
            return;
        // What GitHub does not answer now, the poll asks again.
        if (await tracker.LookAsync(repository, delivery.PrNumber, cancellationToken) is { } refusal)
            LogRefused(delivery.PrNumber, repository.Name, refusal.Sentence);
    }

    [LoggerMessage(LogLevel.Warning, "#{Number} of {Repository}, which a webhook told of, could not be read: {Sentence}")]
    private partial void LogRefused(int number, string repository, string sentence);
}
