using System.Globalization;
using ChatOps.Chat;

namespace ChatOps.Settings;

/// <summary>The <c>Host</c> section.</summary>
internal sealed class HostSettings : ISettings
{
    /// <summary>Where to listen, separated by semicolons.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:8001";

    /// <summary>How people reach the host from outside, for links in cards; null when they cannot.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Where the database, clones and keys live; null for <c>data</c> under the solution, else under the current directory.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>Who may call over HTTP. Empty means: this machine only.</summary>
    public ApiKeyOptions[] ApiKeys { get; set; } = [];

    /// <summary>How long an answer may take.</summary>
    public DeadlineOptions DeadlineSeconds { get; set; } = new();

    /// <inheritdoc/>
    public void Check(string section)
    {
        if (PublicUrl is { Length: > 0 } && !(Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            throw new SettingException($"{section}:PublicUrl", $"'{PublicUrl}' is not an address; write it like https://chatops.example.com.");
        for (var i = 0; i < ApiKeys.Length; i++)
            ApiKeys[i].Check(string.Create(CultureInfo.InvariantCulture, $"{section}:ApiKeys:{i}"));
        if (ApiKeys.GroupBy(key => key.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new SettingException($"{section}:ApiKeys", $"two keys are named '{twice.Key}'; give each its own name.");
        DeadlineSeconds.Check($"{section}:DeadlineSeconds");
    }
}

/// <summary>A key that may call over HTTP.</summary>
internal sealed class ApiKeyOptions : ISettings
{
    /// <summary>Who holds it, as the audit log names them.</summary>
    public string Name { get; set; } = "";

    /// <summary>The key's SHA-256 in hexadecimal; the key itself is stored nowhere.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>What its holder may do: viewer, responder, approver or admin.</summary>
    public string Role { get; set; } = "viewer";

    /// <summary>The role as a value.</summary>
    public Role ParsedRole => Roles.TryParse(Role, out var role) ? role : default;

    /// <inheritdoc/>
    public void Check(string section)
    {
        if (string.IsNullOrWhiteSpace(Name))
            throw new SettingException($"{section}:Name", "is missing; name who holds the key, e.g. ci.");
        if (Sha256.Length != 64 || !Sha256.All(char.IsAsciiHexDigit))
            throw new SettingException($"{section}:Sha256", "is not a SHA-256 in 64 hexadecimal digits; `chatops key create NAME --role ROLE` prints one.");
        if (!Roles.TryParse(Role, out _))
            throw new SettingException($"{section}:Role", $"'{Role}' is not a role; use viewer, responder, approver or admin.");
    }
}

/// <summary>Seconds that an answer may take, by kind of work.</summary>
internal sealed class DeadlineOptions : ISettings
{
    /// <summary>A diagnosis, and everything that names no other.</summary>
    public int Diagnose { get; set; } = 60;

    /// <summary>A diagnosis with its fix.</summary>
    public int Fix { get; set; } = 90;

    /// <summary>Planning, implementing and reviewing a task.</summary>
    public int Orchestrate { get; set; } = 170;

    /// <inheritdoc/>
    public void Check(string section)
    {
        foreach (var (name, value) in new[] { (nameof(Diagnose), Diagnose), (nameof(Fix), Fix), (nameof(Orchestrate), Orchestrate) })
        {
            if (value is < 1 or > 3600)
                throw new SettingException($"{section}:{name}", $"{value} is not between 1 and 3600 seconds.");
        }
    }
}
