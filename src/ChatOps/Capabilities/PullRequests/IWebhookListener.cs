using ChatOps.Adapters.GitHub;
using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>Hears of what GitHub says happened in a configured repository. GitHub waits meanwhile: it stores what is to be done, once for each delivery, and does it later.</summary>
internal interface IWebhookListener
{
    /// <summary>Takes a genuine delivery; what does not concern it changes nothing.</summary>
    /// <param name="deliveryId">GitHub's id of it, the same when it is sent again.</param>
    /// <param name="repository">The repository it is about.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task TakeAsync(string deliveryId, RepositoryRef repository, WebhookEvent happened, CancellationToken cancellationToken);
}
