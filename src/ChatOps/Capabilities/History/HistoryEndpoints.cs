using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.History;

/// <summary><c>GET /history/diagnoses</c>, <c>GET /history/orchestrations</c> and <c>POST /analytics/export</c>.</summary>
internal static class HistoryEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/history/diagnoses", (HttpContext http, DiagnosisHistory history, People people, TimeProvider clock, CancellationToken cancellationToken) => ListAsync(http, history.PageAsync, people, clock, cancellationToken))
            .Describe(new ApiDescription("getDiagnoses", "History", "Past diagnoses, newest first") { Query = ApiDescription.PageQuery, Result = typeof(Page<DiagnosisEntry>) });
        routes.MapGet("/history/orchestrations", (HttpContext http, OrchestrationHistory history, People people, TimeProvider clock, CancellationToken cancellationToken) => ListAsync(http, history.PageAsync, people, clock, cancellationToken))
            .Describe(new ApiDescription("getOrchestrations", "History", "Past orchestrations, newest first") { Query = ApiDescription.PageQuery, Result = typeof(Page<OrchestrationEntry>) });
        routes.MapPost("/analytics/export", (HttpContext http, HistoryExport export, CancellationToken cancellationToken) => export.AnswerAsync(http, cancellationToken))
            .Describe(new ApiDescription("exportHistory", "Analytics", "All history as one JSON document, streamed; for admins")
            {
                Result = typeof(HistoryExport.Document),
                ResultExample = """{"schema_version":1,"exported_at":"2026-11-22T09:00:00+00:00","operations":[],"diagnoses":[],"orchestrations":[],"workflows":[],"model_calls":[],"audit":[]}""",
            });
    }

    private static async Task<IResult> ListAsync<T>(HttpContext http, Func<PageQuery, IReadOnlyList<string>?, CancellationToken, Task<Page<T>>> page, People people, TimeProvider clock, CancellationToken cancellationToken)
    {
        var allowed = http.Caller().RepositoriesWith(Role.Viewer);
        if (allowed is [])
            return Problem.Of(new Refusal(RefusalKind.Forbidden, "History needs the role viewer. Ask an admin."));
        var query = await PageQuery.ReadAsync(http, people, clock, cancellationToken);
        return query.Value is { } asked ? Results.Json(await page(asked, allowed, cancellationToken), RestJson.Options) : Problem.Of(query.Refusal!);
    }
}
