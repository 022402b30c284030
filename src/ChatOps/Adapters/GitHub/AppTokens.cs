using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOps.Adapters.GitHub.Http;
using ChatOps.Chat;
using Octokit;

namespace ChatOps.Adapters.GitHub;

/// <summary>A GitHub App's tokens: a JWT for the App itself, and for each repository its installation's token, kept until shortly before it ends.</summary>
internal sealed class AppTokens(GitHubOptions options, GitHubHttp http, TimeProvider clock) : IDisposable
{
    /// <summary>A token is not used in its last minutes: the work that it begins has to end too.</summary>
    internal static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, AccessToken> tokens = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>The token for a repository's installation.</summary>
    /// <exception cref="GitHubRefusedException">The App is not installed there, or GitHub does not know it.</exception>
    public async Task<string> ForAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        if (Current(repository) is { } kept) return kept;
        await turn.WaitAsync(cancellationToken);
        try
        {
            return Current(repository) ?? (tokens[repository.FullName] = await CreateAsync(repository, cancellationToken)).Token;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Lets go of a token that GitHub no longer accepts.</summary>
    public void Forget(RepositoryName repository) => tokens.TryRemove(repository.FullName, out _);

    /// <summary>A JWT that stands for the App itself (docs.github.com, "Generating a JSON Web Token for a GitHub App").</summary>
    public string Jwt()
    {
        var now = clock.GetUtcNow();
        using var key = options.ReadPrivateKey();
        // A minute back for clocks that differ; ten minutes are the most that GitHub accepts.
        var head = Part(new Dictionary<string, object> { ["alg"] = "RS256", ["typ"] = "JWT" });
        var claims = Part(new Dictionary<string, object> { ["iat"] = now.AddMinutes(-1).ToUnixTimeSeconds(), ["exp"] = now.AddMinutes(9).ToUnixTimeSeconds(), ["iss"] = Issuer() });
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{head}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{head}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private string? Current(RepositoryName repository) =>
        tokens.TryGetValue(repository.FullName, out var kept) && kept.ExpiresAt - RenewBefore > clock.GetUtcNow() ? kept.Token : null;

    private async Task<AccessToken> CreateAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        var apps = new GitHubClient(http.Connect(Jwt(), AuthenticationType.Bearer, cancellationToken)).GitHubApps;
        try
        {
            var installation = await apps.GetRepositoryInstallationForCurrent(repository.Owner, repository.Name);
            return await apps.CreateInstallationToken(installation.Id);
        }
        catch (NotFoundException)
        {
            throw new GitHubRefusedException(new Refusal(RefusalKind.NotConfigured, $"The GitHub App is not installed on {repository.FullName}. Install it there, from the App's page on GitHub."));
        }
    }

    /// <summary>GitHub wants an App's id as a number; its client id is text.</summary>
    private object Issuer() => long.TryParse(options.AppId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : options.AppId!.Trim();

    private static string Part(Dictionary<string, object> values) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(values));
}
