using System.Text.Json.Serialization;
using ChatOps.Capabilities.Patches;
using ChatOps.Iam;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>What came of a task: a plan, a change and a review, as REST returns it and history keeps it.</summary>
internal sealed record Orchestration
{
    public required string Id { get; init; }

    /// <summary>What was asked for, with secrets masked.</summary>
    public required string Task { get; init; }

    public required TaskPlan Plan { get; init; }

    /// <summary>Full new text by path; empty when there is no change that passes its checks.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Unified diff of <see cref="Files"/>, computed by us; empty without one.</summary>
    public required string Diff { get; init; }

    public required IReadOnlyList<FixCheck> Checks { get; init; }

    /// <summary>The reviewer's words; null when nothing was reviewed.</summary>
    public required Review? Review { get; init; }

    /// <summary>Every turn of every agent, in order.</summary>
    public required IReadOnlyList<AgentTurn> Agents { get; init; }

    /// <summary>The permissions that the change needs, and what of them the repository's policies do not grant; null when there is no change.</summary>
    public required IamAnalysis? IamAnalysis { get; init; }

    /// <summary>The pull request; null while there is none.</summary>
    public OpenedPullRequest? Pr { get; init; }

    /// <summary>The plan that opens the pull request, to be applied with its digest; null when there is nothing to open.</summary>
    public OfferedChange? Change { get; init; }

    /// <summary>Nano-exact US dollars; null when a call's model has no price.</summary>
    public required decimal? CostUsd { get; init; }

    public required long InputTokens { get; init; }
    public required long OutputTokens { get; init; }
    public required long DurationMs { get; init; }
    public required IReadOnlyList<string> Warnings { get; init; }
    public required string Repo { get; init; }
    public required string Sha { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>How the task is to be done.</summary>
/// <param name="Summary">In a sentence or two.</param>
/// <param name="Steps">Each one sentence.</param>
internal sealed record TaskPlan(string Summary, IReadOnlyList<string> Steps);

/// <summary>What a reviewer says of a change.</summary>
/// <param name="Verdict">Whether it can go on.</param>
/// <param name="Summary">In one sentence.</param>
/// <param name="Findings">What to mend, worst first; only those whose line exists.</param>
internal sealed record Review(ReviewVerdict Verdict, string Summary, IReadOnlyList<ReviewFinding> Findings);

/// <summary>What a reviewer decides.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReviewVerdict>))]
internal enum ReviewVerdict
{
    /// <summary>It can go to people as it stands.</summary>
    [JsonStringEnumMemberName("approve")] Approve,

    /// <summary>It can be mended.</summary>
    [JsonStringEnumMemberName("revise")] Revise,

    /// <summary>It is wrong.</summary>
    [JsonStringEnumMemberName("reject")] Reject,
}

/// <summary>Something to mend.</summary>
/// <param name="Path">A changed file.</param>
/// <param name="Line">A line of its new text, from 1.</param>
/// <param name="Severity"><c>blocker</c>, <c>major</c> or <c>minor</c>.</param>
/// <param name="Text">What goes wrong.</param>
internal sealed record ReviewFinding(string Path, int Line, string Severity, string Text);

/// <summary>One agent's turn.</summary>
internal sealed record AgentTurn
{
    /// <summary><c>planner</c>, <c>implementer</c> or <c>reviewer</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Who answered; null when nobody did.</summary>
    public required string? Provider { get; init; }

    public required string? Model { get; init; }
    public required long InputTokens { get; init; }
    public required long OutputTokens { get; init; }

    /// <summary>US dollars; null when the model has no price.</summary>
    public required decimal? CostUsd { get; init; }

    public required long DurationMs { get; init; }

    /// <summary>The reviewer's; null of the others.</summary>
    public ReviewVerdict? Verdict { get; init; }
}

/// <summary>A pull request that was opened.</summary>
internal sealed record OpenedPullRequest(int PrNumber, string PrUrl, string Branch);

/// <summary>A stored plan that somebody may apply.</summary>
internal sealed record OfferedChange(string PlanId, string Digest, string Branch);
