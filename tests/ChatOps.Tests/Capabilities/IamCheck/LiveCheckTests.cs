using System.Text.Json.Nodes;
using ChatOps.Capabilities.IamCheck;
using ChatOps.Chat;
using ChatOps.Iam;
using ChatOps.Running;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.IamCheck;

/// <summary>What the account adds to what the repository says. The sample's Terraform calls its role orders.</summary>
public sealed class LiveCheckTests
{
    private const string Topic = "arn:aws:sns:eu-west-1:123456789012:order-notifications";
    private const string Publishes = "import boto3\n\nsns = boto3.client('sns')\n\ndef notify(order):\n    sns.publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:order-notifications', Message=order)\n";
    private const string Denied = $"User: arn:aws:sts::123456789012:assumed-role/orders/order is not authorized to perform: sns:Publish on resource: {Topic} because no identity-based policy allows the sns:Publish action";

    [Fact]
    public async Task A_permission_that_only_the_account_grants_stays_missing_and_is_said()
    {
        await using var lab = await Lab.StartAsync();
        lab.Aws.Decisions[("sns:Publish", Topic)] = new FakeAws.Verdict("allowed") { Policies = ["ByHand"] };

        var answer = await lab.CheckAsync(Publishes);

        Assert.Equal(["sns:Publish on " + Pattern(answer)], Texts(answer, "missing_permissions"));
        Assert.NotNull(answer["terraform_diff"]);
        var check = Assert.Single(answer["account_checks"]!.AsArray())!;
        Assert.Equal(("granted", "arn:aws:iam::123456789012:role/orders"), ((string?)check["verdict"], (string?)check["role"]));
        Assert.Contains("sns:Publish is granted in the account (to orders, by ByHand), not in the repository: add it there, or the next deployment may take it away.", Texts(answer, "warnings"));
    }

