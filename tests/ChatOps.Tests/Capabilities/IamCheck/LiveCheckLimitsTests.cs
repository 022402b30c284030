using System.Net;
using System.Net.Sockets;
using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.IamCheck;
using ChatOps.Chat;
using ChatOps.Iam;
using ChatOps.Iam.Denials;
using ChatOps.Running;
using ChatOps.Tests.Capabilities.Fix;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Capabilities.IamCheck;

/// <summary>Whom the account is asked about, how long, and who gets to read what it says.</summary>
public sealed class LiveCheckLimitsTests
{
    private const string Topic = "arn:aws:sns:eu-west-1:123456789012:order-notifications";
    private const string Hint = "not looked up";

    [Fact]
    public async Task What_the_account_says_stays_out_of_a_pull_request()
    {
        await using var aws = await FakeAws.StartAsync();
        aws.Roles["orders"] = new FakeAws.Role("orders");
        aws.Decisions[("sns:Publish", Topic)] = new FakeAws.Verdict("explicitDeny") { Policies = ["SecretGuardrail"] };
        await using var gitHub = await FakeGitHub.StartAsync();
        FixLab.Fill(gitHub);
        await using var app = await StartAsync(aws, [.. gitHub.Settings]);

        var answer = await ChatOpsApp.JsonAsync(await app.PostAsync("/diagnose-and-fix", new { error_message = "ProvisionedThroughputExceededException: Rate exceeded\n" + Denied("orders"), file_path = "src/handlers/order_handler.py" }));

        Assert.True(gitHub.Orders.PullRequests.Count == 1, answer.ToJsonString());
        Assert.Equal(1, aws.Asked("SimulatePrincipalPolicy"));
        var body = gitHub.Orders.PullRequests[0].Body;
        Assert.Contains("sns:Publish on", body, StringComparison.Ordinal);
        Assert.DoesNotContain("SecretGuardrail", body, StringComparison.Ordinal);
        Assert.DoesNotContain("in the account", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_with_a_role_here_read_on_the_cards_what_the_account_says()
    {
        await using var aws = await FakeAws.StartAsync();
        aws.Roles["orders"] = new FakeAws.Role("orders");
        aws.Decisions[("sns:Publish", Topic)] = new FakeAws.Verdict("explicitDeny") { Policies = ["Guardrail"] };
        await using var app = await StartAsync(aws);

        var checkedCard = IamCheckCard.From(await CheckAsync(app, Denied("orders")));
        var diagnosis = Assert.IsType<Diagnosis>((await app.Get<CommandRunner>().RunAsync(MaskedRequest.Create("diagnose", Caller.Local, "slack", null, ("error", Denied("orders"))), null, CancellationToken.None)).Value);

        foreach (var card in (Card[])[checkedCard, DiagnosisCard.From(diagnosis)])
            Assert.Contains(card.Parts.OfType<TextPart>(), part => part.Text.Contains("Guardrail denies it", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("break-glass-admin", "billing", false)]
    [InlineData("break-glass-admin", null, true)]
    [InlineData("break-glass-admin", "orders", true)]
    [InlineData("arn:aws:iam::123456789012:role/break-glass-admin", "orders", true)]
    public async Task An_error_that_anybody_may_invent_asks_only_about_roles_that_are_ours(string? role, string? repository, bool isAsked)
    {
        await using var aws = await FakeAws.StartAsync();
        aws.Roles["break-glass-admin"] = new FakeAws.Role("break-glass-admin");
        await using var app = await StartAsync(aws, role is null ? [] : [new("Aws:Roles:0:Role", role), new("Aws:Roles:0:Repository", repository)]);

        var analysis = await CheckAsync(app, Denied("break-glass-admin"));

        Assert.Equal(isAsked ? 1 : 0, analysis.AccountChecks!.Count);
        Assert.Equal(isAsked, !aws.Requests.IsEmpty);
        if (!isAsked)
            Assert.Contains(Card(analysis), text => text.Contains("The role break-glass-admin was not looked up in the account", StringComparison.Ordinal) && text.Contains("name the role in Aws:Roles", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_role_that_only_the_paste_declares_is_not_asked_about()
    {
        await using var aws = await FakeAws.StartAsync();
        aws.Roles["break-glass-admin"] = new FakeAws.Role("break-glass-admin");
        await using var app = await StartAsync(aws);
        var files = new Dictionary<string, string>
        {
            ["src/handlers/order_handler.py"] = "import boto3\n\nboto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:order-notifications', Message='')\n",
            ["terraform/iam.tf"] = "resource \"aws_iam_role\" \"orders\" {\n  name = \"break-glass-admin\"\n}\n",
        };

        var answer = await ChatOpsApp.JsonAsync(await app.PostAsync("/iam/check", new { code = files }));

        Assert.NotEmpty(answer["missing_permissions"]!.AsArray());
        Assert.Empty(aws.Requests);
        Assert.Contains(Hint, answer["account_warnings"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_does_not_answer_costs_only_its_own_answer()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var aws = await FakeAws.StartAsync();
        await using var app = await StartAsync(aws, [new("Aws:IamEndpoint", $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"), new("Host:DeadlineSeconds:Diagnose", "10")]);
        var asked = app.PostAsync("/diagnose", new { error_message = Denied("orders") });
        using var connection = await silent.AcceptTcpClientAsync();

        app.Clock.Advance(TimeSpan.FromSeconds(7.5));
        var answer = await asked;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("did not answer in time", (await ChatOpsApp.JsonAsync(answer))["iam_analysis"]!["account_warnings"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_no_time_left_the_account_is_not_asked_at_all()
    {
        await using var aws = await FakeAws.StartAsync();
        aws.Roles["orders"] = new FakeAws.Role("orders");
        await using var app = await StartAsync(aws);
        var context = new RunContext
        {
            OperationId = "op_1",
            Request = MaskedRequest.Create("iam-check", Caller.Local, "slack", null),
            Repository = app.Get<RepositoryDirectory>().Find(null).Value!,
            Deadline = app.Clock.GetUtcNow().AddSeconds(3.9),
            StepAsync = (_, _) => Task.CompletedTask,
        };

        var analysis = await app.Get<LiveCheck>().VerifyAsync(IamAnalyzer.Analyze(AccessDenials.Find(Denied("orders"))[0], new Dictionary<string, string>()), context, CancellationToken.None);

        Assert.Empty(aws.Requests);
        Assert.Empty(analysis.AccountChecks!);
        Assert.Equal(["The account was not asked, for no time was left. What is said here comes from the repository alone."], analysis.AccountWarnings);
    }

    private static string Denied(string role) =>
        $"User: arn:aws:sts::123456789012:assumed-role/{role}/order is not authorized to perform: sns:Publish on resource: {Topic} because no identity-based policy allows the sns:Publish action";

    private static IEnumerable<string> Card(IamAnalysis analysis) => IamCheckCard.From(analysis).Parts.OfType<TextPart>().Select(part => part.Text);

    private static async Task<IamAnalysis> CheckAsync(ChatOpsApp app, string text) =>
        Assert.IsType<IamAnalysis>((await app.Get<CommandRunner>().RunAsync(MaskedRequest.Create("iam-check", Caller.Local, "slack", null, ("text", text)), null, CancellationToken.None)).Value);

    private static Task<ChatOpsApp> StartAsync(FakeAws aws, params KeyValuePair<string, string?>[] settings)
    {
        var all = new Dictionary<string, string?>(aws.Settings);
        foreach (var (key, value) in settings)
            all[key] = value;
        return ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = all, Adjust = aws.Adjust });
    }
}
