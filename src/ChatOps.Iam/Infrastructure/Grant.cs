namespace ChatOps.Iam.Infrastructure;

/// <summary>One statement of a policy in the repository. Texts hold IAM's wildcards, IAM's variables and references of infrastructure code.</summary>
internal sealed record Grant
{
    /// <summary>Allow; otherwise Deny.</summary>
    public required bool Allows { get; init; }

    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>All but the actions.</summary>
    public bool ExceptActions { get; init; }

    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>All but the resources.</summary>
    public bool ExceptResources { get; init; }

    /// <summary>Operator, key and values of each condition.</summary>
    public IReadOnlyList<(string Operator, string Key, IReadOnlyList<string> Values)> Conditions { get; init; } = [];

    /// <summary>Whether it stands in any case: not under a count, a loop or a condition whose value is not known.</summary>
    public bool IsCertain { get; init; } = true;

    public string? Sid { get; init; }

    /// <summary>Where the statement, or the policy that attaches it, stands.</summary>
    public required Place At { get; init; }
}
