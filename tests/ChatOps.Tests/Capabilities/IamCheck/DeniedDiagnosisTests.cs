using System.Text.Json.Nodes;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Capabilities.IamCheck;

/// <summary>What AWS denied, diagnosed without a model: who, what, why, and the change of the role's own policy.</summary>
public sealed class DeniedDiagnosisTests
{
    private const string Denied = """
        Traceback (most recent call last):
          File "/var/task/src/handlers/order_handler.py", line 12, in handler
            sns.publish(TopicArn=TOPIC, Message=order)
        botocore.exceptions.ClientError: An error occurred (AuthorizationError) when calling the Publish operation: User: arn:aws:sts::123456789012:assumed-role/orders/order is not authorized to perform: sns:Publish on resource: arn:aws:sns:eu-west-1:123456789012:order-notifications because no identity-based policy allows the sns:Publish action
        """;

    [Fact]
    public async Task A_denial_is_a_complete_diagnosis_with_the_change_that_grants_it()
    {
        await using var app = await ChatOpsApp.StartAsync();

        var answer = await ChatOpsApp.JsonAsync(await app.PostAsync("/diagnose", new { error_message = Denied }));

        Assert.Equal("permission", (string?)answer["category"]);
        Assert.Contains("terraform/iam.tf:", (string?)answer["root_cause"], StringComparison.Ordinal);
        Assert.Contains("has no statement that allows it", (string?)answer["root_cause"], StringComparison.Ordinal);
        Assert.Contains("\"sns:Publish\"", (string?)answer["fix_code"]!["terraform/iam.tf"], StringComparison.Ordinal);
        Assert.StartsWith("diff --git a/terraform/iam.tf", ((string?)answer["fix_diff"])!.Replace("--- a/terraform/iam.tf", "diff --git a/terraform/iam.tf", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(["sns:Publish on arn:aws:sns:*:*:order-notifications"], answer["iam_analysis"]!["missing_permissions"]!.AsArray().Select(item => (string?)item));
        Assert.NotNull(answer["iam_analysis"]!["terraform_diff"]);
        var again = await app.GetJsonAsync($"/diagnoses/{answer["id"]}");
        Assert.True(JsonNode.DeepEquals(answer["iam_analysis"], again["iam_analysis"]));
    }

    [Fact]
    public async Task A_policy_that_allows_it_already_is_pointed_at()
    {
        await using var app = await ChatOpsApp.StartAsync();

        var answer = await ChatOpsApp.JsonAsync(await app.PostAsync("/diagnose", new { error_message = Denied.Replace("sns:Publish", "dynamodb:PutItem", StringComparison.Ordinal).Replace("arn:aws:sns:eu-west-1:123456789012:order-notifications", "arn:aws:dynamodb:eu-west-1:123456789012:table/orders", StringComparison.Ordinal) }));

        Assert.Contains("allows it already", (string?)answer["root_cause"], StringComparison.Ordinal);
        Assert.Empty(answer["fix_code"]!.AsObject());
        Assert.Empty(answer["iam_analysis"]!["missing_permissions"]!.AsArray());
    }

    [Fact]
    public async Task The_pull_request_of_a_denial_changes_the_policy_and_says_what_is_missing()
    {
        await using var gitHub = await FakeGitHub.StartAsync();
        gitHub.Orders.Git.Point("main", gitHub.Orders.Git.Commit(gitHub.Orders.Git.Tip("main"), "Policies", "ada", [("terraform/iam.tf", (string?)"resource \"aws_iam_role\" \"orders\" {\n  name = \"orders\"\n}\n"), ("src/handlers/order_handler.py", string.Concat(Enumerable.Range(1, 11).Select(i => $"# {i}\n")) + "sns.publish(TopicArn=TOPIC, Message=order)\n")]));
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = gitHub.Settings });

        var answer = await ChatOpsApp.JsonAsync(await app.PostAsync("/diagnose-and-fix", new { error_message = Denied }));

        Assert.True(answer["fix_pr"] is not null, (string?)answer["fix_skipped_reason"]);
        var pull = Assert.Single(gitHub.PullRequestsOpenedSince());
        Assert.Contains("`sns:Publish on arn:aws:sns:*:*:order-notifications`", pull.Body, StringComparison.Ordinal);
        Assert.Contains("aws_iam_role_policy", gitHub.Orders.Git.Run("show", $"{pull.HeadSha}:terraform/iam.tf"), StringComparison.Ordinal);
    }
}
