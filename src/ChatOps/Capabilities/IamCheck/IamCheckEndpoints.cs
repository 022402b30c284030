using System.Globalization;
using ChatOps.Chat;
using ChatOps.Iam;
using ChatOps.Running.Plans;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.IamCheck;

/// <summary><c>POST /iam/check</c> and <c>POST /iam/policy</c>.</summary>
internal static class IamCheckEndpoints
{
    private const string Example = """
        { "required_permissions": ["sns:Publish"],
          "missing_permissions": ["sns:Publish on arn:aws:sns:*:*:order-notifications"],
          "conditional_permissions": [{ "action": "kms:GenerateDataKey", "when": "the topic is encrypted with a customer key" }],
          "terraform_update": "{ Effect = \"Allow\", Action = [\"sns:Publish\"], Resource = \"arn:aws:sns:*:*:order-notifications\" }",
          "terraform_diff": "--- a/terraform/iam.tf\n+++ b/terraform/iam.tf\n…",
          "findings": [{ "path": "src/notify.py", "line": 12, "sdk_call": "sns.publish", "action": "sns:Publish", "resource": "arn:aws:sns:*:*:order-notifications", "granted_by": null }],
          "warnings": ["Code requires 1 IAM permission not in current policy"] }
        """;

    private const string PlanExample = """{"id":"pl_01JD8W3M5V0000000000000000","kind":"policy","state":"proposed","repository":"orders","base_branch":"ai/notify-20261126","base_sha":"4be0643f1d98…","branch":"ai/notify-20261126","title":"Grant sns:Publish","reason":"","files":[{"path":"terraform/iam.tf","added":5,"removed":0}],"diff":"--- a/…","pull_request":{"number":47,"url":"https://github.com/acme/orders/pull/47","head_sha":"4be0643f1d98…","method":null},"digest":"9f86d0…","requested_by":"p_4be0643f1d98","expires_at":"2026-11-27T09:00:00+00:00","result":null}""";

    /// <summary>Maps the endpoints.</summary>
    public static void MapIamCheck(this IEndpointRouteBuilder routes)
    {
        routes.MapCommand<PolicyBody>("/iam/policy", RequestOf, new ApiDescription("planPolicy", "IAM", "Plan to add the AWS permissions that a pull request needs to its branch; POST /plans/{id}/apply does it")
        {
            BodyExample = """{"pr_number": 47}""",
            Result = typeof(PlanView),
            ResultExample = PlanExample,
        });
        routes.MapCommand<IamCheckBody>("/iam/check", RequestOf, new ApiDescription("checkIam", "IAM", "Which AWS permissions code needs that the repository's policies do not grant")
        {
            BodyExample = """{"code": {"src/notify.py": "import boto3\nboto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:order-notifications', Message='new order')\n"}}""",
            Result = typeof(IamAnalysis),
            ResultExample = Example,
        });
    }

    private static Answer<CommandRequest> RequestOf(HttpContext http, PolicyBody body) => body.PrNumber is not > 0
        ? Invalid("pr_number", "must be the number of a pull request, for example 47.")
        : MaskedRequest.Create(IamCheckModule.AddPolicy, http.Caller(), "rest", body.Repo, ("number", body.PrNumber.Value.ToString(CultureInfo.InvariantCulture)));

    private static Answer<CommandRequest> RequestOf(HttpContext http, IamCheckBody body)
    {
        if (new object?[] { body.Code, body.Diff, body.PrNumber }.Count(value => value is not null) != 1)
            return Invalid("code", "is missing, or stands beside another: give one of code, diff and pr_number.");
        if (body.Code is { } code)
        {
            return code.Count == 0 ? Invalid("code", "has no file: give paths and texts.")
                : code.Any(file => file.Value is null) ? Invalid("code", "must have a text for each path.")
                : code.Count > IamCheckPlugin.MaxFiles ? new Refusal(RefusalKind.TooLarge, $"code is over the limit of {IamCheckPlugin.MaxFiles} files.")
                : MaskedRequest.CreateWithFiles("iam-check", http.Caller(), "rest", body.Repo, "code", code.ToDictionary(file => file.Key, file => file.Value!, StringComparer.Ordinal));
        }

        return MaskedRequest.Create("iam-check", http.Caller(), "rest", body.Repo, ("diff", body.Diff), ("number", body.PrNumber?.ToString(CultureInfo.InvariantCulture)));
    }

    private static Refusal Invalid(string field, string sentence) =>
        new(RefusalKind.Invalid, $"{field} {sentence}") { Fields = new Dictionary<string, string> { [field] = sentence } };

    /// <summary>The body of <c>POST /iam/check</c>: one of the first three.</summary>
    /// <param name="Code">Files of code by path, at most 500. Terraform among them replaces the repository's.</param>
    /// <param name="Diff">A unified diff against the repository: only the calls that it adds count.</param>
    /// <param name="PrNumber">A pull request's number.</param>
    /// <param name="Repo">The repository's name, when several are configured.</param>
    internal sealed record IamCheckBody(Dictionary<string, string?>? Code, string? Diff, int? PrNumber, string? Repo);

    /// <summary>The body of <c>POST /iam/policy</c>.</summary>
    /// <param name="PrNumber">The pull request. Required.</param>
    /// <param name="Repo">The repository's name, when several are configured.</param>
    internal sealed record PolicyBody(int? PrNumber, string? Repo);
}
