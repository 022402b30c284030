namespace ChatOps.Capabilities.PullRequests;

/// <summary>The pull requests that ChatOps made, as REST returns them.</summary>
/// <param name="Prs">Newest first.</param>
/// <param name="Total">How many there are in all.</param>
internal sealed record AiPullRequests(IReadOnlyList<AiPullRequest> Prs, int Total);

/// <summary>One of them.</summary>
internal sealed record AiPullRequest
{
    public required int PrNumber { get; init; }

    /// <summary>Text from outside.</summary>
    public required string Title { get; init; }

    /// <summary><c>fix</c>, <c>revert</c> or <c>feature</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>open</c>, <c>merged</c> or <c>closed</c>.</summary>
    public required string State { get; init; }

    public required string Branch { get; init; }
    public required string PrUrl { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null when it was not merged.</summary>
    public required DateTimeOffset? MergedAt { get; init; }

    /// <summary>The operation that opened it; null when that is not known any more.</summary>
    public required string? OperationId { get; init; }

    /// <summary>The pull request that took it back; null for none.</summary>
    public required int? RevertedBy { get; init; }
}
