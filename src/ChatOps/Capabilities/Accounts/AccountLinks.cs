using ChatOps.Adapters.GitHub;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Accounts;

/// <summary>Links people to their GitHub accounts by device flow, and finds the account that acts for somebody.</summary>
internal sealed class AccountLinks(LinkStore links, GitHubApi gitHub, People people, TimeProvider clock) : ILinkedLogin
{
    // Whether GitHub still takes a token is asked again after this time.
    private static readonly TimeSpan TokenCheckedFor = TimeSpan.FromMinutes(1);

    /// <summary>Begins to link; a flow under way and an account that is linked stay as they are.</summary>
    public async Task<Answer<GitHubLink>> BeginAsync(Caller caller, CancellationToken cancellationToken)
    {
        var person = await people.PseudonymAsync(caller, cancellationToken);
        if (await links.FindAsync(person, cancellationToken) is { } known && (known.State == LinkState.Linked || (known.Code is { } code && code.ExpiresAt > clock.GetUtcNow())))
            return known.Show();
        var started = await gitHub.DeviceFlow.StartAsync(cancellationToken);
        if (started.Value is not { } fresh)
            return started.Refusal!;
        await links.BeginAsync(person, fresh, cancellationToken);
        return new StoredLink(person, LinkState.Pending) { Code = fresh }.Show();
    }

    /// <summary>How the link is now. Asks GitHub, though never more often than GitHub allows.</summary>
    public async Task<Answer<GitHubLink>> LookAsync(Caller caller, CancellationToken cancellationToken)
    {
        var person = await people.PseudonymAsync(caller, cancellationToken);
        if (await links.FindAsync(person, cancellationToken) is not { } link)
            return new GitHubLink { State = LinkState.None };
        if (link.Code is { } code)
        {
            if (code.ExpiresAt <= clock.GetUtcNow())
                await links.EndAsync(person, LinkState.Pending, LinkState.Expired, cancellationToken);
            else if (await links.TakeTurnAsync(person, LinkState.Pending, code.Interval, cancellationToken) && await AskAsync(person, code, cancellationToken) is { } refusal)
                return refusal;
        }
        else if (link.Account is { } account && await links.TakeTurnAsync(person, LinkState.Linked, TokenCheckedFor, cancellationToken)
            && (await gitHub.Accounts.OfTokenAsync(account.Token, cancellationToken)).Refusal is { Kind: RefusalKind.Unauthenticated })
        {
            await links.EndAsync(person, LinkState.Linked, LinkState.Revoked, cancellationToken);
        }

        return (await links.FindAsync(person, cancellationToken))?.Show() ?? new GitHubLink { State = LinkState.None };
    }

    /// <summary>Forgets the link and its token.</summary>
    public async Task<GitHubLink> EndAsync(Caller caller, CancellationToken cancellationToken)
    {
        await links.DeleteAsync(await people.PseudonymAsync(caller, cancellationToken), cancellationToken);
        return new GitHubLink { State = LinkState.None };
    }

    /// <summary>The account that acts for somebody; null when none is linked.</summary>
    public async Task<LinkedAccount?> OfAsync(Caller caller, CancellationToken cancellationToken) =>
        (await links.FindAsync(await people.PseudonymAsync(caller, cancellationToken), cancellationToken))?.Account;

    /// <inheritdoc/>
    async Task<string?> ILinkedLogin.OfAsync(Caller caller, CancellationToken cancellationToken) => (await OfAsync(caller, cancellationToken))?.Login;

    /// <inheritdoc/>
    public Task<bool> AreOneAsync(string person, string other, CancellationToken cancellationToken) => links.HaveOneAccountAsync(person, other, cancellationToken);

    /// <summary>GitHub did not accept the account's token: the link is over.</summary>
    /// <returns>What to tell the person.</returns>
    public async Task<Refusal> RevokedAsync(Caller caller, LinkedAccount account, CancellationToken cancellationToken)
    {
        await links.EndAsync(await people.PseudonymAsync(caller, cancellationToken), LinkState.Linked, LinkState.Revoked, cancellationToken);
        return new Refusal(RefusalKind.Unprocessable, $"GitHub does not accept the token of your linked account {account.Login} any more: it has expired or was revoked. {HowToLink} Nothing was changed.");
    }

    /// <summary>How somebody links an account, as a sentence.</summary>
    public string HowToLink => gitHub.DeviceFlow.WhyNot?.Sentence ?? "Link your account with POST /me/github (in a chat: link) and type the code on GitHub.";

    private async Task<Refusal?> AskAsync(string person, DeviceCode code, CancellationToken cancellationToken)
    {
        var asked = await gitHub.DeviceFlow.PollAsync(code, cancellationToken);
        if (asked.Value is not { } step)
            return asked.Refusal;
        if (step is { State: DeviceFlowState.Linked, Account: { } account })
            await links.LinkAsync(person, code.UserCode, account, cancellationToken);
        else if (step.State is DeviceFlowState.Denied or DeviceFlowState.Expired)
            await links.EndAsync(person, LinkState.Pending, step.State == DeviceFlowState.Denied ? LinkState.Denied : LinkState.Expired, cancellationToken);
        else if (step.Interval > code.Interval)
            await links.SlowDownAsync(person, step.Interval, cancellationToken);
        return null;
    }
}
