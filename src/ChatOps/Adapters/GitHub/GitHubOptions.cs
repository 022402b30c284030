using System.Security.Cryptography;
using ChatOps.Settings;

namespace ChatOps.Adapters.GitHub;

/// <summary>The <c>GitHub</c> section.</summary>
internal sealed class GitHubOptions : ISettings
{
    /// <summary>Where the REST API is: <c>https://api.github.com</c>, of GitHub Enterprise Server <c>https://HOST/api/v3</c>.</summary>
    public string ApiUrl { get; set; } = "https://api.github.com";

    /// <summary>A personal or fine-grained token; null when a GitHub App acts, or nobody. <c>GITHUB_TOKEN</c> of the environment stands for it.</summary>
    public string? Token { get; set; }

    /// <summary>The GitHub App's id (or client id), which wins over <see cref="Token"/>; null for none.</summary>
    public string? AppId { get; set; }

    /// <summary>The file with the App's private key, as GitHub gave it out (PEM).</summary>
    public string? PrivateKeyPath { get; set; }

    /// <summary>The OAuth or GitHub App's client id, for the device flow by which people link their account; null when nobody can.</summary>
    public string? ClientId { get; set; }

    /// <summary>The secret that GitHub signs webhooks with; null when none are taken.</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>The label of the pull requests that we open.</summary>
    public string Label { get; set; } = "ai-generated";

    /// <summary>Whether a GitHub App acts.</summary>
    public bool IsApp => !string.IsNullOrWhiteSpace(AppId);

    /// <summary>Whether anybody acts.</summary>
    public bool IsConfigured => IsApp || !string.IsNullOrWhiteSpace(Token);

    /// <summary>The REST API, with the final slash that relative addresses need.</summary>
    public Uri Api => new(ApiUrl.TrimEnd('/') + "/");

    /// <summary>The GraphQL API (docs.github.com, "Forming calls with GraphQL": <c>/api/graphql</c> on an Enterprise Server).</summary>
    public Uri GraphQl => Api.AbsolutePath.EndsWith("/api/v3/", StringComparison.Ordinal) ? new Uri(Web, "api/graphql") : new Uri(Api, "graphql");

    /// <summary>What people open in a browser and git fetches from: <c>https://github.com/</c>, or the Enterprise host.</summary>
    public Uri Web
    {
        get
        {
            var web = new UriBuilder(Api) { Path = Api.AbsolutePath[..^(Api.AbsolutePath.EndsWith("/api/v3/", StringComparison.Ordinal) ? "api/v3/".Length : 0)] };
            if (web.Host.StartsWith("api.", StringComparison.OrdinalIgnoreCase))
                web.Host = web.Host["api.".Length..];
            return web.Uri;
        }
    }

    /// <inheritdoc/>
    public void Check(string section)
    {
        if (!Uri.TryCreate(ApiUrl, UriKind.Absolute, out var api) || api.Scheme is not ("https" or "http") || api.UserInfo.Length > 0 || api.Query.Length > 0)
            throw new SettingException($"{section}:ApiUrl", "is not an address; write it like https://api.github.com or https://github.example.com/api/v3.");
        if (api.Scheme == "http" && !api.IsLoopback)
            throw new SettingException($"{section}:ApiUrl", "would send the token unencrypted; use https.");
        if (Label.Trim().Length is 0 or > 50 || Label.Contains(','))
            throw new SettingException($"{section}:Label", "has to be one label of at most 50 characters without a comma, e.g. ai-generated.");
        if (Token is { Length: > 0 } && Token.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            throw new SettingException($"{section}:Token", "contains a space or a line break; copy the token again.");
        CheckApp(section);
    }

    private void CheckApp(string section)
    {
        if (!IsApp)
        {
            if (!string.IsNullOrWhiteSpace(PrivateKeyPath))
                throw new SettingException($"{section}:AppId", "is missing; a private key needs the id of its GitHub App.");
            return;
        }

        if (string.IsNullOrWhiteSpace(PrivateKeyPath))
            throw new SettingException($"{section}:PrivateKeyPath", "is missing; name the file with the GitHub App's private key (PEM).");
        try
        {
            using var key = ReadPrivateKey();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new SettingException($"{section}:PrivateKeyPath", "does not name a readable file with an RSA private key (PEM); download the key from the GitHub App's settings.");
        }
    }

    /// <summary>The App's private key, read from its file.</summary>
    /// <exception cref="CryptographicException">The file holds no such key.</exception>
    public RSA ReadPrivateKey()
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(PrivateKeyPath!));
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
