namespace ChatOps.Adapters.GitHub;

/// <summary>What a webhook says happened. Only enough to know what to ask GitHub about: the state itself is read from GitHub.</summary>
/// <param name="Name">The event, such as <c>pull_request</c>.</param>
/// <param name="Action">What happened to it, such as <c>closed</c>; null when the event has none.</param>
/// <param name="Repository"><c>owner/name</c>; null when it is about none.</param>
/// <param name="PullRequest">The pull request's number; null when it is about none.</param>
internal sealed record WebhookEvent(string Name, string? Action, string? Repository, int? PullRequest);
