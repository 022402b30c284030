namespace ChatOps.Adapters.GitHub;

/// <summary>What a webhook says happened. Only enough to know what to ask GitHub about: the state itself is read from GitHub.</summary>
/// <param name="Name">The event, such as <c>pull_request</c>.</param>
/// <param name="Action">What happened to it, such as <c>closed</c>; null when the event has none.</param>
/// <param name="Repository"><c>owner/name</c>; null when it is about none.</param>
/// <param name="PullRequest">The pull request's number, also of a comment under one; null when it is about none.</param>
internal sealed record WebhookEvent(string Name, string? Action, string? Repository, int? PullRequest)
{
    /// <summary><c>owner/name</c> of the repository that the pull request comes from; null when that is not said.</summary>
    public string? HeadRepository { get; init; }

    /// <summary>The comment's text; null when it is about none. Text from outside.</summary>
    public string? Comment { get; init; }

    /// <summary>What the App that made the check run named it by; null when it is about none.</summary>
    public string? CheckRun { get; init; }

    /// <summary>The login of who did it; null when that is not said.</summary>
    public string? Sender { get; init; }

    /// <summary>Whether a program did it.</summary>
    public bool IsBot { get; init; }
}
