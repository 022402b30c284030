using System.Globalization;
using ChatOps.Capabilities.PullRequests.Tracking;
using ChatOps.Chat;
using ChatOps.Running.Plans;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.PullRequests;

/// <summary><c>GET /prs/ai</c>, <c>POST /pr/{number}/approve</c>, <c>/merge</c>, <c>/close</c> and <c>POST /github/webhooks</c>.</summary>
internal static class PullRequestsEndpoints
{
    private const string Prs = """{"prs":[{"pr_number":47,"title":"Back off when DynamoDB throttles","kind":"fix","state":"merged","branch":"ai/fix-retry-storm-20261122","pr_url":"https://github.com/acme/orders/pull/47","created_at":"2026-11-22T09:00:00+00:00","merged_at":"2026-11-22T09:20:00+00:00","operation_id":"op_01JD8W3M5V0000000000000000","reverted_by":null}],"total":1}""";
    private const string Plan = """{"id":"pl_01JD8W3M5V0000000000000000","kind":"merge","state":"proposed","repository":"orders","base_branch":"main","base_sha":"4be0643f1d98…","branch":"ai/fix-retry-storm-20261122","title":"Back off when DynamoDB throttles","reason":"","files":[],"diff":"","pull_request":{"number":47,"url":"https://github.com/acme/orders/pull/47","head_sha":"3f9d2c1…","method":"squash"},"digest":"9f86d0…","requested_by":"p_4be0643f1d98","expires_at":"2026-11-22T09:30:00+00:00","result":null}""";

    /// <summary>Maps the endpoints.</summary>
    public static void MapPullRequests(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/prs/ai", (HttpContext http, RestDoor door, string? state, string? limit, string? repo, CancellationToken cancellationToken) =>
                door.SubmitAsync(http, MaskedRequest.Create("prs", http.Caller(), "rest", repo, ("state", state), ("limit", limit)), cancellationToken))
            .Describe(new ApiDescription("getAiPullRequests", "Pull requests", "The pull requests that ChatOps made, newest first") { Result = typeof(AiPullRequests), ResultExample = Prs });
        routes.MapCommand<DecisionBody>("/pr/{number}/approve", (http, body) => RequestOf(http, "approve", body), Of("approvePullRequest", "Approve a pull request as your linked account: without a digest the plan, with it applied"));
        routes.MapCommand<DecisionBody>("/pr/{number}/merge", (http, body) => RequestOf(http, "merge", body), Of("mergePullRequest", "Merge a pull request: without a digest the plan, with it applied"));
        routes.MapCommand<DecisionBody>("/pr/{number}/close", (http, body) => RequestOf(http, "close", body), Of("closePullRequest", "Close a pull request without merging it: without a digest the plan, with it applied"));
        WebhookEndpoints.Map(routes);
    }

    private static ApiDescription Of(string name, string summary) => new(name, "Pull requests", summary) { BodyExample = """{"digest": "9f86d0…"}""", Result = typeof(PlanView), ResultExample = Plan };

    private static Answer<CommandRequest> RequestOf(HttpContext http, string kind, DecisionBody body)
    {
        var given = (string?)http.Request.RouteValues["number"] ?? "";
        if (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || parsed < 1)
            return new Refusal(RefusalKind.Invalid, "number takes the number of a pull request, like 47. Correct it and try again.") { Fields = new Dictionary<string, string> { ["number"] = "takes the number of a pull request." } };
        var number = parsed.ToString(CultureInfo.InvariantCulture);
        return string.IsNullOrWhiteSpace(body.Digest)
            ? MaskedRequest.Create(kind, http.Caller(), "rest", body.Repo, ("number", number), ("overrides", kind == "merge" ? body.Override : null), ("reason", kind == "close" ? body.Reason : null))
            : MaskedRequest.Create("decide", http.Caller(), "rest", body.Repo, ("number", number), ("kind", kind), ("digest", body.Digest));
    }

    /// <summary>The body of the three POSTs.</summary>
    /// <param name="Digest">The digest of the plan that you looked at; without it nothing changes.</param>
    /// <param name="Override">Of a merge: why required checks do not matter, in words; for admins, when the plan is asked for.</param>
    /// <param name="Reason">Of a close: why, when the plan is asked for.</param>
    /// <param name="Repo">The repository's name, when several are configured.</param>
    internal sealed record DecisionBody(string? Digest, string? Override, string? Reason, string? Repo);
}
