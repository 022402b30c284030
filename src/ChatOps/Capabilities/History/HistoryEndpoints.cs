using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.History;

/// <summary><c>GET /history/diagnoses</c>, <c>/history/orchestrations</c>, <c>/history/workflows</c>, <c>GET /analytics/stats</c> and <c>POST /analytics/export</c>.</summary>
internal static class HistoryEndpoints
{
    private const string StatsExample = """{"total_orchestrations":0,"total_diagnoses":42,"total_workflows":9,"workflow_success_rate":0.875,"total_cost_usd":1.27,"orchestrations_with_iam_warnings":0,"rollbacks":1,"open_ai_prs":1,"median_diagnosis_seconds":0.41}""";

    /// <summary>Maps the endpoints.</summary>
    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/history/diagnoses", (HttpContext http, DiagnosisHistory history, People people, TimeProvider clock, CancellationToken cancellationToken) =>
                PageAsync(http, people, clock, history.PageAsync, cancellationToken))
            .Describe(new ApiDescription("getDiagnoses", "History", "Past diagnoses, newest first") { Query = ApiDescription.PageQuery, Result = typeof(Page<DiagnosisEntry>) });
        routes.MapGet("/history/orchestrations", (HttpContext http, OrchestrationHistory history, People people, TimeProvider clock, CancellationToken cancellationToken) =>
                PageAsync(http, people, clock, history.PageAsync, cancellationToken))
            .Describe(new ApiDescription("getOrchestrations", "History", "Past orchestrations, newest first") { Query = ApiDescription.PageQuery, Result = typeof(Page<OrchestrationEntry>) });
        routes.MapGet("/history/workflows", (HttpContext http, WorkflowHistory history, People people, TimeProvider clock, CancellationToken cancellationToken) =>
                PageAsync(http, people, clock, history.PageAsync, cancellationToken))
            .Describe(new ApiDescription("getWorkflows", "History", "Pull requests that ChatOps opened and what became of them, newest first") { Query = ApiDescription.PageQuery, Result = typeof(Page<WorkflowEntry>) });
        routes.MapGet("/analytics/stats", StatsAsync)
            .Describe(new ApiDescription("getStats", "History", "Counts over everything that is kept") { Result = typeof(Figures), ResultExample = StatsExample });
        routes.MapPost("/analytics/export", (HttpContext http, HistoryExport export, CancellationToken cancellationToken) => export.AnswerAsync(http, cancellationToken))
            .Describe(new ApiDescription("exportHistory", "Analytics", "All history as one JSON document, streamed; for admins")
            {
                Result = typeof(HistoryExport.Document),
                ResultExample = """{"schema_version":1,"exported_at":"2026-11-22T09:00:00+00:00","operations":[],"diagnoses":[],"orchestrations":[],"workflows":[],"model_calls":[],"audit":[]}""",
            });
    }

    private static async Task<IResult> PageAsync<T>(HttpContext http, People people, TimeProvider clock, Func<PageQuery, IReadOnlyList<string>?, CancellationToken, Task<Page<T>>> read, CancellationToken cancellationToken)
    {
        var allowed = http.Caller().RepositoriesWith(Role.Viewer);
        if (allowed is [])
            return NotAllowed;
        var query = await PageQuery.ReadAsync(http, people, clock, cancellationToken);
        return query.Value is { } asked ? Results.Json(await read(asked, allowed, cancellationToken), RestJson.Options) : Problem.Of(query.Refusal!);
    }

    private static async Task<IResult> StatsAsync(HttpContext http, Statistics statistics, CancellationToken cancellationToken)
    {
        var allowed = http.Caller().RepositoriesWith(Role.Viewer);
        return allowed is [] ? NotAllowed : Results.Json(await statistics.ReadAsync(allowed, cancellationToken), RestJson.Options);
    }

    private static IResult NotAllowed => Problem.Of(new Refusal(RefusalKind.Forbidden, "History needs the role viewer. Ask an admin."));
}
