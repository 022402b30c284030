using System.Text.Json.Nodes;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.History;

/// <summary>Past orchestrations, a page at a time.</summary>
internal sealed class OrchestrationHistory(HistoryPages pages)
{
    private const string Columns = "sha, task, verdict, iam_warnings as IamWarnings, input_tokens as InputTokens, output_tokens as OutputTokens, cost_nano_usd as CostNanoUsd, duration_ms as DurationMs, document";

    /// <inheritdoc cref="HistoryPages.ReadAsync"/>
    public Task<Page<OrchestrationEntry>> PageAsync(PageQuery query, IReadOnlyList<string>? allowed, CancellationToken cancellationToken) =>
        pages.ReadAsync<Row, OrchestrationEntry>("orchestrations", "or", Columns, Show, query, allowed, cancellationToken);

    private static OrchestrationEntry Show(Row row)
    {
        var document = JsonNode.Parse(row.Document)!;
        return new OrchestrationEntry
        {
            Id = row.Id,
            OperationId = row.OperationId,
            CreatedAt = row.At,
            RequestedBy = row.RequestedBy,
            Repo = row.Repo,
            Sha = row.Sha,
            Task = row.Task,
            Summary = (string?)document["plan"]?["summary"],
            Files = document["files"] is JsonObject files ? [.. files.Select(file => file.Key)] : [],
            Verdict = row.Verdict,
            IamWarnings = row.IamWarnings,
            PrNumber = (int?)document["pr"]?["pr_number"],
            PrUrl = (string?)document["pr"]?["pr_url"],
            InputTokens = row.InputTokens,
            OutputTokens = row.OutputTokens,
            CostUsd = row.CostNanoUsd / 1_000_000_000m,
            DurationMs = row.DurationMs,
        };
    }

    private sealed class Row : HistoryRow
    {
        public required string Sha { get; init; }
        public required string Task { get; init; }
        public string? Verdict { get; init; }
        public required int IamWarnings { get; init; }
        public required long InputTokens { get; init; }
        public required long OutputTokens { get; init; }
        public long? CostNanoUsd { get; init; }
        public required long DurationMs { get; init; }
        public required string Document { get; init; }
    }
}

/// <summary>A past orchestration in short.</summary>
internal sealed record OrchestrationEntry
{
    public required string Id { get; init; }
    public required string OperationId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>A pseudonym.</summary>
    public required string RequestedBy { get; init; }

    public required string Repo { get; init; }
    public required string Sha { get; init; }

    /// <summary>What was asked for, with secrets masked.</summary>
    public required string Task { get; init; }

    /// <summary>The plan in a sentence or two; null without one.</summary>
    public required string? Summary { get; init; }

    /// <summary>The files that it changed.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary><c>approve</c>, <c>revise</c> or <c>reject</c>; null when nothing was reviewed.</summary>
    public required string? Verdict { get; init; }

    /// <summary>Permissions that its code needs and no policy grants.</summary>
    public required int IamWarnings { get; init; }

    /// <summary>The pull request; null for none.</summary>
    public required int? PrNumber { get; init; }

    public required string? PrUrl { get; init; }
    public required long InputTokens { get; init; }
    public required long OutputTokens { get; init; }

    /// <summary>US dollars; null when a call's model has no price.</summary>
    public required decimal? CostUsd { get; init; }

    public required long DurationMs { get; init; }
}
