using ChatOps.Adapters.GitHub.Http;
using ChatOps.Chat;
using Octokit;

namespace ChatOps.Adapters.GitHub;

/// <summary>Runs calls to GitHub: says beforehand why one cannot be made, chooses the token, and turns every foreseeable failure into a <see cref="Refusal"/>.</summary>
internal sealed class GitHubConnection(GitHubOptions options, GitHubHttp http, AppTokens app)
{
    /// <summary>Why GitHub cannot be used for a repository; null when it can.</summary>
    public Refusal? WhyNot(RepositoryRef repository) =>
        !options.IsConfigured ? new Refusal(RefusalKind.NotConfigured, "GitHub is not configured, so pull requests can be neither read nor opened. Set GITHUB_TOKEN (or GitHub:Token, or GitHub:AppId and GitHub:PrivateKeyPath) and start again.")
        : RepositoryName.Parse(repository.GitHub) is null ? new Refusal(RefusalKind.NotConfigured, $"It is not known which repository on GitHub {repository.Name} is. Set GitHub to owner/name in its entry of Repositories and start again.")
        : null;

    /// <summary>Runs a call with the host's own token.</summary>
    public Task<Answer<T>> RunAsync<T>(RepositoryRef repository, Func<GitHubSession, Task<Answer<T>>> call, CancellationToken cancellationToken) where T : class =>
        RunAsync(repository, null, call, cancellationToken);

    /// <summary>Runs a call.</summary>
    /// <param name="repository">What it is about.</param>
    /// <param name="personToken">The token of the person who acts; null for the host's own.</param>
    /// <param name="call">The call; foreseeable exceptions may leave it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Answer<T>> RunAsync<T>(RepositoryRef repository, string? personToken, Func<GitHubSession, Task<Answer<T>>> call, CancellationToken cancellationToken) where T : class
    {
        if (WhyNot(repository) is { } refusal) return refusal;
        var name = RepositoryName.Parse(repository.GitHub)!;
        var actor = personToken is null ? TokenOf.Host : TokenOf.Person;
        try
        {
            try
            {
                return await call(await SessionAsync(name, personToken, cancellationToken));
            }
            catch (AuthorizationException) when (options.IsApp && personToken is null)
            {
                // An installation's token may be revoked before its time; a new one is a request away.
                app.Forget(name);
                return await call(await SessionAsync(name, personToken, cancellationToken));
            }
        }
        catch (Exception e) when (Refusals.IsForeseen(e, cancellationToken))
        {
            return Refusals.Of(e, actor);
        }
    }

    /// <summary>The host's own token for a repository.</summary>
    /// <exception cref="GitHubRefusedException">There is none.</exception>
    public async Task<string> TokenAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        options.IsApp ? await app.ForAsync(repository, cancellationToken) : options.Token!.Trim();

    private async Task<GitHubSession> SessionAsync(RepositoryName name, string? personToken, CancellationToken cancellationToken) =>
        new(name, http.Connect(personToken ?? await TokenAsync(name, cancellationToken), AuthenticationType.Oauth, cancellationToken), cancellationToken);
}
