using System.Globalization;
using ChatOps.Capabilities.Diagnose;
using ChatOps.Chat;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.Fix;

/// <summary><c>POST /diagnose-and-fix</c>.</summary>
internal static class FixEndpoints
{
    private const string Example = $$"""
        { "diagnosis": {{DiagnosisExample.Json}},
          "fix_pr": { "pr_number": 47, "pr_url": "https://github.com/org/repo/pull/47", "branch": "ai/fix-lambda-timeout-20261126" },
          "fix_skipped_reason": null, "fix_diff": "--- a/src/utils/retry.py\n+++ b/src/utils/retry.py\n", "operation_id": "op_01KAR5T7M20000000000000000" }
        """;

    /// <summary>Maps the endpoint.</summary>
    public static void MapFix(this IEndpointRouteBuilder routes) =>
        routes.MapCommand<FixBody>("/diagnose-and-fix", RequestOf, new ApiDescription("diagnoseAndFix", "Fix", "Find the root cause of a production error and open a pull request with the fix")
        {
            BodyExample = """{"error_message": "TimeoutError: Lambda timed out after 30 seconds", "file_path": "src/handlers/order_sqs_handler.py"}""",
            Result = typeof(FixedDiagnosis),
            ResultExample = Example,
        });

    private static Answer<CommandRequest> RequestOf(HttpContext http, FixBody body) =>
        DiagnoseEndpoints.RequestOf("diagnose-and-fix", http, body, ("draft", body.Draft?.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The body of <c>POST /diagnose-and-fix</c>.</summary>
    /// <param name="ErrorMessage">The error as it was pasted, at most 1 MiB. Required.</param>
    /// <param name="FilePath">The file you suspect, relative to the repository.</param>
    /// <param name="Repo">The repository's name, when several are configured.</param>
    /// <param name="Ref">Branch, tag or commit to read; the fix goes on top of the default branch.</param>
    /// <param name="Context">What you add in words.</param>
    /// <param name="Fresh">True to diagnose anew also when history has an answer.</param>
    /// <param name="Panel">True to ask several vendors.</param>
    /// <param name="Draft">True to open the pull request as a draft.</param>
    internal sealed record FixBody(string? ErrorMessage, string? FilePath, string? Repo, string? Ref, string? Context, bool? Fresh, bool? Panel, bool? Draft)
        : DiagnoseEndpoints.DiagnoseBody(ErrorMessage, FilePath, Repo, Ref, Context, Fresh, Panel);
}
