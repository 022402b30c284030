using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>A pull request that we opened, and what has become of it.</summary>
internal sealed record Workflow
{
    /// <summary>Its id, <c>wf_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The plan that it came of.</summary>
    public required string PlanId { get; init; }

    /// <summary>The operation that opened it.</summary>
    public required string OperationId { get; init; }

    /// <summary>The diagnosis behind it; null for none.</summary>
    public string? DiagnosisId { get; init; }

    /// <summary>The repository's name.</summary>
    public required string Repo { get; init; }

    /// <summary><see cref="ChangeKind.Fix"/>, <see cref="ChangeKind.Feature"/>, <see cref="ChangeKind.Revert"/> or <see cref="ChangeKind.Reapply"/>.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>The pull request's number.</summary>
    public required int PrNumber { get; init; }

    /// <summary>Its page.</summary>
    public required string PrUrl { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Its branch.</summary>
    public required string Branch { get; init; }

    /// <summary><c>open</c>, <c>merged</c> or <c>closed</c>, as last seen.</summary>
    public required string State { get; init; }

    /// <summary>Who asked for it, by pseudonym.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>The pull request that took it back; null for none.</summary>
    public int? RevertedBy { get; init; }

    /// <summary>The pull requests that it takes back.</summary>
    public IReadOnlyList<int> Reverts { get; init; } = [];

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was merged; null when it was not.</summary>
    public DateTimeOffset? MergedAt { get; init; }

    /// <summary>When it was merged or closed; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }
}

/// <summary>Where a pull request that we opened came from.</summary>
/// <param name="Kind">What kind of change it is.</param>
/// <param name="OperationId">The operation that opened it.</param>
/// <param name="RevertedBy">The pull request that took it back; null for none.</param>
internal sealed record WorkflowOrigin(ChangeKind Kind, string OperationId, int? RevertedBy);
