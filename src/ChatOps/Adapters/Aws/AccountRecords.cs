namespace ChatOps.Adapters.Aws;

/// <summary>A role of the account.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="BoundaryArn">The policy that is its permissions boundary; null when it has none.</param>
internal sealed record AccountRole(string Name, string Arn, string? BoundaryArn);

/// <summary>A policy of the account.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Document">Its JSON.</param>
internal sealed record AccountPolicy(string Name, string Document);

/// <summary>What IAM decides.</summary>
internal enum AccountDecision
{
    /// <summary>A statement allows it and none denies it.</summary>
    Allowed,

    /// <summary>Nothing allows it.</summary>
    NotAllowed,

    /// <summary>A statement denies it.</summary>
    Denied,
}

/// <summary>What IAM would decide about an action.</summary>
/// <param name="Action">The action.</param>
/// <param name="Decision">The decision.</param>
internal sealed record SimulatedAction(string Action, AccountDecision Decision)
{
    /// <summary>The policies whose statements decided it, by name.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Condition keys that the decision depends on and that no simulation knows.</summary>
    public IReadOnlyList<string> MissingContext { get; init; } = [];

    /// <summary>Whether the organisation's policies allow it; true as well where there is no organisation.</summary>
    public bool OrganisationAllows { get; init; } = true;

    /// <summary>Whether the permissions boundary allows it; true as well where there is none.</summary>
    public bool BoundaryAllows { get; init; } = true;
}
