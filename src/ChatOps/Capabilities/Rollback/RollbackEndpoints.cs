using System.Globalization;
using ChatOps.Chat;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.Rollback;

/// <summary><c>POST /rollback</c> and <c>GET /pr/{number}/status</c>.</summary>
internal static class RollbackEndpoints
{
    private const string ResultExample = """{"success":true,"revert_pr_number":48,"revert_pr_url":"https://github.com/acme/orders/pull/48","message":"Revert PR created. Approve to restore previous state.","commits_reverted":["4be0643f1d98…"],"conflicts":[]}""";
    private const string StatusExample = """{"pr_number":47,"title":"Tune retries","pr_url":"https://github.com/acme/orders/pull/47","state":"merged","merged_at":"2026-11-26T09:00:00+00:00","kind":"revert","can_rollback":true,"reason":"#47 can be rolled back cleanly: 2 files, merged by squash.","method":"squash","already_reverted_by":null,"already_reverted_in":null,"conflicts":[],"later_commits":[],"risks":[{"kind":"iam","path":"terraform/iam.tf","why":"permissions change back; what came later may rely on them"}]}""";

    /// <summary>Maps the endpoints.</summary>
    public static void MapRollback(this IEndpointRouteBuilder routes)
    {
        routes.MapCommand<RollbackBody>("/rollback", RequestOf, new ApiDescription("rollback", "Rollback", "Open a pull request that takes merged ones back")
        {
            BodyExample = """{"pr_number": 47, "reason": "Causing DynamoDB throttling"}""",
            Result = typeof(RollbackResult),
            ResultExample = ResultExample,
        });
        routes.MapGet("/pr/{number}/status", (string number, HttpContext http, RestDoor door, string? repo, CancellationToken cancellationToken) =>
                int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var known) && known > 0
                    ? door.SubmitAsync(http, MaskedRequest.Create(RollbackModule.Status, http.Caller(), "rest", repo, ("number", number)), cancellationToken)
                    : Task.FromResult(Problem.Of(RollbackRequest.Invalid("number", "must be the number of a pull request, for example 46."))))
            .Describe(new ApiDescription("getRollbackStatus", "Rollback", "Whether a merged pull request can be rolled back") { Result = typeof(RollbackStatus), ResultExample = StatusExample });
    }

    private static Answer<CommandRequest> RequestOf(HttpContext http, RollbackBody body)
    {
        int[] numbers = [.. body.PrNumber is { } one ? [one] : Array.Empty<int>(), .. body.PrNumbers ?? []];
        if (numbers.Length == 0)
            return RollbackRequest.Invalid("pr_number", "is missing: give the number of a merged pull request, for example 46, or several as pr_numbers.");
        if (numbers.Any(number => number <= 0))
            return RollbackRequest.Invalid(body.PrNumber <= 0 ? "pr_number" : "pr_numbers", "must be the number of a pull request, for example 46.");
        if (body.Reason is { Length: > RollbackRequest.MaxReasonLength })
            return new Refusal(RefusalKind.TooLarge, $"reason is over the limit of {RollbackRequest.MaxReasonLength} characters. Say it shorter, and put the rest under the pull request.");
        return MaskedRequest.Create(
            RollbackModule.AtOnce,
            http.Caller(),
            "rest",
            body.Repo,
            ("numbers", string.Join(", ", numbers)),
            ("reason", body.Reason),
            ("draft", body.Draft?.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The body of <c>POST /rollback</c>.</summary>
    /// <param name="PrNumber">A merged pull request. Required, unless there are <paramref name="PrNumbers"/>.</param>
    /// <param name="PrNumbers">Several, which are taken back together, newest first; at most 20.</param>
    /// <param name="Reason">Why, at most 2,000 characters; it goes into the commit and the pull request.</param>
    /// <param name="Repo">The repository's name, when several are configured.</param>
    /// <param name="Draft">True to open the pull request as a draft.</param>
    internal sealed record RollbackBody(int? PrNumber, int[]? PrNumbers, string? Reason, string? Repo, bool? Draft);
}
