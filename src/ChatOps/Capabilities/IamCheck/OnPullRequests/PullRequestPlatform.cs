using System.Globalization;
using ChatOps.Adapters.Git;
using ChatOps.Adapters.GitHub;
using ChatOps.Chat;

namespace ChatOps.Capabilities.IamCheck.OnPullRequests;

/// <summary>A pull request as the place where its check is asked for and answered: by a check run on its last commit where a GitHub App acts, else by one comment that is rewritten.</summary>
internal sealed class PullRequestPlatform(GitHubApi gitHub, RepositoryDirectory repositories) : IChatPlatform
{
    private const string CheckName = "iam-check";

    /// <inheritdoc/>
    public string Name => IamCheckPlugin.PullRequestDoor;

    /// <summary>Where a pull request's answer goes.</summary>
    public static ChatAddress AddressOf(RepositoryRef repository, int number, string requester) =>
        new() { Platform = IamCheckPlugin.PullRequestDoor, Workspace = repository.Name, Channel = number.ToString(CultureInfo.InvariantCulture), Requester = requester };

    /// <summary>The pull request of a check run of ours; null of any other.</summary>
    public static int? NumberOf(string checkRun) =>
        checkRun.StartsWith(CheckName + "/", StringComparison.Ordinal) && int.TryParse(checkRun.AsSpan(CheckName.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Somebody on GitHub.</summary>
    public static Caller Person(RepositoryRef repository, string login, Role role) => new($"github:{login}", login, Role.None) { RepositoryRoles = new Dictionary<string, Role> { [repository.Name] = role } };

    /// <summary>The repository's own entry, which wants every pull request checked.</summary>
    public static Caller Automatic(RepositoryRef repository, Role role) => new("github", "pull requests", Role.None) { RepositoryRoles = new Dictionary<string, Role> { [repository.Name] = role } };

    /// <inheritdoc/>
    public async Task<Answer<CommandRequest>> CompleteAsync(CommandRequest request, ChatAddress address, CancellationToken cancellationToken)
    {
        var found = repositories.Find(address.Workspace);
        if (found.Value is not { } repository)
            return found.Refusal!;
        if (address.Requester.Length == 0)
            return repository.CheckPermissions ? request with { Caller = Automatic(repository, Role.Responder) } : new Refusal(RefusalKind.NotConfigured, "Pull requests are no longer checked by themselves here.");
        var may = await MayAskAsync(repository, address.Requester, cancellationToken);
        return may.Refusal ?? (may.Value == Yes ? request with { Caller = Person(repository, address.Requester, Role.Responder) } : (Answer<CommandRequest>)new Refusal(RefusalKind.Forbidden, "Only who may write to the repository can ask for a check here."));
    }

    /// <inheritdoc/>
    public async Task<Shown> PostAsync(ChatTarget target, PostedCard message, CancellationToken cancellationToken)
    {
        // A comment that counts seconds would only fill mailboxes.
        if (!message.IsFinal)
            return new Shown.Done(null);
        var found = repositories.Find(target.Address.Workspace);
        if (found.Value is not { } configured)
            return new Shown.Never(found.Refusal!.Sentence);
        var (repository, number) = (Origin.Identify(configured), int.Parse(target.Address.Channel, CultureInfo.InvariantCulture));
        if (gitHub.Checks.CanReport)
        {
            var reported = await ReportAsync(repository, number, message.Card, cancellationToken);
            // An App that may not write checks may still comment.
            if (reported.Refusal is not { Kind: RefusalKind.Forbidden or RefusalKind.NotFound })
                return ShownOf(reported.Refusal);
        }

        return ShownOf((await gitHub.Changes.SetCommentAsync(repository, number, CheckName, CardMarkdown.Of(message.Card), cancellationToken)).Refusal);
    }

    /// <inheritdoc/>
    public async Task<Shown> TellAsync(ChatTarget target, PostedCard message, CancellationToken cancellationToken)
    {
        // What is told to one person on GitHub is told to all, and in answer to strangers nothing is.
        var found = repositories.Find(target.Address.Workspace);
        if (found.Value is not { } repository)
            return new Shown.Never(found.Refusal!.Sentence);
        var may = await MayAskAsync(repository, target.Address.Requester, cancellationToken);
        return may.Refusal is { } refusal ? ShownOf(refusal) : may.Value == Yes ? await PostAsync(target, message, cancellationToken) : new Shown.Done(null);
    }

    /// <inheritdoc/>
    public Task<Shown> RedrawAsync(ChatTarget target, PostedCard message, CancellationToken cancellationToken) => Task.FromResult<Shown>(new Shown.Never("a pull request has no cards to click on"));

    private const string Yes = "yes";

    private async Task<Answer<string>> MayAskAsync(RepositoryRef repository, string login, CancellationToken cancellationToken)
    {
        var asked = await gitHub.Repositories.PermissionAsync(Origin.Identify(repository), login, cancellationToken);
        return asked.Value is { } permission ? permission is "admin" or "write" ? Yes : "no" : asked.Refusal!;
    }

    private async Task<Answer<CheckReport>> ReportAsync(RepositoryRef repository, int number, Card card, CancellationToken cancellationToken)
    {
        var read = await gitHub.PullRequests.GetAsync(repository, number, cancellationToken);
        if (read.Value is not { } pull)
            return read.Refusal!;
        return await gitHub.Checks.SetAsync(
            repository,
            new CheckReport
            {
                Name = CheckName,
                Id = string.Create(CultureInfo.InvariantCulture, $"{CheckName}/{number}"),
                HeadSha = pull.HeadSha,
                Conclusion = card.Tone switch { Tone.Good => CheckState.Passing, Tone.Attention => CheckState.Failing, _ => CheckState.None },
                Title = card.Title,
                Summary = CardMarkdown.Of(card with { Title = "" }),
            },
            cancellationToken);
    }

    private static Shown ShownOf(Refusal? refusal) => refusal switch
    {
        null => new Shown.Done(null),
        { Kind: RefusalKind.ProviderFailed or RefusalKind.OverLimit or RefusalKind.DeadlinePassed } => new Shown.Later(refusal.RetryAfter),
        _ => new Shown.Never(refusal.Sentence),
    };
}
