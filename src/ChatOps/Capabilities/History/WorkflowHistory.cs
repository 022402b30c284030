using ChatOps.Adapters.Storage;
using ChatOps.Running.Rest;
using Dapper;

namespace ChatOps.Capabilities.History;

/// <summary>Past pull requests of ours, a page at a time.</summary>
internal sealed class WorkflowHistory(Database database)
{
    /// <summary>The pull requests that the query asks for, newest first, of the repositories that the caller may see.</summary>
    /// <param name="query">Which.</param>
    /// <param name="allowed">Names of the repositories that may be seen; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<Page<WorkflowEntry>> PageAsync(PageQuery query, IReadOnlyList<string>? allowed, CancellationToken cancellationToken)
    {
        var (where, parameters) = HistoryFilter.Of(query, allowed, "wf");
        var sql = "select id Id, operation_id OperationId, diagnosis_id DiagnosisId, requested_by RequestedBy, repo Repo, kind Kind, pr_number PrNumber, pr_url PrUrl, title Title, branch Branch, state State,"
            + $" reverted_by RevertedBy, created_at CreatedAt, merged_at MergedAt, closed_at ClosedAt from workflows where {where} order by id desc limit @take";
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList();
        return query.Page(rows, row => row.Id, Show);
    }

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
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
        MergedAt = Time(row.MergedAt),
        ClosedAt = Time(row.ClosedAt),
    };

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;

    private sealed class Row
    {
        public string Id { get; set; } = "";
        public string OperationId { get; set; } = "";
        public string? DiagnosisId { get; set; }
        public string RequestedBy { get; set; } = "";
        public string Repo { get; set; } = "";
        public string Kind { get; set; } = "";
        public int PrNumber { get; set; }
        public string PrUrl { get; set; } = "";
        public string Title { get; set; } = "";
        public string Branch { get; set; } = "";
        public string State { get; set; } = "";
        public int? RevertedBy { get; set; }
        public long CreatedAt { get; set; }
        public long? MergedAt { get; set; }
        public long? ClosedAt { get; set; }
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
