using System.Globalization;
using ChatOps.Chat;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary><c>POST /orchestrate</c>.</summary>
internal static class OrchestrateEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapOrchestrate(this IEndpointRouteBuilder routes) =>
        routes.MapCommand<OrchestrateBody>("/orchestrate", RequestOf, new ApiDescription("orchestrate", "Orchestrate", "Have three models plan, write and review a change")
        {
            BodyExample = """{"task": "Add SNS notification when order is created"}""",
            Result = typeof(Orchestration),
        });

    private static Answer<CommandRequest> RequestOf(HttpContext http, OrchestrateBody body)
    {
        if (body.Task is null)
            return new Refusal(RefusalKind.Invalid, "task is missing: say in words what to do.") { Fields = new Dictionary<string, string> { ["task"] = "is missing." } };
        if (body.Task.Length > OrchestratePlugin.MaxTaskLength)
            return new Refusal(RefusalKind.TooLarge, $"task is over the limit of {OrchestratePlugin.MaxTaskLength} characters.");
        return MaskedRequest.Create("orchestrate", http.Caller(), "rest", body.Repo, ("task", body.Task), ("create_pr", body.CreatePr?.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The body of <c>POST /orchestrate</c>.</summary>
    /// <param name="Task">What to do, in words; at most 32 KiB. Required.</param>
    /// <param name="Repo">The repository's name, when several are configured.</param>
    /// <param name="CreatePr">True to open the pull request at once when the reviewer approves.</param>
    internal sealed record OrchestrateBody(string? Task, string? Repo, bool? CreatePr);
}
