using System.Globalization;
using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Running.Delivery;

namespace ChatOps.Capabilities.IamCheck.OnPullRequests;

/// <summary>
/// Takes what asks for a check of a pull request: a comment that begins with <c>/iam-check</c>, a check run that somebody runs again, and, where the repository's entry says so
/// (<c>CheckPermissions</c>), a pull request that was opened or got new commits. Strangers' comments are not even kept; what a person of the team may do is found out when it runs.
/// </summary>
internal sealed class PullRequestWebhooks(OperationQueue queue, IdempotencyKeys keys) : IWebhookListener
{
    private const string Command = "/iam-check";

    /// <inheritdoc/>
    public async Task TakeAsync(string deliveryId, RepositoryRef repository, WebhookEvent happened, CancellationToken cancellationToken)
    {
        if (Asked(repository, happened) is not var (number, requester))
            return;
        var caller = requester.Length == 0 ? PullRequestPlatform.Automatic(repository, Role.None) : PullRequestPlatform.Person(repository, requester, Role.None);
        var request = MaskedRequest.Create("iam-check", caller, IamCheckPlugin.PullRequestDoor, repository.Name, ("number", number.ToString(CultureInfo.InvariantCulture)));
        // A delivery that comes again finds the operation of the first time.
        var submitted = await queue.SubmitAsync(request, keys.Of(caller, "/github/webhooks", deliveryId, []), new ChatOrigin(PullRequestPlatform.AddressOf(repository, number, requester), null), cancellationToken);
        // Of one that was done and deleted since there is nothing more to do.
        if (submitted.Refusal is { Kind: not RefusalKind.Conflict } refusal)
            throw new InvalidOperationException($"The check was refused: {refusal.Sentence}");
    }

    /// <summary>The pull request to check and who asks, nobody when it is the repository's own entry; null when nothing asks for a check.</summary>
    private static (int Number, string Requester)? Asked(RepositoryRef repository, WebhookEvent happened) => happened switch
    {
        // GitHub calls a member whose membership is private a contributor; whether they may write is asked when it runs.
        { Name: "issue_comment", Action: "created", PullRequest: { } number, Sender: { } sender, IsBot: false, Comment: { } text, CommentBy: "OWNER" or "MEMBER" or "COLLABORATOR" or "CONTRIBUTOR" } when IsCommand(text) => (number, sender),
        { Name: "check_run", Action: "rerequested" or "requested_action", CheckRun: { } id, Sender: { } sender, IsBot: false } when PullRequestPlatform.NumberOf(id) is { } number => (number, sender),
        // A stranger's fork is checked when somebody of the team asks for it.
        { Name: "pull_request", Action: "opened" or "reopened" or "synchronize", PullRequest: { } number } when repository.CheckPermissions && happened.Repository!.Equals(happened.HeadRepository, StringComparison.OrdinalIgnoreCase) => (number, ""),
        _ => null,
    };

    private static bool IsCommand(string text) => text.TrimStart() is var words && words.StartsWith(Command, StringComparison.Ordinal) && (words.Length == Command.Length || char.IsWhiteSpace(words[Command.Length]));
}
