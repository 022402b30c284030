using ChatOps.Capabilities.Diagnose;

namespace ChatOps.Capabilities.Fix;

/// <summary>A diagnosis and what came of its fix, as REST returns it.</summary>
internal sealed record FixedDiagnosis
{
    /// <summary>The diagnosis; never lost, whatever came of its fix.</summary>
    public required Diagnosis Diagnosis { get; init; }

    /// <summary>The pull request with the fix: the one that was opened, or the open one that an earlier request for the same error left; null when there is none.</summary>
    public required FixPullRequest? FixPr { get; init; }

    /// <summary>Why no pull request was opened now, and what to do; null when one was.</summary>
    public required string? FixSkippedReason { get; init; }

    /// <summary>The change as a unified diff, on the base branch where it was planned there; empty when there is none.</summary>
    public required string FixDiff { get; init; }

    /// <summary>The operation that did it.</summary>
    public required string OperationId { get; init; }
}

/// <summary>A pull request that was opened.</summary>
/// <param name="PrNumber">Its number.</param>
/// <param name="PrUrl">Its page.</param>
/// <param name="Branch">Its branch.</param>
internal sealed record FixPullRequest(int PrNumber, string PrUrl, string Branch);
