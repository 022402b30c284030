using System.Data.Common;
using System.Text.Json.Nodes;
using ChatOps.Adapters.Llm;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Auditing;
using Dapper;

namespace ChatOps.Capabilities.Costs.Digest;

/// <summary>Puts a week's figures together.</summary>
internal sealed class DigestBuilder(Database database, CostBooks books, ModelCallLedger ledger, AuditLog audit, TimeProvider clock)
{
    private const int Shown = 3;
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>The digest of the seven days that end now.</summary>
    /// <param name="repositories">Names of the repositories that it is about; null for all, with what concerns none, and with the audit log's head.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<WeeklyDigest> BuildAsync(IReadOnlyList<string>? repositories, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var start = now - Week;
        var before = await books.SummariseAsync(CostPeriod.Week, new CostScope((start - Week).ToUnixTimeMilliseconds(), start.ToUnixTimeMilliseconds() - 1, repositories), cancellationToken);
        var days = await books.TimelineAsync(new CostScope(Midnight(now).AddDays(-13).ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), repositories), CostBucketSize.Day, 15, cancellationToken);
        var budgets = await ledger.UsedAsync(Caller.Local, cancellationToken);
        var (among, parameters) = Among(repositories);
        parameters.Add("since", start.ToUnixTimeMilliseconds());
        await using var connection = await database.OpenAsync(cancellationToken);
        var workflows = await connection.QuerySingleAsync<WorkflowRow>(new CommandDefinition(
            $"""
            select
              (select count(*) from workflows where kind = 'fix' and merged_at >= @since{among}) as "MergedFixes",
              (select count(*) from workflows where merged_at >= @since and reverted_by is null{among}) as "Kept",
              (select count(*) from workflows where closed_at >= @since and state in ('merged', 'closed'){among}) as "Closed",
              (select count(*) from workflows where kind = 'revert' and created_at >= @since{among}) as "Rollbacks"
            """,
            parameters,
            cancellationToken: cancellationToken));
        return new WeeklyDigest
        {
            Costs = await books.SummariseAsync(CostPeriod.Week, CostScope.Of(CostPeriod.Week, now, repositories), cancellationToken),
            LastWeekUsd = before.TotalCostUsd,
            Month = budgets.FirstOrDefault(budget => budget.Name == "month"),
            MergedFixes = (int)workflows.MergedFixes,
            SuccessRate = workflows.Closed == 0 ? null : (double)workflows.Kept / workflows.Closed,
            Rollbacks = (int)workflows.Rollbacks,
            Recurring = await RecurringAsync(connection, among, parameters, cancellationToken),
            Slowest = await SlowestAsync(connection, among, parameters, cancellationToken),
            Days = days!.Buckets,
            AuditHead = repositories is null ? (await audit.HeadAsync(cancellationToken)).ToString() : null,
        };
    }

    private static DateTimeOffset Midnight(DateTimeOffset now) => new(now.UtcDateTime.Date, TimeSpan.Zero);

    private static async Task<IReadOnlyList<RecurringError>> RecurringAsync(DbConnection connection, string among, DynamicParameters parameters, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<RecurringRow>(new CommandDefinition(
            $"""
            select repeated."Times", latest.id as "Id", latest.repo as "Repo", latest.document as "Document"
            from (select max(id) as id, count(*) as "Times" from diagnoses where created_at >= @since{among} group by repo, fingerprint having count(*) > 1) repeated
            join diagnoses latest on latest.id = repeated.id
            order by repeated."Times" desc, latest.id desc limit {Shown}
            """,
            parameters,
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => new RecurringError(row.Repo, (string)JsonNode.Parse(row.Document)!["root_cause"]!, (int)row.Times, row.Id))];
    }

    private static async Task<IReadOnlyList<SlowOperation>> SlowestAsync(DbConnection connection, string among, DynamicParameters parameters, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<SlowRow>(new CommandDefinition(
            $"""
            select id as "Id", kind as "Kind", repo as "Repo", finished_at - coalesce(started_at, created_at) as "Took"
            from operations where created_at >= @since and finished_at is not null{among} order by finished_at - coalesce(started_at, created_at) desc, id limit {Shown}
            """,
            parameters,
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => new SlowOperation(row.Kind, row.Repo, row.Took / 1_000.0, row.Id))];
    }

    private static (string Sql, DynamicParameters Parameters) Among(IReadOnlyList<string>? repositories)
    {
        var parameters = new DynamicParameters();
        for (var i = 0; i < repositories?.Count; i++)
            parameters.Add($"repo{i}", repositories[i]);
        return (repositories is null ? "" : repositories.Count == 0 ? " and 1 = 0" : $" and lower(repo) in ({string.Join(", ", repositories.Select((_, i) => $"lower(@repo{i})"))})", parameters);
    }

    private sealed class WorkflowRow
    {
        public long MergedFixes { get; init; }
        public long Kept { get; init; }
        public long Closed { get; init; }
        public long Rollbacks { get; init; }
    }

    private sealed class RecurringRow
    {
        public long Times { get; init; }
        public string Id { get; init; } = "";
        public string Repo { get; init; } = "";
        public string Document { get; init; } = "{}";
    }

    private sealed class SlowRow
    {
        public string Id { get; init; } = "";
        public string Kind { get; init; } = "";
        public string? Repo { get; init; }
        public long Took { get; init; }
    }
}
