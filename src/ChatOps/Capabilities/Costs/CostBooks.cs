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
        cast(coalesce(sum(cost_nano_usd), 0) as bigint) as "Nano", count(*) as "Calls", count(cost_nano_usd) as "Priced",
        cast(sum(input_tokens) as bigint) as "Input", cast(sum(output_tokens) as bigint) as "Output"
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
        // In the order of operations, so that the distinct ones are counted without remembering them all.
        var sql = $"""
            select operation_id as "OperationId", min(kind) as "Kind", provider as "Provider", model as "Model", min(requested_by) as "RequestedBy", min(repo) as "Repo", min(created_at) as "First", {Sums}
            from model_calls where {where} group by operation_id, provider, model order by operation_id
            """;
        var tally = new CostTally();
        var first = scope.To;
        await using var connection = await database.OpenAsync(cancellationToken);
        await foreach (var calls in connection.QueryUnbufferedAsync<CallSums>(sql, parameters).WithCancellation(cancellationToken))
        {
            tally.Add(calls);
            first = Math.Min(first, calls.First);
        }

        return new CostSummary
        {
            Period = period,
            From = DateTimeOffset.FromUnixTimeMilliseconds(scope.From ?? first),
            To = DateTimeOffset.FromUnixTimeMilliseconds(scope.To),
            TotalCostUsd = tally.Total.Dollars,
            Operations = tally.Total.Operations,
            InputTokens = tally.Total.Input,
            OutputTokens = tally.Total.Output,
            UnpricedCalls = tally.Total.Unpriced,
            ByOperation = tally.Rows(CostDimension.Operation),
            ByProvider = tally.Rows(CostDimension.Provider),
            ByModel = tally.Rows(CostDimension.Model),
            ByUser = tally.Rows(CostDimension.User),
            ByRepo = tally.Rows(CostDimension.Repo),
        };
    }

    /// <summary>The calls of a scope over time; null when that would be more than <paramref name="most"/> buckets.</summary>
    public async Task<CostTimeline?> TimelineAsync(CostScope scope, CostBucketSize bucket, int most, CancellationToken cancellationToken)
    {
        var (where, parameters) = Where(scope);
        var length = bucket.Length();
        var offset = bucket == CostBucketSize.Week ? FirstMonday : 0;
        parameters.Add("length", length);
        parameters.Add("offset", offset);
        var sql = $"""
            select (created_at - @offset) / @length as "Bucket", count(distinct operation_id) as "Operations", {Sums}
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
            buckets.Add(new CostBucket(DateTimeOffset.FromUnixTimeMilliseconds(number * length + offset), row is null ? 0 : row.Calls > 0 && row.Priced == 0 ? null : CostTally.Dollars(row.Nano), row?.Operations ?? 0));
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

    private sealed class BucketRow
    {
        public long Bucket { get; init; }
        public long Operations { get; init; }
        public long Nano { get; init; }
        public long Calls { get; init; }
        public long Priced { get; init; }
        public long Input { get; init; }
        public long Output { get; init; }
    }
}
