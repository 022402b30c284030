using System.Net;
using System.Text.Json.Nodes;
using ChatOps.Capabilities.IamCheck;
using ChatOps.Chat;
using ChatOps.Iam;
using ChatOps.Running;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOps.Tests.Capabilities.IamCheck;

/// <summary>The check of permissions through the host's doors, on the sample's own Terraform.</summary>
public sealed class IamCheckTests
{
    private const string Publishes = "import boto3\n\nsns = boto3.client('sns')\n\ndef notify(order):\n    sns.publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:order-notifications', Message=order)\n";

    [Fact]
    public async Task Code_that_publishes_lacks_the_permission_and_gets_the_change_that_grants_it()
    {
        await using var app = await ChatOpsApp.StartAsync();

        var response = await app.PostAsync("/iam/check", new { code = new Dictionary<string, string> { ["src/handlers/order_handler.py"] = Publishes } });
        var answer = await ChatOpsApp.JsonAsync(response);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["sns:Publish"], Texts(answer, "required_permissions"));
        Assert.Matches(@"^sns:Publish on arn:aws:sns:[^:]+:[^:]+:order-notifications$", Texts(answer, "missing_permissions").Single());
        Assert.Equal("Code requires 1 IAM permission not in current policy", Texts(answer, "warnings").First());
        Assert.StartsWith("{ Effect = \"Allow\", Action = [\"sns:Publish\"], Resource = ", (string?)answer["terraform_update"], StringComparison.Ordinal);
        Assert.StartsWith("--- a/terraform/iam.tf\n+++ b/terraform/iam.tf\n", (string?)answer["terraform_diff"], StringComparison.Ordinal);
        Assert.Contains("+        Action   = [\"sns:Publish\"]\n", (string?)answer["terraform_diff"], StringComparison.Ordinal);
        var finding = answer["findings"]!.AsArray().Single()!;
        Assert.Equal("src/handlers/order_handler.py:6 sns.publish", $"{finding["path"]}:{finding["line"]} {finding["sdk_call"]}");
        Assert.Null(finding["granted_by"]);
    }

    [Fact]
    public async Task What_the_samples_own_code_does_is_granted()
    {
        await using var app = await ChatOpsApp.StartAsync();

        var answer = await ChatOpsApp.JsonAsync(await app.PostAsync("/iam/check", new
        {
            code = new Dictionary<string, string>
            {
                ["src/handlers/order_handler.py"] = "import os\nimport boto3\n\ntable = boto3.resource('dynamodb').Table(os.environ['ORDERS_TABLE'])\n\ndef handler(event, context):\n    table.put_item(Item=event)\n",
            },
        }));

        Assert.Equal(["dynamodb:PutItem"], Texts(answer, "required_permissions"));
        Assert.Empty(Texts(answer, "missing_permissions"));
        Assert.Null(answer["terraform_diff"]);
        Assert.StartsWith("terraform/iam.tf:", (string?)answer["findings"]![0]!["granted_by"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_diff_that_brings_its_own_policy_lacks_nothing()
    {
        await using var app = await ChatOpsApp.StartAsync();
        const string Code = "--- /dev/null\n+++ b/src/notify.py\n@@ -0,0 +1,2 @@\n+import boto3\n+boto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:orders', Message='x')\n";
        const string Policy = """
            --- /dev/null
            +++ b/terraform/notify.tf
            @@ -0,0 +1,4 @@
            +resource "aws_iam_role_policy" "notify" {
            +  role   = aws_iam_role.orders.id
            +  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sns:Publish", Resource = "*" }] })
            +}

            """;

        var without = await ChatOpsApp.JsonAsync(await app.PostAsync("/iam/check", new { diff = Code }));
        var with = await ChatOpsApp.JsonAsync(await app.PostAsync("/iam/check", new { diff = Code + Policy }));

        Assert.Single(Texts(without, "missing_permissions"));
        Assert.Empty(Texts(with, "missing_permissions"));
        Assert.Equal("terraform/notify.tf:3", (string?)with["findings"]![0]!["granted_by"]);
    }

    [Theory]
    [InlineData("{}", "code")]
    [InlineData("""{"code": {}}""", "code")]
    [InlineData("""{"code": {"a.py": null}}""", "code")]
    [InlineData("""{"diff": "x", "pr_number": 3}""", "code")]
    [InlineData("""{"pr_number": -3}""", "pr_number")]
    public async Task What_is_missing_or_wrong_is_named(string body, string field)
    {
        await using var app = await ChatOpsApp.StartAsync();

        var response = await app.SendAsync(HttpMethod.Post, "/iam/check", ChatOpsApp.Json(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotNull((await ChatOpsApp.JsonAsync(response))["errors"]![field]);
    }

    [Fact]
    public async Task More_files_than_the_limit_are_refused_and_secrets_in_them_are_masked()
    {
        await using var app = await ChatOpsApp.StartAsync();
        var many = Enumerable.Range(0, 501).ToDictionary(i => $"a{i}.py", _ => "x = 1");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await app.PostAsync("/iam/check", new { code = many })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.PostAsync("/iam/check", new { code = new Dictionary<string, string> { ["a.py"] = Publishes + "aws_secret_access_key = \"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\"\n" } })).StatusCode);
        await app.StopAsync();
        foreach (var file in Directory.EnumerateFiles(app.DataDirectory, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
            Assert.DoesNotContain("wJalrXUtnFEMI", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pull_request_without_GitHub_says_which_setting_is_missing()
    {
        await using var app = await ChatOpsApp.StartAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.PostAsync("/iam/check", new { pr_number = 47 })).StatusCode);
    }

    [Theory]
    [InlineData("```python\nimport boto3\nboto3.client('sqs').send_message(QueueUrl='https://sqs.eu-west-1.amazonaws.com/123456789012/jobs', MessageBody='x')\n```", "sqs:SendMessage")]
    [InlineData("User: arn:aws:sts::123456789012:assumed-role/orders/orders is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:eu-west-1:123456789012:jobs because no identity-based policy allows the sqs:SendMessage action", "sqs:SendMessage")]
    public async Task What_a_person_pastes_is_checked(string text, string action)
    {
        await using var app = await ChatOpsApp.StartAsync();

        var outcome = await app.Get<CommandRunner>().RunAsync(MaskedRequest.Create("iam-check", Caller.Local, "slack", null, ("text", text)), null, CancellationToken.None);

        var analysis = Assert.IsType<IamAnalysis>(outcome.Value);
        Assert.StartsWith(action + " on arn:aws:sqs:", Assert.Single(analysis.MissingPermissions), StringComparison.Ordinal);
        Assert.NotNull(analysis.TerraformDiff);
        Assert.Equal(("Code requires 1 IAM permission not in current policy", Tone.Attention), (outcome.Card.Title, outcome.Card.Tone));
    }

    [Fact]
    public async Task A_pull_request_is_read_from_GitHub()
    {
        await using var gitHub = await FakeGitHub.StartAsync();
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = gitHub.Settings });
        var pull = await gitHub.OpenPullRequestAsync("Tell people", ("src/notify.py", Publishes));

        var answer = await ChatOpsApp.JsonAsync(await app.PostAsync("/iam/check", new { pr_number = pull.Number }));

        Assert.Single(Texts(answer, "missing_permissions"));
        Assert.Equal("src/notify.py", (string?)answer["findings"]![0]!["path"]);
        Assert.Equal(HttpStatusCode.NotFound, (await app.PostAsync("/iam/check", new { pr_number = 4711 })).StatusCode);
    }

    [Fact]
    public void A_card_says_what_is_granted_and_by_which_statement()
    {
        var card = IamCheckCard.From(new IamAnalysis
        {
            RequiredPermissions = ["sns:Publish"],
            MissingPermissions = [],
            ConditionalPermissions = [new ConditionalPermission("kms:Decrypt", "the queue is encrypted")],
            TerraformUpdate = null,
            TerraformDiff = null,
            Findings = [new IamFinding("a.py", 1, "sns.publish", "sns:Publish", "*", "iam.tf:3")],
            Warnings = ["Something else."],
        });

        Assert.Equal(Tone.Good, card.Tone);
        Assert.Contains(card.Parts.OfType<ListPart>().SelectMany(part => part.Items), item => item is { Text: "sns:Publish", Remark: "by iam.tf:3" });
        Assert.Contains(card.Parts.OfType<TextPart>(), part => part.Text == "Note: Something else.");
    }

    private static IEnumerable<string> Texts(JsonNode answer, string name) => answer[name]!.AsArray().Select(item => (string)item!);
}
