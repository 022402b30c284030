using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.History;

/// <summary>Past pull requests of ours, a page at a time.</summary>
internal sealed class WorkflowHistory(HistoryPages pages)
{
    private const string Columns = "diagnosis_id as DiagnosisId, kind, pr_number as PrNumber, pr_url as PrUrl, title, branch, state, reverted_by as RevertedBy, merged_at as MergedAt, closed_at as ClosedAt";

    /// <inheritdoc cref="HistoryPages.ReadAsync"/>
    public Task<Page<WorkflowEntry>> PageAsync(PageQuery query, IReadOnlyList<string>? allowed, CancellationToken cancellationToken) =>
        pages.ReadAsync<Row, WorkflowEntry>("workflows", "wf", Columns, Show, query, allowed, cancellationToken);

    private static WorkflowEntry Show(Row row) => new()
    {
        Id = row.Id,
        OperationId = row.OperationId,
        DiagnosisId = row.DiagnosisId,
        RequestedBy = row.RequestedBy,
        Repo = row.Repo,
        Kind = row.Kind,
        PrNumber = row.PrNumber,
        PrUrl = row.PrUrl,
        Title = row.Title,
        Branch = row.Branch,
        State = row.RevertedBy is null ? row.State : "reverted",
        RevertedBy = row.RevertedBy,
        CreatedAt = row.At,
        MergedAt = Time(row.MergedAt),
        ClosedAt = Time(row.ClosedAt),
    };

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;

    private sealed class Row : HistoryRow
    {
        public string? DiagnosisId { get; init; }
        public required string Kind { get; init; }
        public required int PrNumber { get; init; }
        public required string PrUrl { get; init; }
        public required string Title { get; init; }
        public required string Branch { get; init; }
        public required string State { get; init; }
        public int? RevertedBy { get; init; }
        public long? MergedAt { get; init; }
        public long? ClosedAt { get; init; }
    }
}

/// <summary>A pull request that ChatOps opened, and what became of it.</summary>
internal sealed record WorkflowEntry
{
    public required string Id { get; init; }
    public required string OperationId { get; init; }

    /// <summary>The diagnosis behind it; null for none.</summary>
    public required string? DiagnosisId { get; init; }

    /// <summary>A pseudonym.</summary>
    public required string RequestedBy { get; init; }

    public required string Repo { get; init; }

    /// <summary><c>fix</c>, <c>feature</c>, <c>revert</c> or <c>reapply</c>.</summary>
    public required string Kind { get; init; }

    public required int PrNumber { get; init; }
    public required string PrUrl { get; init; }
    public required string Title { get; init; }
    public required string Branch { get; init; }

    /// <summary><c>open</c>, <c>merged</c>, <c>closed</c> or <c>reverted</c>, as last seen.</summary>
    public required string State { get; init; }

    /// <summary>The pull request that took it back; null for none.</summary>
    public required int? RevertedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset? MergedAt { get; init; }
    public required DateTimeOffset? ClosedAt { get; init; }
}
