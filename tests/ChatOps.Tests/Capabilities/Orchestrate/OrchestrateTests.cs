using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.Orchestrate;

/// <summary>A task goes from plan to reviewed change, through the vendors' own SDKs; code, not the models, decides what of it holds.</summary>
public sealed class OrchestrateTests : OrchestrateLab
{
    [Fact]
    public async Task A_task_is_planned_written_and_reviewed_by_another_vendor()
    {
        Models.ScriptAnthropic(Plan(), Review("approve"));
        Models.ScriptOpenAi(Change("DELAY = 1\n", "DELAY = 8\n"));
        await StartAsync();

        var done = await OrchestrateAsync();

        Assert.Equal("Waits longer.", (string?)done["plan"]!["summary"]);
        Assert.Equal("ATTEMPTS = 3\nDELAY = 8\n", (string?)done["files"]![Path]);
        Assert.Contains("+DELAY = 8", (string?)done["diff"], StringComparison.Ordinal);
        Assert.Equal("approve", (string?)done["review"]!["verdict"]);
        Assert.Equal(["planner anthropic", "implementer openai", "reviewer anthropic"], done["agents"]!.AsArray().Select(turn => $"{turn!["role"]} {turn["provider"]}"));
        Assert.All(done["agents"]!.AsArray(), turn => Assert.True((decimal?)turn!["cost_usd"] > 0));
        Assert.Equal(done["agents"]!.AsArray().Sum(turn => (decimal)turn!["cost_usd"]!), (decimal)done["cost_usd"]!);
        Assert.Null(done["pr"]);
        Assert.Empty(done["warnings"]!.AsArray());
        Assert.Empty(GitHub.PullRequestsOpenedSince());
    }

    [Fact]
    public async Task A_change_that_calls_AWS_says_which_permissions_are_missing_and_is_counted()
    {
        Models.ScriptAnthropic(Plan(), Review("approve"));
        Models.ScriptOpenAi(Change("DELAY = 1\n", "DELAY = 8\nimport boto3\nboto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:order-notifications', Message='new order')\n"));
        await StartAsync();

        var done = await OrchestrateAsync();

        Assert.Equal(["sns:Publish"], done["iam_analysis"]!["required_permissions"]!.AsArray().Select(action => (string?)action));
        Assert.Single(done["iam_analysis"]!["missing_permissions"]!.AsArray());
        Assert.Equal("Code requires 1 IAM permission not in current policy", (string?)done["iam_analysis"]!["warnings"]![0]);
        Assert.Equal(1, (int?)(await Host.GetJsonAsync("/analytics/stats"))["orchestrations_with_iam_warnings"]);
    }

