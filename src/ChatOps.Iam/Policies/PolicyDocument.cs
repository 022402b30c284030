namespace ChatOps.Iam.Policies;

/// <summary>A policy as IAM evaluates it.</summary>
internal sealed record PolicyDocument(IReadOnlyList<Statement> Statements);

/// <summary>One statement of a policy.</summary>
internal sealed record Statement
{
    /// <summary>Allow; otherwise Deny.</summary>
    public required bool Allows { get; init; }

    public required IReadOnlyList<PolicyText> Actions { get; init; }

    /// <summary><c>NotAction</c>: all but the actions.</summary>
    public bool ExceptActions { get; init; }

    public required IReadOnlyList<PolicyText> Resources { get; init; }

    /// <summary><c>NotResource</c>: all but the resources.</summary>
    public bool ExceptResources { get; init; }

    public IReadOnlyList<Condition> Conditions { get; init; } = [];
}
