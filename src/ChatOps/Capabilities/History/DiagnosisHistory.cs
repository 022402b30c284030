using System.Text.Json.Nodes;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.History;

/// <summary>Past diagnoses, a page at a time.</summary>
internal sealed class DiagnosisHistory(HistoryPages pages)
{
    private const int ExcerptLength = 300;

    /// <inheritdoc cref="HistoryPages.ReadAsync"/>
    public Task<Page<DiagnosisEntry>> PageAsync(PageQuery query, IReadOnlyList<string>? allowed, CancellationToken cancellationToken) =>
        pages.ReadAsync<Row, DiagnosisEntry>("diagnoses", "dg", "error_text as ErrorText, document, feedback_useful as FeedbackUseful", Show, query, allowed, cancellationToken);

    private static DiagnosisEntry Show(Row row)
    {
        var document = JsonNode.Parse(row.Document)!;
        return new DiagnosisEntry
        {
            Id = row.Id,
            OperationId = row.OperationId,
            CreatedAt = row.At,
            RequestedBy = row.RequestedBy,
            Error = row.ErrorText.Length <= ExcerptLength ? row.ErrorText : row.ErrorText[..ExcerptLength] + "…",
            Useful = row.FeedbackUseful is { } useful ? useful != 0 : null,
            Repo = row.Repo,
            Sha = (string)document["sha"]!,
            Outcome = (string)document["outcome"]!,
            RootCause = (string)document["root_cause"]!,
            Confidence = (string)document["confidence"]!,
            ConfidenceScore = (double)document["confidence_score"]!,
            Category = (string)document["category"]!,
            AffectedFiles = [.. document["affected_files"]!.AsArray().Select(path => (string)path!)],
            Fingerprint = (string)document["fingerprint"]!,
            Engine = (string)document["engine"]!,
            Model = (string?)document["model"],
            InputTokens = (long)document["input_tokens"]!,
            OutputTokens = (long)document["output_tokens"]!,
            CostUsd = (decimal?)document["cost_usd"],
            DurationMs = (long)document["duration_ms"]!,
        };
    }

    private sealed class Row : HistoryRow
    {
        public required string ErrorText { get; init; }
        public required string Document { get; init; }
        public long? FeedbackUseful { get; init; }
    }
}

/// <summary>A past diagnosis in short; <c>GET /diagnoses/{id}</c> has the whole.</summary>
internal sealed record DiagnosisEntry
{
    public required string Id { get; init; }
    public required string OperationId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>A pseudonym.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>How the masked text begins.</summary>
    public required string Error { get; init; }

    /// <summary>What was said of it; null when nothing.</summary>
    public required bool? Useful { get; init; }

    public required string Repo { get; init; }
    public required string Sha { get; init; }
    public required string Outcome { get; init; }
    public required string RootCause { get; init; }
    public required string Confidence { get; init; }
    public required double ConfidenceScore { get; init; }
    public required string Category { get; init; }
    public required IReadOnlyList<string> AffectedFiles { get; init; }
    public required string Fingerprint { get; init; }
    public required string Engine { get; init; }
    public required string? Model { get; init; }
    public required long InputTokens { get; init; }
    public required long OutputTokens { get; init; }

    /// <summary>US dollars; null when a call's model has no price.</summary>
    public required decimal? CostUsd { get; init; }

    public required long DurationMs { get; init; }
}