    [Fact]
    public async Task What_the_account_does_not_grant_either_is_no_warning()
    {
        await using var lab = await Lab.StartAsync();

        var answer = await lab.CheckAsync(Publishes);

        Assert.Equal("not_granted", (string?)Assert.Single(answer["account_checks"]!.AsArray())!["verdict"]);
        Assert.Equal(["Code requires 1 IAM permission not in current policy"], Texts(answer, "warnings").Where(warning => !warning.Contains("sample", StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("explicitDeny", "Guard", true, true, null, "denied", "Guard denies it")]
    [InlineData("implicitDeny", null, false, true, null, "denied", "a policy of the organisation does not allow it")]
    [InlineData("implicitDeny", null, true, false, null, "denied", "its permissions boundary does not allow it")]
    [InlineData("implicitDeny", null, true, true, "aws:SourceVpce", "undecided", "it depends on aws:SourceVpce")]
    [InlineData("allowed", "Any", true, true, "aws:PrincipalTag/team", "undecided", "it depends on aws:PrincipalTag/team")]
    public async Task Why_the_account_forbids_it_is_said(string decision, string? policy, bool organisation, bool boundary, string? missing, string verdict, string sentence)
    {
        await using var lab = await Lab.StartAsync();
        lab.Aws.Decisions[("sns:Publish", Topic)] = new FakeAws.Verdict(decision) { Policies = policy is null ? [] : [policy], Organisation = organisation, Boundary = boundary, Missing = missing is null ? [] : [missing] };

        var answer = await lab.CheckAsync(Publishes);

        Assert.Equal(verdict, (string?)Assert.Single(answer["account_checks"]!.AsArray())!["verdict"]);
        Assert.Contains(Texts(answer, "warnings"), warning => warning.Contains(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Credentials_that_may_not_simulate_read_the_policies_instead()
    {
        await using var lab = await Lab.StartAsync();
        lab.Aws.Faults.Add(new FakeAws.Fault("SimulatePrincipalPolicy", 403, "AccessDenied"));
        lab.Role.Attached.Add("arn:aws:iam::123456789012:policy/Notify");
        lab.Aws.Policies["arn:aws:iam::123456789012:policy/Notify"] = """{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "sns:*", "Resource": "*" }] }""";

        var answer = await lab.CheckAsync(Publishes);

        Assert.Contains("by Notify", (string?)Assert.Single(answer["account_checks"]!.AsArray())!["detail"], StringComparison.Ordinal);
        Assert.Equal(1, lab.Aws.Asked("GetPolicyVersion"));
    }

    [Fact]
    public async Task The_boundary_counts_where_policies_are_read()
    {
        const string Boundary = "arn:aws:iam::123456789012:policy/Boundary";
        await using var lab = await Lab.StartAsync(role => role with { Boundary = Boundary });
        lab.Aws.Faults.Add(new FakeAws.Fault("SimulatePrincipalPolicy", 403, "AccessDenied"));
        lab.Role.Inline.Add(("all", """{ "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }"""));
        lab.Aws.Policies[Boundary] = """{ "Statement": { "Effect": "Allow", "Action": "dynamodb:*", "Resource": "*" } }""";

        var answer = await lab.CheckAsync(Publishes);

        Assert.Equal("denied", (string?)Assert.Single(answer["account_checks"]!.AsArray())!["verdict"]);
    }

    [Theory]
    [InlineData("GetRole", "AccessDenied", "our own credentials may not call iam:GetRole")]
    [InlineData("GetRole", "ExpiredToken", "AWS does not take our credentials (ExpiredToken)")]
    [InlineData("SimulatePrincipalPolicy", "InvalidInput", "did not accept the question (InvalidInput)")]
    public async Task A_failure_is_a_warning_and_the_answer_is_the_repositorys(string action, string code, string sentence)
    {
        await using var lab = await Lab.StartAsync();
        var off = await lab.OffAsync(Publishes);
        lab.Aws.Faults.Add(new FakeAws.Fault(action, 400, code));

        var answer = await lab.CheckAsync(Publishes);

        Assert.Empty(answer["account_checks"]!.AsArray());
        Assert.Contains(Texts(answer, "warnings"), warning => warning.Contains(sentence, StringComparison.Ordinal) && warning.EndsWith("What is said here comes from the repository alone.", StringComparison.Ordinal));
        Assert.True(JsonNode.DeepEquals(off["missing_permissions"], answer["missing_permissions"]));
        Assert.Equal("degraded", (string?)(await lab.App.GetJsonAsync("/health"))["components"]!["aws"]!["state"]);
    }

    [Fact]
    public async Task A_role_that_the_account_does_not_know_is_named_with_the_setting()
    {
        await using var lab = await Lab.StartAsync();
        lab.Aws.Roles.Clear();

        Assert.Contains("The account has no role named orders: name the one that runs this code in Aws:Roles.", Texts(await lab.CheckAsync(Publishes), "warnings"));
        Assert.Equal("ok", (string?)(await lab.App.GetJsonAsync("/health"))["components"]!["aws"]!["state"]);
    }

    [Fact]
    public async Task A_setting_says_which_role_runs_which_code()
    {
        await using var lab = await Lab.StartAsync(settings: new() { ["Aws:Roles:0:Role"] = "everything", ["Aws:Roles:1:Path"] = "src/handlers/", ["Aws:Roles:1:Role"] = "arn:aws:iam::123456789012:role/team/orders-prod" });
        lab.Aws.Roles["orders-prod"] = new FakeAws.Role("orders-prod") { Path = "/team/" };

        var answer = await lab.CheckAsync(Publishes);

        Assert.Equal("arn:aws:iam::123456789012:role/team/orders-prod", (string?)Assert.Single(answer["account_checks"]!.AsArray())!["role"]);
    }

    [Fact]
    public async Task A_role_of_another_account_is_not_mistaken_for_one_of_the_same_name()
    {
        await using var lab = await Lab.StartAsync(settings: new() { ["Aws:Roles:0:Role"] = "arn:aws:iam::999999999999:role/orders" });
        lab.Aws.Decisions[("sns:Publish", Topic)] = new FakeAws.Verdict("allowed");

        var answer = await lab.CheckAsync(Publishes);
        var pasted = await lab.PasteAsync(Denied.Replace("123456789012:assumed-role", "888888888888:assumed-role", StringComparison.Ordinal));

        Assert.Empty(answer["account_checks"]!.AsArray());
        Assert.Contains("The live check looks into the account 123456789012, and the role orders is of 999999999999: it was not asked about.", Texts(answer, "warnings"));
        Assert.Empty(pasted.AccountChecks!);
        Assert.Equal(0, lab.Aws.Asked("SimulatePrincipalPolicy"));
    }

    [Fact]
    public async Task Of_a_denial_the_role_that_AWS_named_is_asked_about_and_the_card_says_so()
    {
        await using var lab = await Lab.StartAsync();
        lab.Aws.Decisions[("sns:Publish", Topic)] = new FakeAws.Verdict("allowed") { Policies = ["SinceThen"] };

        var analysis = await lab.PasteAsync(Denied);

        Assert.Equal(AccountVerdict.Granted, Assert.Single(analysis.AccountChecks!).Verdict);
        Assert.Contains(IamCheckCard.From(analysis).Parts.OfType<ListPart>().SelectMany(part => part.Items), item => item.Remark == "granted in the account, not in the repository");
        var diagnosis = await ChatOpsApp.JsonAsync(await lab.App.PostAsync("/diagnose", new { error_message = Denied }));
        Assert.Equal("granted", (string?)diagnosis["iam_analysis"]!["account_checks"]![0]!["verdict"]);
    }

    [Fact]
    public async Task Off_it_asks_nobody_and_writes_what_it_wrote_before()
    {
        await using var lab = await Lab.StartAsync();

        var off = await lab.OffAsync(Publishes);

        Assert.Equal(["required_permissions", "missing_permissions", "conditional_permissions", "terraform_update", "terraform_diff", "findings", "warnings"], off.AsObject().Select(member => member.Key));
        Assert.Empty(lab.Aws.Requests);
    }

    [Fact]
    public async Task A_host_that_asks_nobody_says_so()
    {
        await using var app = await ChatOpsApp.StartAsync();

        var health = (await app.GetJsonAsync("/health"))["components"]!["aws"]!;

        Assert.Equal(("not_configured", "The live check is off, so permissions are compared with the repository alone: set Aws:LiveCheck and Aws:Region."), ((string?)health["state"], (string?)health["detail"]));
    }

    private static string Pattern(JsonNode answer) => (string)answer["findings"]![0]!["resource"]!;

    private static IEnumerable<string> Texts(JsonNode answer, string name) => answer[name]!.AsArray().Select(item => (string)item!);

    private sealed class Lab(FakeAws aws, ChatOpsApp app, FakeAws.Role role) : IAsyncDisposable
    {
        public FakeAws Aws => aws;

        public ChatOpsApp App => app;

        public FakeAws.Role Role => role;

        public static async Task<Lab> StartAsync(Func<FakeAws.Role, FakeAws.Role>? change = null, Dictionary<string, string?>? settings = null)
        {
            var aws = await FakeAws.StartAsync();
            var role = new FakeAws.Role("orders");
            aws.Roles["orders"] = role = change?.Invoke(role) ?? role;
            return new Lab(aws, await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = new(aws.Settings.Concat(settings ?? [])), Adjust = aws.Adjust }), role);
        }

        public async Task<JsonNode> CheckAsync(string code) => await AskAsync(app, code);

        public async Task<IamAnalysis> PasteAsync(string text) =>
            Assert.IsType<IamAnalysis>((await app.Get<CommandRunner>().RunAsync(MaskedRequest.Create("iam-check", Caller.Local, "slack", null, ("text", text)), null, CancellationToken.None)).Value);

        public async Task<JsonNode> OffAsync(string code)
        {
            await using var off = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = { ["Aws:Region"] = "eu-west-1", ["Aws:IamEndpoint"] = aws.Url }, Adjust = aws.Adjust });
            return await AskAsync(off, code);
        }

        public async ValueTask DisposeAsync()
        {
            await app.DisposeAsync();
            await aws.DisposeAsync();
        }

        private static async Task<JsonNode> AskAsync(ChatOpsApp app, string code) =>
            await ChatOpsApp.JsonAsync(await app.PostAsync("/iam/check", new { code = new Dictionary<string, string> { ["src/handlers/order_handler.py"] = code } }));
    }
}
