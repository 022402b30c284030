using System.Data.Common;
using ChatOps.Adapters.Storage;
using Dapper;

namespace ChatOps.Capabilities.History;

/// <summary>Counts over everything that is kept.</summary>
internal sealed class Statistics(Database database)
{
    private const decimal NanoDollars = 1_000_000_000m;

    /// <summary>The figures of the repositories that may be seen.</summary>
    /// <param name="allowed">Their names; null for all.</param>
    /// <param name="cancellationToken">Stops the counting.</param>
    public async Task<Figures> ReadAsync(IReadOnlyList<string>? allowed, CancellationToken cancellationToken)
    {
        var among = new RepositoryFilter(allowed);
        await using var connection = await database.OpenAsync(cancellationToken);
        Task<long> CountAsync(string from) => connection.ExecuteScalarAsync<long>(new CommandDefinition($"select count(*) from {from}{among.Sql}", among.With(), cancellationToken: cancellationToken));
        var (merged, kept, closed) = (await CountAsync("workflows where state = 'merged'"), await CountAsync("workflows where state = 'merged' and reverted_by is null"), await CountAsync("workflows where state = 'closed'"));
        var diagnoses = await CountAsync("diagnoses where 1 = 1");
        // A sum of integers comes back as bigint from one database and as numeric from the other.
        var cost = await connection.ExecuteScalarAsync<decimal?>(new CommandDefinition($"select sum(cost_nano_usd) from model_calls where 1 = 1{among.Sql}", among.With(), cancellationToken: cancellationToken)) ?? 0;
        return new Figures
        {
            TotalOrchestrations = await CountAsync("orchestrations where 1 = 1"),
            TotalDiagnoses = diagnoses,
            TotalWorkflows = await CountAsync("workflows where 1 = 1"),
            WorkflowSuccessRate = merged + closed == 0 ? null : (double)kept / (merged + closed),
            TotalCostUsd = cost / NanoDollars,
            OrchestrationsWithIamWarnings = await CountAsync("orchestrations where iam_warnings > 0"),
            Rollbacks = await CountAsync("workflows where kind = 'revert'"),
            OpenAiPrs = await CountAsync("workflows where state = 'open'"),
            MedianDiagnosisSeconds = await MedianAsync(connection, among, diagnoses, cancellationToken),
        };
    }

    private static async Task<double?> MedianAsync(DbConnection connection, RepositoryFilter among, long count, CancellationToken cancellationToken)
    {
        if (count == 0)
            return null;
        var middle = await connection.QueryAsync<long>(new CommandDefinition(
            $"select duration_ms from diagnoses where 1 = 1{among.Sql} order by duration_ms limit @take offset @skip", among.With(new { take = count % 2 == 0 ? 2 : 1, skip = (count - 1) / 2 }), cancellationToken: cancellationToken));
        return middle.AsList() is { Count: > 0 } durations ? durations.Average() / 1000 : null;
    }
}

/// <summary>The figures of <c>GET /analytics/stats</c>.</summary>
internal sealed record Figures
{
    public required long TotalOrchestrations { get; init; }
    public required long TotalDiagnoses { get; init; }

    /// <summary>Pull requests that ChatOps opened.</summary>
    public required long TotalWorkflows { get; init; }

    /// <summary>Merged and not taken back, of those merged or closed unmerged, 0 to 1; null while there is none.</summary>
    public required double? WorkflowSuccessRate { get; init; }

    /// <summary>US dollars.</summary>
    public required decimal TotalCostUsd { get; init; }

    public required long OrchestrationsWithIamWarnings { get; init; }

    /// <summary>Pull requests that ChatOps opened to take others back.</summary>
    public required long Rollbacks { get; init; }

    /// <summary>Pull requests of ours that wait.</summary>
    public required long OpenAiPrs { get; init; }

    /// <summary>Null while there is none.</summary>
    public required double? MedianDiagnosisSeconds { get; init; }
}
