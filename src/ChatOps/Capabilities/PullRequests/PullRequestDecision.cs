using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>What may be decided about a pull request, by this person, now.</summary>
internal sealed record PullRequestDecision
{
    public required int PrNumber { get; init; }

    /// <summary>Text from outside.</summary>
    public required string Title { get; init; }

    public required string PrUrl { get; init; }

    /// <summary><c>open</c>, <c>merged</c> or <c>closed</c>.</summary>
    public required string State { get; init; }

    public required bool Draft { get; init; }
    public required string Branch { get; init; }
    public required string BaseBranch { get; init; }
    public required string HeadSha { get; init; }
    public required string Author { get; init; }

    /// <summary>In words: <c>all green</c>, <c>failed: build</c>.</summary>
    public required string Checks { get; init; }

    /// <summary>Logins.</summary>
    public required IReadOnlyList<string> ApprovedBy { get; init; }

    /// <summary>How many approvals the base branch asks for; 0 for none.</summary>
    public required int RequiredApprovals { get; init; }

    /// <summary>Whose approval the base branch asks for by CODEOWNERS; empty for nobody's.</summary>
    public required IReadOnlyList<string> CodeOwners { get; init; }

    /// <summary>Approve, merge and close, in this order.</summary>
    public required IReadOnlyList<DecisionOption> Options { get; init; }
}

/// <summary>Something that may be decided, or why not.</summary>
/// <param name="Action"><c>approve</c>, <c>merge</c> or <c>close</c>.</param>
/// <param name="Plan">The plan that does it; null when it cannot be done.</param>
/// <param name="WhyNot">Why it cannot; null when it can.</param>
internal sealed record DecisionOption(string Action, PlanView? Plan, string? WhyNot);
