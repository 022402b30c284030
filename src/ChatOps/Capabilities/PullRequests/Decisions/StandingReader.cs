using ChatOps.Adapters.Git;
using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.Accounts;
using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests.Decisions;

/// <summary>Finds out how a pull request stands for somebody.</summary>
internal sealed class StandingReader(GitHubApi gitHub, AccountLinks accounts)
{
    /// <summary>How it stands now.</summary>
    /// <param name="caller">For whom.</param>
    /// <param name="configured">The repository.</param>
    /// <param name="number">The pull request.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<Answer<Standing>> ReadAsync(Caller caller, RepositoryRef configured, int number, CancellationToken cancellationToken)
    {
        var repository = Origin.Identify(configured);
        var self = await gitHub.Accounts.SelfAsync(repository, cancellationToken);
        if (self.Value is not { } ourselves)
            return self.Refusal!;
        var account = await accounts.OfAsync(caller, cancellationToken);
        var read = await gitHub.Merging.ConditionsAsync(repository, number, account?.Token, cancellationToken);
        if (read.Value is { } conditions)
            return new Standing { Conditions = conditions, Account = account, Self = ourselves, HowToLink = accounts.HowToLink };
        return read.Refusal is { Kind: RefusalKind.Unauthenticated } && account is not null
            ? await accounts.RevokedAsync(caller, account, cancellationToken)
            : read.Refusal!;
    }
}
