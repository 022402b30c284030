namespace ChatOps.Adapters.GitHub;

/// <summary>What a branch asks of a change: its protection and the repository's rulesets together. What the token may not see counts as not asked for.</summary>
internal sealed record BranchRules
{
    /// <summary>How many people have to approve; 0 for none.</summary>
    public int RequiredApprovals { get; init; }

    /// <summary>Whether an owner of the changed files has to approve.</summary>
    public bool RequiresCodeOwners { get; init; }

    /// <summary>The checks that have to be green, by name.</summary>
    public IReadOnlyList<string> RequiredChecks { get; init; } = [];

    /// <summary>Whether the head has to contain the base's last commit.</summary>
    public bool RequiresUpToDate { get; init; }

    /// <summary>Whether commits have to be signed, so that they are made with <see cref="SignedCommits"/>.</summary>
    public bool RequiresSignatures { get; init; }

    /// <summary>Whether merge commits are refused.</summary>
    public bool RequiresLinearHistory { get; init; }

    /// <summary>Whether merges go through a merge queue, so that nobody merges directly.</summary>
    public bool HasMergeQueue { get; init; }

    /// <summary>The merge methods that the rules allow; null for whatever the repository allows.</summary>
    public IReadOnlyList<MergeMethod>? AllowedMethods { get; init; }
}
