using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.History;

/// <summary><c>GET /history/diagnoses</c>.</summary>
internal static class HistoryEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapHistory(this IEndpointRouteBuilder routes) => routes.MapGet("/history/diagnoses", DiagnosesAsync)
        .Describe(new ApiDescription("getDiagnoses", "History", "Past diagnoses, newest first")
        {
            Query = ApiDescription.PageQuery,
            Result = typeof(Page<DiagnosisEntry>),
        });

    private static async Task<IResult> DiagnosesAsync(HttpContext http, DiagnosisHistory history, People people, TimeProvider clock, CancellationToken cancellationToken)
    {
        var allowed = http.Caller().RepositoriesWith(Role.Viewer);
        if (allowed is [])
            return Problem.Of(new Refusal(RefusalKind.Forbidden, "History needs the role viewer. Ask an admin."));
        var query = await PageQuery.ReadAsync(http, people, clock, cancellationToken);
        return query.Value is { } asked
            ? Results.Json(await history.PageAsync(asked, allowed, cancellationToken), RestJson.Options)
            : Problem.Of(query.Refusal!);
    }
}
