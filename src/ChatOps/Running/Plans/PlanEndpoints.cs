using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Rest;

namespace ChatOps.Running.Plans;

/// <summary><c>GET /plans/{id}</c> and <c>POST /plans/{id}/apply</c>.</summary>
internal sealed class PlanEndpoints(PlanStore plans, PlanGate gate, People people)
{
    private const string Example = """{"id":"pl_01JD8W3M5V0000000000000000","kind":"fix","state":"proposed","repository":"orders","base_branch":"main","base_sha":"4be0643f1d98…","branch":"ai/fix-lambda-timeout-20261126","title":"Batch the DynamoDB calls","reason":"","files":[{"path":"src/handlers/order_sqs_handler.py","added":4,"removed":2}],"diff":"--- a/…","pull_request":null,"digest":"9f86d0…","requested_by":"p_4be0643f1d98","expires_at":"2026-11-27T09:00:00+00:00","result":null}""";

    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/plans/{id}", (string id, HttpContext context, PlanEndpoints endpoints, CancellationToken cancellationToken) => endpoints.GetAsync(id, context, cancellationToken))
            .Describe(new ApiDescription("getPlan", "Plans", "A planned change, for who asked for it and admins") { Result = typeof(PlanView), ResultExample = Example });
        routes.MapCommand<ApplyBody>("/plans/{id}/apply", RequestOf, new ApiDescription("applyPlan", "Plans", "Apply a plan that you looked at")
        {
            BodyExample = """{"digest": "9f86d0…"}""",
            Result = typeof(PlanView),
            ResultExample = Example,
        });
    }

    private static Answer<CommandRequest> RequestOf(HttpContext context, ApplyBody body) => string.IsNullOrWhiteSpace(body.Digest)
        ? new Refusal(RefusalKind.Invalid, "digest is missing: send the digest of the plan that you looked at.") { Fields = new Dictionary<string, string> { ["digest"] = "is missing." } }
        : MaskedRequest.Create("apply", context.Caller(), "rest", null, ("plan", (string?)context.Request.RouteValues["id"]), ("digest", body.Digest));

    private async Task<IResult> GetAsync(string id, HttpContext context, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (await plans.FindAsync(id, cancellationToken) is not { } stored)
            return Problem.Of(PlanGate.Unknown);
        var isTheirs = stored.Plan.RequestedBy == await people.FindAsync(caller.Id, cancellationToken);
        return isTheirs || caller.RoleIn(stored.Plan.Repository) >= Role.Admin
            ? Results.Json(PlanView.Of(stored, gate.StateOf(stored)), RestJson.Options)
            : Problem.Of(PlanGate.Unknown);
    }

    /// <summary>The body of <c>POST /plans/{id}/apply</c>.</summary>
    /// <param name="Digest">The plan's digest. Required.</param>
    internal sealed record ApplyBody(string? Digest);
}
