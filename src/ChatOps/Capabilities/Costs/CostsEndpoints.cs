using ChatOps.Chat;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.Costs;

/// <summary><c>GET /analytics/costs</c> and <c>/analytics/costs/timeline</c>.</summary>
internal static class CostsEndpoints
{
    private const int MostBuckets = 10_000;

    /// <summary>Maps the endpoints.</summary>
    public static void MapCosts(this IEndpointRouteBuilder routes)
    {
        var period = ("period", "day, week, month or all: the last 24 hours, 7 days, 30 days, everything; week when left out.");
        routes.MapGet("/analytics/costs", CostsAsync).Describe(new ApiDescription("getCosts", "Analytics", "What models cost in a period, by operation, provider, model, person and repository")
        {
            Query = [period],
            Result = typeof(CostSummary),
            ResultExample = """
                {"period":"week","from":"2026-11-15T09:00:00+00:00","to":"2026-11-22T09:00:00+00:00","total_cost_usd":0.0312,"operations":1,"input_tokens":10100,"output_tokens":1100,"unpriced_calls":0,
                 "by_operation":[{"key":"diagnose","cost_usd":0.0312,"operations":1,"input_tokens":10100,"output_tokens":1100,"unpriced_calls":0}],"by_provider":[],"by_model":[],"by_user":[],"by_repo":[]}
                """,
        });
        routes.MapGet("/analytics/costs/timeline", TimelineAsync).Describe(new ApiDescription("getCostTimeline", "Analytics", "What models cost over time, empty stretches included")
        {
            Query = [period, ("bucket", "hour, day or week, in UTC; what suits the period when left out.")],
            Result = typeof(CostTimeline),
            ResultExample = """{"buckets":[{"start":"2026-11-21T00:00:00+00:00","cost_usd":0,"operations":0},{"start":"2026-11-22T00:00:00+00:00","cost_usd":0.0312,"operations":1}]}""",
        });
    }

    private static async Task<IResult> CostsAsync(HttpContext http, CostBooks books, CancellationToken cancellationToken)
    {
        var allowed = http.Caller().RepositoriesWith(Role.Viewer);
        if (allowed is [])
            return Problem.Of(Denied);
        return CostPeriods.TryRead("period", http.Request.Query["period"], CostPeriod.Week, out var period) is { } wrong
            ? Problem.Of(wrong)
            : Results.Json(await books.SummariseAsync(period, allowed, cancellationToken), RestJson.Options);
    }

    private static async Task<IResult> TimelineAsync(HttpContext http, CostBooks books, TimeProvider clock, CancellationToken cancellationToken)
    {
        var allowed = http.Caller().RepositoriesWith(Role.Viewer);
        if (allowed is [])
            return Problem.Of(Denied);
        if (CostPeriods.TryRead("period", http.Request.Query["period"], CostPeriod.Week, out var period) is { } wrongPeriod)
            return Problem.Of(wrongPeriod);
        if (CostPeriods.TryRead("bucket", http.Request.Query["bucket"], period.UsualBucket(), out var bucket) is { } wrongBucket)
            return Problem.Of(wrongBucket);
        return await books.TimelineAsync(CostScope.Of(period, clock.GetUtcNow(), allowed), bucket, MostBuckets, cancellationToken) is { } timeline
            ? Results.Json(timeline, RestJson.Options)
            : Problem.Of(new Refusal(RefusalKind.Invalid, $"That would be more than {MostBuckets} buckets. Ask for a longer bucket or a shorter period.") { Fields = new Dictionary<string, string> { ["bucket"] = "is too short for this period." } });
    }

    private static Refusal Denied => new(RefusalKind.Forbidden, "Costs need the role viewer. Ask an admin.");
}
