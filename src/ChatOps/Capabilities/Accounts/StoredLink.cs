using ChatOps.Adapters.GitHub;

namespace ChatOps.Capabilities.Accounts;

/// <summary>A person's link with its secrets, in memory only.</summary>
/// <param name="Person">Whose, by pseudonym.</param>
/// <param name="State">How it is.</param>
internal sealed record StoredLink(string Person, LinkState State)
{
    /// <summary>The account; null unless linked.</summary>
    public LinkedAccount? Account { get; init; }

    /// <summary>The device flow; null unless pending.</summary>
    public DeviceCode? Code { get; init; }

    /// <summary>The login that is, or was, linked; null for none.</summary>
    public string? Login { get; init; }

    /// <summary>Without the secrets.</summary>
    public GitHubLink Show() => new() { State = State, UserCode = Code?.UserCode, VerificationUri = Code?.VerificationUri, Login = Login };
}
