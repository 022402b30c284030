namespace ChatOps.Capabilities.Accounts;

/// <summary>How the caller's GitHub account is linked, as REST returns it and cards show it. No token, no device code.</summary>
internal sealed record GitHubLink
{
    /// <summary>Whether it is linked.</summary>
    public required LinkState State { get; init; }

    /// <summary>What to type while it is pending, such as <c>WDJB-MJHT</c>; else null.</summary>
    public string? UserCode { get; init; }

    /// <summary>Where to type it; null when nothing is to be typed.</summary>
    public string? VerificationUri { get; init; }

    /// <summary>The login that is, or was, linked; null for none.</summary>
    public string? Login { get; init; }
}

/// <summary>The states of a link.</summary>
internal enum LinkState
{
    /// <summary>Nobody asked for one.</summary>
    None,

    /// <summary>The code has not been typed yet.</summary>
    Pending,

    /// <summary>The account is linked.</summary>
    Linked,

    /// <summary>The person said no on GitHub.</summary>
    Denied,

    /// <summary>The code was not typed in time.</summary>
    Expired,

    /// <summary>GitHub no longer accepts the token of the link.</summary>
    Revoked,
}
