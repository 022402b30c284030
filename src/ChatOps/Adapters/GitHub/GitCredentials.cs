using System.Text;
using ChatOps.Chat;

namespace ChatOps.Adapters.GitHub;

/// <summary>What git needs to fetch from and push to GitHub.</summary>
internal sealed partial class GitCredentials(GitHubConnection gitHub, GitHubOptions options, ILogger<GitCredentials> logger)
{
    /// <summary>The value of the <c>Authorization</c> header for an address; null when nobody acts for us, or the address is not on the configured GitHub's own host by an encrypted way.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="address">The remote's address as git will use it.</param>
    /// <param name="cancellationToken">Ends the wait for a token.</param>
    public async Task<string?> AuthorizationAsync(RepositoryRef repository, string address, CancellationToken cancellationToken)
    {
        if (!options.IsConfigured || Named(address) is not { } name) return null;
        try
        {
            return "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("x-access-token:" + await gitHub.TokenAsync(name, cancellationToken)));
        }
        catch (Exception e) when (Refusals.IsForeseen(e, cancellationToken))
        {
            // A public repository is read without.
            LogNoToken(repository.Name, Refusals.Of(e, TokenOf.Host).Sentence);
            return null;
        }
    }

    /// <summary>The repository at an address that a token may be sent to; null for any other.</summary>
    private RepositoryName? Named(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0) return null;
        var web = options.Web;
        var isOurs = uri.Scheme == web.Scheme && uri.Authority.Equals(web.Authority, StringComparison.OrdinalIgnoreCase) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
        if (!isOurs || !uri.AbsolutePath.StartsWith(web.AbsolutePath, StringComparison.Ordinal)) return null;
        var path = uri.AbsolutePath[web.AbsolutePath.Length..].Trim('/');
        return RepositoryName.Parse(path.EndsWith(".git", StringComparison.Ordinal) ? path[..^4] : path);
    }

    [LoggerMessage(LogLevel.Warning, "No token for fetching {Repository}: {Sentence}")]
    private partial void LogNoToken(string repository, string sentence);
}
