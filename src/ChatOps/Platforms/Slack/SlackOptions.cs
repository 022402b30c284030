using ChatOps.Settings;

namespace ChatOps.Platforms.Slack;

/// <summary>The <c>Slack</c> section.</summary>
internal sealed class SlackOptions : ISettings
{
    /// <summary>The bot token of the one workspace (<c>xoxb-</c>); null when workspaces install by OAuth, or there is no Slack. <c>SLACK_BOT_TOKEN</c> stands for it.</summary>
    public string? BotToken { get; set; }

    /// <summary>What Slack signs requests with; null when they come by Socket Mode only. <c>SLACK_SIGNING_SECRET</c> stands for it.</summary>
    public string? SigningSecret { get; set; }

    /// <summary>The app-level token (<c>xapp-</c>, scope <c>connections:write</c>) that switches Socket Mode on; null for none. <c>SLACK_APP_TOKEN</c> stands for it.</summary>
    public string? AppToken { get; set; }

    /// <summary>The app's client id, for installs by OAuth; null when nobody installs that way.</summary>
    public string? ClientId { get; set; }

    /// <summary>The app's client secret.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The ids of the workspaces (<c>T…</c>) and organisations of Enterprise Grid (<c>E…</c>) that may install the app. What their members' e-mails and user groups are is believed, so nobody else's install counts; the workspace of <see cref="BotToken"/> needs no entry.</summary>
    public string[] Workspaces { get; set; } = [];

    /// <summary>Where the Web API is.</summary>
    public string ApiUrl { get; set; } = "https://slack.com/api/";

    /// <summary>The hosts that an answer may be posted to by a request's own address; empty for Slack's.</summary>
    public string[] ResponseUrlHosts { get; set; } = [];

    /// <summary>The hosts that files are fetched from; empty for Slack's.</summary>
    public string[] FileHosts { get; set; } = [];

    /// <summary>The Web API, with the final slash that relative addresses need.</summary>
    public Uri Api => new(ApiUrl.TrimEnd('/') + "/");

    /// <summary>Whether requests come over HTTP.</summary>
    public bool TakesHttp => !string.IsNullOrWhiteSpace(SigningSecret);

    /// <summary>Whether requests come by Socket Mode.</summary>
    public bool TakesSockets => !string.IsNullOrWhiteSpace(AppToken);

    /// <summary>Whether workspaces install by OAuth.</summary>
    public bool TakesInstalls => !string.IsNullOrWhiteSpace(ClientId);

    /// <summary>Whether there is a Slack to speak to.</summary>
    public bool IsConfigured => (TakesHttp || TakesSockets) && (!string.IsNullOrWhiteSpace(BotToken) || TakesInstalls);

    /// <summary>Whether the install of this workspace or organisation counts.</summary>
    public bool MayInstall(string id) => Workspaces.Contains(id, StringComparer.Ordinal);

    /// <summary>Whether an answer may be posted to this address.</summary>
    public bool IsResponseUrl(string? address) => IsOf(address, ResponseUrlHosts, "hooks.slack.com");

    /// <summary>Whether a file may be fetched from this address, with the token.</summary>
    public bool IsFileUrl(string? address) => IsOf(address, FileHosts, "files.slack.com");

    /// <inheritdoc/>
    public void Check(string section)
    {
        if (!Uri.TryCreate(ApiUrl, UriKind.Absolute, out var api) || api.Scheme is not ("https" or "http") || api.UserInfo.Length > 0)
            throw new SettingException($"{section}:ApiUrl", "is not an address; write it like https://slack.com/api/.");
        if (api.Scheme == "http" && !api.IsLoopback)
            throw new SettingException($"{section}:ApiUrl", "would send the token unencrypted; use https.");
        CheckToken($"{section}:BotToken", BotToken, "xoxb-", "the Bot User OAuth Token of the app's page OAuth & Permissions");
        CheckToken($"{section}:AppToken", AppToken, "xapp-", "an App-Level Token with the scope connections:write");
        if (!string.IsNullOrWhiteSpace(BotToken) && !TakesHttp && !TakesSockets)
            throw new SettingException($"{section}:SigningSecret", "is missing; a bot token needs either the signing secret (requests over HTTP) or AppToken (Socket Mode).");
        if ((TakesHttp || TakesSockets) && string.IsNullOrWhiteSpace(BotToken) && !TakesInstalls)
            throw new SettingException($"{section}:BotToken", "is missing; copy the Bot User OAuth Token (xoxb-…), or set ClientId and ClientSecret for installs by OAuth.");
        if (TakesInstalls && (string.IsNullOrWhiteSpace(ClientSecret) || !TakesHttp))
            throw new SettingException($"{section}:{(TakesHttp ? "ClientSecret" : "SigningSecret")}", "is missing; installs by OAuth need ClientId, ClientSecret and SigningSecret together.");
        if (TakesInstalls && Workspaces.Length == 0)
            throw new SettingException($"{section}:Workspaces", "is missing; with ClientId anybody may install the app, and e-mails and user groups of where it is installed are believed. List the ids of your workspaces (T…) or organisation (E…).");
        if (Array.Find(Workspaces, id => id is not ['T' or 'E', _, ..] || !id.All(char.IsAsciiLetterOrDigit)) is { } wrong)
            throw new SettingException($"{section}:Workspaces", $"'{wrong}' is no id of a workspace (T…) or an organisation (E…); it stands in the address of Slack in a browser: app.slack.com/client/T….");
    }

    private static void CheckToken(string key, string? token, string prefix, string what)
    {
        if (string.IsNullOrWhiteSpace(token))
            return;
        if (!token.StartsWith(prefix, StringComparison.Ordinal) || token.Any(c => c is <= ' ' or > '~'))
            throw new SettingException(key, $"does not begin with {prefix} or holds other than letters and digits; copy {what}.");
    }

    private static bool IsOf(string? address, string[] hosts, string usual) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url)
        && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))
        && url.UserInfo.Length == 0
        && (hosts.Length == 0 ? url.Host.Equals(usual, StringComparison.OrdinalIgnoreCase) : hosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase));
}