    [Fact]
    public async Task The_reviewer_sees_task_and_diff_but_not_the_implementers_reasons()
    {
        Models.ScriptAnthropic(Plan(), Review("approve"));
        Models.ScriptOpenAi(Change("DELAY = 1\n", "DELAY = 8\n", "Trust me, this is right."));
        await StartAsync();

        await OrchestrateAsync();

        var review = Models.Requests.Last(request => request.Vendor == "anthropic").Text;
        Assert.Contains("Wait longer between retries", review, StringComparison.Ordinal);
        Assert.Contains("DELAY = 8", review, StringComparison.Ordinal);
        Assert.DoesNotContain("Trust me", review, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_offered_plan_opens_the_pull_request_when_a_person_applies_it()
    {
        Models.ScriptAnthropic(Plan(), Review("approve"));
        Models.ScriptOpenAi(Change("DELAY = 1\n", "DELAY = 8\n"));
        await StartAsync();
        var done = await OrchestrateAsync();

        var applied = await ChatOpsApp.JsonAsync(await Host.PostAsync($"/plans/{done["change"]!["plan_id"]}/apply", new { digest = (string)done["change"]!["digest"]! }));

        var pull = Assert.Single(GitHub.PullRequestsOpenedSince());
        Assert.Equal(pull.Number, (int?)applied["result"]!["pr_number"]);
        Assert.StartsWith("ai/feature-wait-longer-between-retries-", pull.Branch, StringComparison.Ordinal);
        Assert.Contains("**approve**", pull.Body, StringComparison.Ordinal);
        Assert.Contains("| reviewer |", pull.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_create_pr_an_approved_change_becomes_a_pull_request_at_once()
    {
        Models.ScriptAnthropic(Plan(), Review("approve"));
        Models.ScriptOpenAi(Change("DELAY = 1\n", "DELAY = 8\n"));
        await StartAsync();

        var done = await OrchestrateAsync("""{"task": "Wait longer between retries", "create_pr": true}""");

        Assert.Equal(Assert.Single(GitHub.PullRequestsOpenedSince()).Number, (int?)done["pr"]!["pr_number"]);
    }

    [Theory]
    [InlineData("reject")]
    [InlineData("revise")]
    public async Task With_create_pr_a_change_that_the_reviewer_is_against_stays_a_plan(string verdict)
    {
        Models.ScriptAnthropic(Plan(), Review(verdict, (Path, 2, "major", "It is never read.")));
        Models.ScriptOpenAi(Change("DELAY = 1\n", "DELAY = 8\n"));
        await StartAsync(("Orchestrate:Revisions", "0"));

        var done = await OrchestrateAsync("""{"task": "Wait longer between retries", "create_pr": true}""");

        Assert.Null(done["pr"]);
        Assert.NotNull(done["change"]);
        Assert.Contains(done["warnings"]!.AsArray(), warning => ((string)warning!).Contains("the reviewer is against it", StringComparison.Ordinal));
        Assert.Empty(GitHub.PullRequestsOpenedSince());
    }

    [Fact]
    public async Task A_change_goes_back_once_and_the_findings_are_answered()
    {
        Models.ScriptAnthropic(Plan(), Review("revise", (Path, 2, "major", "Eight is too long.")), Review("approve"));
        Models.ScriptOpenAi(Change("DELAY = 1\n", "DELAY = 8\n"), Change("DELAY = 1\n", "DELAY = 4\n"));
        await StartAsync();

        var done = await OrchestrateAsync();

        Assert.Equal("ATTEMPTS = 3\nDELAY = 4\n", (string?)done["files"]![Path]);
        Assert.Equal("approve", (string?)done["review"]!["verdict"]);
        Assert.Equal(5, done["agents"]!.AsArray().Count);
        Assert.Contains("Eight is too long.", Models.Requests.Last(request => request.Vendor == "openai").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_does_not_hold_is_mended_once_or_not_shown()
    {
        Models.ScriptAnthropic(Plan());
        Models.ScriptOpenAi(Change("NO SUCH LINE\n", "DELAY = 8\n"), Change("STILL NOT THERE\n", "DELAY = 8\n"));
        await StartAsync();

        var done = await OrchestrateAsync();

        Assert.Empty(done["files"]!.AsObject());
        Assert.Null(done["review"]);
        Assert.Contains(done["warnings"]!.AsArray(), warning => ((string)warning!).Contains("did not pass its checks", StringComparison.Ordinal));
        Assert.Contains("does not stand in src/retry.py", Models.Requests.Last(request => request.Vendor == "openai").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approval_with_a_blocker_is_none_and_findings_on_lines_that_are_not_there_are_left_out()
    {
        Models.ScriptAnthropic(Plan(), Review("approve", (Path, 2, "blocker", "It never ends."), ("src/other.py", 1, "major", "?"), (Path, 99, "minor", "?")));
        Models.ScriptOpenAi(Change("DELAY = 1\n", "DELAY = 8\n"));
        await StartAsync(("Orchestrate:Revisions", "0"));

        var done = await OrchestrateAsync();

        Assert.Equal("revise", (string?)done["review"]!["verdict"]);
        Assert.Equal("src/retry.py", (string?)Assert.Single(done["review"]!["findings"]!.AsArray())!["path"]);
        Assert.Contains(done["warnings"]!.AsArray(), warning => ((string)warning!).StartsWith("2 of the reviewer's findings", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Permissions_that_the_change_needs_are_flagged_before_there_is_a_pull_request()
    {
        GitHub.Commit("main", "Infrastructure", ("terraform/iam.tf", "resource \"aws_iam_role_policy\" \"orders\" {\n  role   = \"orders\"\n  policy = jsonencode({\n    Version = \"2012-10-17\"\n    Statement = [\n      { Effect = \"Allow\", Action = [\"dynamodb:PutItem\"], Resource = \"*\" },\n    ]\n  })\n}\n"));
        Models.ScriptAnthropic(Plan(), Review("approve"));
        Models.ScriptOpenAi(NewFile("src/notify.py", "import boto3\n\nsns = boto3.client(\"sns\")\n\n\ndef notify(order):\n    sns.publish(TopicArn=\"arn:aws:sns:eu-west-1:123456789012:order-notifications\", Message=order)\n"));
        await StartAsync();

        var done = await OrchestrateAsync("""{"task": "Add SNS notification when order is created", "create_pr": true}""");

        Assert.Equal("sns:Publish", (string?)Assert.Single(done["iam_analysis"]!["required_permissions"]!.AsArray()));
        Assert.Contains("order-notifications", (string?)Assert.Single(done["iam_analysis"]!["missing_permissions"]!.AsArray()), StringComparison.Ordinal);
        Assert.Contains("sns:Publish", (string?)done["iam_analysis"]!["terraform_update"], StringComparison.Ordinal);
        Assert.Contains("Code requires 1 IAM permission not in current policy", done["iam_analysis"]!["warnings"]!.AsArray().Select(warning => (string?)warning));
        Assert.Contains("The role lacks", Assert.Single(GitHub.PullRequestsOpenedSince()).Body, StringComparison.Ordinal);
        Assert.Equal(1, (int?)(await Host.GetJsonAsync("/analytics/stats"))["orchestrations_with_iam_warnings"]);
    }

    [Theory]
    [InlineData("{}", 400, "task is missing")]
    [InlineData("""{"task": "  "}""", 400, "task is empty")]
    public async Task A_task_that_is_none_gets_a_sentence(string body, int status, string words)
    {
        await StartAsync();

        var answer = await Host.SendAsync(HttpMethod.Post, "/orchestrate", ChatOpsApp.Json(body));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(words, (string?)(await ChatOpsApp.JsonAsync(answer))["detail"], StringComparison.Ordinal);
    }
}
