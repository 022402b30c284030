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
        cast(coalesce(sum(nano), 0) as bigint) as "Nano", cast(coalesce(sum(unpriced), 0) as bigint) as "Unpriced",
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
        var (where, parameters) = Where(scope);
        // One statement, so that every figure is of the same moment. Kind, person and repository are an operation's own, so a row for each operation is enough to add them up.
        var sql = $"""
            with calls as materialized (
              select operation_id, kind, provider, model, requested_by, repo, created_at, coalesce(cost_nano_usd, 0) as nano, case when cost_nano_usd is null then 1 else 0 end as unpriced, input_tokens as input, output_tokens as output
              from model_calls where {where}),
            asked as materialized (
              select min(kind) as kind, min(requested_by) as requested_by, min(repo) as repo, min(created_at) as first, sum(nano) as nano, sum(unpriced) as unpriced, sum(input) as input, sum(output) as output
              from calls group by operation_id)
            select 'total' as "Dimension", '' as "Key", min(first) as "First", count(*) as "Operations", {Sums} from asked
            union all select 'operation', kind, null, count(*), {Sums} from asked group by kind
            union all select 'user', requested_by, null, count(*), {Sums} from asked group by requested_by
            union all select 'repo', coalesce(repo, ''), null, count(*), {Sums} from asked group by coalesce(repo, '')
            union all select 'provider', provider, null, count(distinct operation_id), {Sums} from calls group by provider
            union all select 'model', model, null, count(distinct operation_id), {Sums} from calls group by model
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).ToLookup(row => row.Dimension);
        var total = rows["total"].Single();
        return new CostSummary
        {
            Period = period,
            From = DateTimeOffset.FromUnixTimeMilliseconds(scope.From ?? total.First ?? scope.To),
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
        var (where, parameters) = Where(scope);
        var length = bucket.Length();
        var offset = bucket == CostBucketSize.Week ? FirstMonday : 0;
        parameters.Add("length", length);
        parameters.Add("offset", offset);
        var sql = $"""
            select (created_at - @offset) / @length as "Bucket", count(distinct operation_id) as "Operations", cast(coalesce(sum(cost_nano_usd), 0) as bigint) as "Nano", count(*) - count(cost_nano_usd) as "Unpriced"
            from model_calls where {where} group by (created_at - @offset) / @length order by (created_at - @offset) / @length
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<BucketRow>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).ToDictionary(row => row.Bucket);
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

    private static (string Where, DynamicParameters Parameters) Where(CostScope scope)
    {
        var parameters = new DynamicParameters(new { scope.From, scope.To });
        var where = (scope.From is null ? "" : "created_at >= @From and ") + "created_at <= @To";
        if (scope.Repositories is not { } names)
            return (where, parameters);
        // "in @list" and "= any(@list)" are each known to one of the two databases only.
        for (var i = 0; i < names.Count; i++)
            parameters.Add($"repo{i}", names[i]);
        return (where + (names.Count == 0 ? " and 1 = 0" : $" and lower(repo) in ({string.Join(", ", names.Select((_, i) => $"lower(@repo{i})"))})"), parameters);
    }

    private sealed class Row
    {
        public string Dimension { get; init; } = "";
        public string Key { get; init; } = "";
        public long? First { get; init; }
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
