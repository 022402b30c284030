using System.Data.Common;
using ChatOps.Adapters.Storage;
using Dapper;

namespace ChatOps.Capabilities.Costs;

/// <summary>Adds up the table of model calls. Every figure is a sum of the same integers, so all of them agree.</summary>
internal sealed class CostBooks(Database database, TimeProvider clock)
{
    // 1970-01-01 was a Thursday, and weeks begin on Monday.
    private const long FirstMonday = 4 * 86_400_000L;

    // A sum over bigint is numeric on PostgreSQL.
    private const string Sums = """
        cast(coalesce(sum(operations), 0) as bigint) as "Operations", cast(coalesce(sum(nano), 0) as bigint) as "Nano", cast(coalesce(sum(unpriced), 0) as bigint) as "Unpriced",
        cast(coalesce(sum(input), 0) as bigint) as "Input", cast(coalesce(sum(output), 0) as bigint) as "Output"
        """;

    /// <summary>What calls cost in a period that ends now.</summary>
    /// <param name="period">Which.</param>
    /// <param name="repositories">Names of the repositories that may be seen; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<CostSummary> SummariseAsync(CostPeriod period, IReadOnlyList<string>? repositories, CancellationToken cancellationToken) =>
        SummariseAsync(period, CostScope.Of(period, clock.GetUtcNow(), repositories), cancellationToken);

    /// <summary>What the calls of a scope cost.</summary>
    public async Task<CostSummary> SummariseAsync(CostPeriod period, CostScope scope, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        // Every figure is of the same moment.
        await using var moment = await Database.FreezeAsync(connection, cancellationToken);
        var span = await CostSpan.OfAsync(connection, moment, scope, byDay: true, cancellationToken);
        var sql = $"""
            with {CostSums.Of(span.Calls)},
            every as materialized (
              select dimension, repo, item, {CostSums.Figures} from sums
              union all select dimension, repo, item, {CostSums.Figures} from cost_days where dimension in ({CostSums.Dimensions}) and {span.Days})
            select dimension as "Dimension", item as "Key", {Sums} from every group by dimension, item
            union all select 'repo', repo, {Sums} from every where dimension = 'operation' group by repo
            union all select 'total', '', {Sums} from every where dimension = 'operation'
            """;
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(sql, span.Parameters, moment, cancellationToken: cancellationToken))).ToLookup(row => row.Dimension);
        var total = rows["total"].Single();
        var from = scope.From ?? await FirstAsync(connection, moment, span, cancellationToken) ?? scope.To;
        return new CostSummary
        {
            Period = period,
            From = DateTimeOffset.FromUnixTimeMilliseconds(from),
            To = DateTimeOffset.FromUnixTimeMilliseconds(scope.To),
            TotalCostUsd = CostRow.Dollars(total.Nano, total.Unpriced),
            Operations = total.Operations,
            InputTokens = total.Input,
            OutputTokens = total.Output,
            UnpricedCalls = total.Unpriced,
            ByOperation = Show(rows["operation"]),
            ByProvider = Show(rows["provider"]),
            ByModel = Show(rows["model"]),
            ByUser = Show(rows["user"]),
            ByRepo = Show(rows["repo"]),
        };
    }

    // The dearest first.
    private static IReadOnlyList<CostRow> Show(IEnumerable<Row> rows) =>
    [
        .. rows.OrderByDescending(row => row.Nano).ThenByDescending(row => row.Input + row.Output).ThenBy(row => row.Key, StringComparer.Ordinal)
            .Select(row => new CostRow(row.Key, CostRow.Dollars(row.Nano, row.Unpriced), row.Operations, row.Input, row.Output, row.Unpriced)),
    ];

    /// <summary>The calls of a scope over time; null when that would be more than <paramref name="most"/> buckets.</summary>
    public async Task<CostTimeline?> TimelineAsync(CostScope scope, CostBucketSize bucket, int most, CancellationToken cancellationToken)
    {
        var length = bucket.Length();
        var offset = bucket == CostBucketSize.Week ? FirstMonday : 0;
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var moment = await Database.FreezeAsync(connection, cancellationToken);
        var span = await CostSpan.OfAsync(connection, moment, scope, byDay: bucket != CostBucketSize.Hour, cancellationToken);
        span.Parameters.Add("length", length);
        span.Parameters.Add("offset", offset);
        var sql = $"""
            with calls as materialized (select operation_id, created_at, coalesce(cost_nano_usd, 0) as nano, case when cost_nano_usd is null then 1 else 0 end as unpriced from model_calls where {span.Calls}),
            asked as materialized (select operation_id, min(created_at) as first from calls group by operation_id),
            every as (
              select (created_at - @offset) / @length as bucket, 0 as operations, nano, unpriced from calls
              union all select (first - @offset) / @length, 1, 0, 0 from asked where not exists (select 1 from model_calls earlier where earlier.operation_id = asked.operation_id and earlier.created_at < asked.first)
              union all select (day * {CostDay.Length} - @offset) / @length, operations, nano, unpriced from cost_days where dimension = 'operation' and {span.Days})
            select bucket as "Bucket", cast(sum(operations) as bigint) as "Operations", cast(sum(nano) as bigint) as "Nano", cast(sum(unpriced) as bigint) as "Unpriced" from every group by bucket
            """;
        var rows = (await connection.QueryAsync<BucketRow>(new CommandDefinition(sql, span.Parameters, moment, cancellationToken: cancellationToken))).ToDictionary(row => row.Bucket);
        var last = (scope.To - offset) / length;
        var first = scope.From is { } from ? (from - offset) / length : rows.Count > 0 ? rows.Keys.Min() : last;
        if (last - first >= most)
            return null;
        var buckets = new List<CostBucket>((int)(last - first) + 1);
        for (var number = first; number <= last; number++)
        {
            var row = rows.GetValueOrDefault(number);
            buckets.Add(new CostBucket(DateTimeOffset.FromUnixTimeMilliseconds(number * length + offset), row is null ? 0 : CostRow.Dollars(row.Nano, row.Unpriced), row?.Operations ?? 0));
        }

        return new CostTimeline(buckets);
    }

    // The first call of a day that was added up is looked for in that day only.
    private static async Task<long?> FirstAsync(DbConnection connection, DbTransaction moment, CostSpan span, CancellationToken cancellationToken)
    {
        Task<long?> AskAsync(string sql) => connection.ExecuteScalarAsync<long?>(new CommandDefinition(sql, span.Parameters, moment, cancellationToken: cancellationToken));
        var day = await AskAsync($"select min(day) from cost_days where dimension = 'operation' and {span.Days}");
        span.Parameters.Add("day", day);
        var single = await AskAsync($"select min(created_at) from model_calls where {span.Calls}");
        var first = day is null ? null : await AskAsync($"select min(created_at) from model_calls where created_at >= @day * {CostDay.Length} and created_at < (@day + 1) * {CostDay.Length}{span.Among}");
        return single is null || first < single ? first : single;
    }

    private sealed class Row
    {
        public string Dimension { get; init; } = "";
        public string Key { get; init; } = "";
        public long Operations { get; init; }
        public long Nano { get; init; }
        public long Unpriced { get; init; }
        public long Input { get; init; }
        public long Output { get; init; }
    }

    private sealed class BucketRow
    {
        public long Bucket { get; init; }
        public long Operations { get; init; }
        public long Nano { get; init; }
        public long Unpriced { get; init; }
    }
}
