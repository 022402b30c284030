namespace ChatOps.Adapters.GitHub;

/// <summary>A device flow that a person has to finish in the browser.</summary>
/// <param name="Secret">What asks for the outcome: a secret, encrypted wherever it is kept.</param>
/// <param name="UserCode">What the person types, such as <c>WDJB-MJHT</c>.</param>
/// <param name="VerificationUri">Where.</param>
/// <param name="ExpiresAt">Until when.</param>
/// <param name="Interval">How long to wait between two questions.</param>
internal sealed record DeviceCode(string Secret, string UserCode, string VerificationUri, DateTimeOffset ExpiresAt, TimeSpan Interval)
{
    /// <summary>Never the secret: records print themselves into logs.</summary>
    public override string ToString() => $"{UserCode} until {ExpiresAt:O}";
}

/// <summary>How a device flow is.</summary>
/// <param name="State">Whether it goes on.</param>
/// <param name="Account">Whose account it is, once <see cref="DeviceFlowState.Linked"/>.</param>
/// <param name="Interval">How long to wait before the next question.</param>
internal sealed record DeviceFlowStep(DeviceFlowState State, LinkedAccount? Account, TimeSpan Interval);

/// <summary>A person's account, with what acts for it.</summary>
/// <param name="Id">GitHub's id, which a rename does not change.</param>
/// <param name="Login">The login today.</param>
/// <param name="Token">A secret, encrypted wherever it is kept.</param>
internal sealed record LinkedAccount(long Id, string Login, string Token)
{
    /// <summary>Never the token: records print themselves into logs.</summary>
    public override string ToString() => $"{Login} ({Id})";
}

/// <summary>The states of a device flow.</summary>
internal enum DeviceFlowState
{
    /// <summary>The person has not finished.</summary>
    Pending,

    /// <summary>The account is known.</summary>
    Linked,

    /// <summary>The person said no.</summary>
    Denied,

    /// <summary>Nobody finished it in time.</summary>
    Expired,
}
