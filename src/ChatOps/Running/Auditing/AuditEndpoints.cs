using System.Globalization;
using System.Text.Json.Nodes;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Rest;
using Dapper;

namespace ChatOps.Running.Auditing;

/// <summary>The audit log over HTTP, for admins.</summary>
internal sealed class AuditEndpoints(Database database, People people, TimeProvider clock)
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/history/audit", (HttpContext context, AuditEndpoints endpoints, CancellationToken cancellationToken) => endpoints.GetAsync(context, cancellationToken))
            .Describe(new ApiDescription("getAudit", "History", "Who did what, newest first; for admins")
            {
                Query = ApiDescription.PageQuery,
                Result = typeof(Page<AuditItem>),
                ResultExample = """{"items":[{"seq":2,"at":"2026-11-22T09:00:00+00:00","actor":"p_4be0643f1d98","action":"diagnose","subject":"op_01JD8W3M5V0000000000000000","repo":"orders","detail":{"state":"succeeded","door":"rest"},"hash":"9f86d0…"}],"next_cursor":null}""",
            });

    private async Task<IResult> GetAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Caller().Role < Role.Admin)
            return Problem.Of(new Refusal(RefusalKind.Forbidden, $"The audit log needs the role admin and yours is {context.Caller().Role.Text()}. Ask an admin."));
        var query = await PageQuery.ReadAsync(context, people, clock, cancellationToken);
        if (query.Refusal is { } wrong)
            return Problem.Of(wrong);
        var page = query.Value!;
        long before = long.MaxValue;
        if (page.Before is not null && !long.TryParse(page.Before, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return Problem.Of(new Refusal(RefusalKind.Invalid, "cursor is not a next_cursor of this list. Leave it out to begin at the newest.") { Fields = new Dictionary<string, string> { ["cursor"] = "is not a next_cursor of this list." } });
        var sql = $"select {AuditRow.Columns} from audit where seq < @before"
            // The first row of the time asked for bounds the search; rows of hosts whose clocks differ are held against it one by one.
            + (page.Since == 0 ? "" : " and at >= @Since and seq >= (select coalesce(min(first.seq), 0) from (select seq from audit where at >= @Since order by at, seq limit 1) first)")
            + (page.Repo is null ? "" : " and repo = @Repo")
            + (page.Person is null ? "" : " and actor = @Person")
            + " order by seq desc limit @take";
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<AuditRow>(new CommandDefinition(sql, new { before, page.Since, page.Repo, page.Person, take = page.Limit + 1 }, cancellationToken: cancellationToken))).AsList();
        return Results.Json(
            page.Page(rows, row => row.Seq.ToString(CultureInfo.InvariantCulture), row => new AuditItem(row.Seq, DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Actor, row.Action, row.Subject, row.Repo, JsonNode.Parse(row.Detail), row.Hash)),
            RestJson.Options);
    }

    /// <summary>A row of the log as REST returns it.</summary>
    internal sealed record AuditItem(long Seq, DateTimeOffset At, string Actor, string Action, string Subject, string? Repo, JsonNode? Detail, string Hash);
}
