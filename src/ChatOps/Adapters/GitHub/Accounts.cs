using ChatOps.Adapters.GitHub.Http;
using ChatOps.Chat;
using Octokit;

namespace ChatOps.Adapters.GitHub;

/// <summary>Says who a token is.</summary>
internal sealed class Accounts(GitHubConnection gitHub, GitHubOptions options, GitHubHttp http, AppTokens app)
{
    private GitHubActor? self;

    /// <summary>Who acts when nobody's linked account does: who opens our pull requests.</summary>
    public Task<Answer<GitHubActor>> SelfAsync(RepositoryRef repository, CancellationToken cancellationToken) =>
        gitHub.RunAsync<GitHubActor>(repository, async session => await SelfAsync(session), cancellationToken);

    /// <summary>The account of a person's token.</summary>
    /// <param name="personToken">As the device flow gave it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<Answer<LinkedAccount>> OfTokenAsync(string personToken, CancellationToken cancellationToken)
    {
        try
        {
            var user = await new GitHubClient(http.Connect(personToken, AuthenticationType.Oauth, cancellationToken)).User.Current();
            return new LinkedAccount(user.Id, user.Login, personToken);
        }
        catch (Exception e) when (Refusals.IsForeseen(e, cancellationToken))
        {
            return Refusals.Of(e, TokenOf.Person);
        }
    }

    /// <summary>See <see cref="SelfAsync(RepositoryRef, CancellationToken)"/>; asked once, as it does not change while we run.</summary>
    internal async Task<GitHubActor> SelfAsync(GitHubSession session)
    {
        if (self is { } known) return known;
        if (!options.IsApp) return self = await OwnerAsync(session);
        var current = await new GitHubClient(http.Connect(app.Jwt(), AuthenticationType.Bearer, session.CancellationToken)).GitHubApps.GetCurrent();
        return self = new GitHubActor($"{current.Slug}[bot]", IsApp: true);
    }

    private static async Task<GitHubActor> OwnerAsync(GitHubSession session)
    {
        try
        {
            return new GitHubActor((await session.Client.User.Current()).Login, IsApp: false);
        }
        catch (ForbiddenException)
        {
            // An App's token in place of a person's, as a workflow has: it may not ask who it is.
            return new GitHubActor(GitHubActor.Unnamed, IsApp: true);
        }
    }
}
