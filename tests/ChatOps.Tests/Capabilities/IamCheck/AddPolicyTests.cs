using System.Net;
using System.Text.Json.Nodes;
using ChatOps.Capabilities.IamCheck;
using ChatOps.Iam;
using ChatOps.Tests.Capabilities.PullRequests;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Capabilities.IamCheck;

/// <summary>The permissions that a pull request needs, added to its own branch once a person agrees.</summary>
public sealed class AddPolicyTests
{
    private const string Publishes = "import boto3\n\nsns = boto3.client('sns')\n\ndef notify(order):\n    sns.publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:orders', Message=order)\n";
    private const string Policies = """
        resource "aws_iam_role" "orders" {
          name = "orders"
        }

        resource "aws_iam_role_policy" "orders" {
          name = "orders"
          role = aws_iam_role.orders.id
          policy = jsonencode({
            Version = "2012-10-17"
            Statement = [
              {
                Effect   = "Allow"
                Action   = ["dynamodb:PutItem"]
                Resource = "*"
              }
            ]
          })
        }

        """;

    [SkippableTheory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_responder_looks_at_the_commit_and_adds_it(string provider)
    {
        await using var lab = Prepared(await PullRequestLab.StartAsync(provider));
        var pull = await OpenAsync(lab);
        var before = pull.HeadSha;

        var plan = await PlanAsync(lab, pull);
        Assert.Equal(("policy", pull.Branch, before, "Grant sns:Publish"), ((string?)plan["kind"], (string?)plan["branch"], (string?)plan["base_sha"], (string?)plan["title"]));
        Assert.Equal("terraform/iam.tf", (string?)Assert.Single(plan["files"]!.AsArray())!["path"]);
        Assert.Equal((before, 0), (pull.HeadSha, pull.Comments.Count));
        var applied = await ChatOpsApp.JsonAsync(await ApplyAsync(lab, plan));

        Assert.Equal("applied", (string?)applied["state"]);
        Assert.Equal(pull.HeadSha, (string?)applied["result"]!["commit"]);
        var git = lab.Fake.Orders.Git;
        Assert.Equal(before, git.Run("rev-parse", $"{pull.HeadSha}^").Trim());
        Assert.Equal("terraform/iam.tf", git.Run("diff", "--name-only", before, pull.HeadSha).Trim());
        Assert.Contains("[\"sns:Publish\"]", git.Run("show", $"{pull.HeadSha}:terraform/iam.tf"), StringComparison.Ordinal);
        var comment = Assert.Single(pull.Comments);
        Assert.Contains($"`rex` had ChatOps add {pull.HeadSha[..10]}", comment.Body, StringComparison.Ordinal);
        Assert.Contains("`sns:Publish on arn:aws:sns:eu-west-1:123456789012:orders`", comment.Body, StringComparison.Ordinal);
        Assert.True(pull.IsOpen);
        Assert.Empty((await ChatOpsApp.JsonAsync(await lab.PostAsync("rex", "/iam/check", new { pr_number = pull.Number })))["missing_permissions"]!.AsArray());
        var (status, sentence) = await PullRequestLab.RefusedAsync(await ApplyAsync(lab, plan));
        Assert.Equal(409, status);
        Assert.Contains("applied already", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_commits_make_the_plan_void_and_nothing_is_pushed()
    {
        await using var lab = Prepared(await PullRequestLab.StartAsync());
        var pull = await OpenAsync(lab);
        var plan = await PlanAsync(lab, pull);
        var moved = lab.Fake.Commit(pull.Branch, "More", ("README.md", "# More\n"));

        var (status, sentence) = await PullRequestLab.RefusedAsync(await ApplyAsync(lab, plan));

        Assert.Equal((409, true), (status, sentence.Contains("has new commits", StringComparison.Ordinal)));
        Assert.Equal((moved, 0), (pull.HeadSha, pull.Comments.Count));
        Assert.Equal("void", (string?)(await lab.GetAsync("rex", $"/plans/{plan["id"]}"))["state"]);
    }

    [Fact]
    public async Task A_push_between_the_look_and_the_commit_is_not_overwritten()
    {
        await using var lab = Prepared(await PullRequestLab.StartAsync());
        var pull = await OpenAsync(lab);
        var plan = await PlanAsync(lab, pull);
        // What GitHub says of the head is a moment old.
        var held = new FakeFault.AnswerHeld();
        lab.Fake.FailNext(held, "GET", $"/rules/branches/main");

        var applying = ApplyAsync(lab, plan);
        await held.CarriedOut.Task.WaitAsync(TimeSpan.FromMinutes(1));
        var moved = lab.Fake.Commit(pull.Branch, "More", ("README.md", "# More\n"));
        lab.Host.Clock.Advance(TimeSpan.FromSeconds(21));
        await Eventually.BecomesTrueAsync(
            () =>
            {
                lab.Host.Clock.Advance(TimeSpan.FromSeconds(1));
                return applying.IsCompleted;
            },
            "the plan was tried");

        Assert.Equal(HttpStatusCode.Conflict, (await applying).StatusCode);
        Assert.Equal((moved, 0), (pull.HeadSha, pull.Comments.Count));
    }

    [Theory]
    [InlineData("fork", 409, "comes from the fork mallory/orders, and nothing is ever pushed there")]
    [InlineData("closed", 409, "is closed, so nothing can be added to it")]
    [InlineData("granted", 409, "grant all that #")]
    [InlineData("unknown", 404, "GitHub has no such thing")]
    public async Task What_cannot_be_added_to_is_said(string what, int status, string words)
    {
        await using var lab = Prepared(await PullRequestLab.StartAsync());
        var pull = await OpenAsync(lab);
        if (what == "fork")
            pull.Fork = lab.Fake.AddRepository("mallory", "orders");
        if (what == "closed")
            pull.Close(DateTimeOffset.UnixEpoch);
        if (what == "granted")
            lab.Fake.Commit(pull.Branch, "Grant", ("terraform/iam.tf", Policies.Replace("dynamodb:PutItem", "sns:*", StringComparison.Ordinal)));

        var (refused, sentence) = await PullRequestLab.RefusedAsync(await lab.PostAsync("rex", "/iam/policy", new { pr_number = what == "unknown" ? 4711 : pull.Number }));

        Assert.Equal(status, refused);
        Assert.Contains(words, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fork_by_the_time_it_is_applied_is_not_pushed_to()
    {
        await using var lab = Prepared(await PullRequestLab.StartAsync());
        var pull = await OpenAsync(lab);
        var (before, plan) = (pull.HeadSha, await PlanAsync(lab, pull));
        pull.Fork = lab.Fake.AddRepository("mallory", "orders");

        Assert.Equal(HttpStatusCode.Conflict, (await ApplyAsync(lab, plan)).StatusCode);
        Assert.Equal(before, pull.HeadSha);
    }

    [Fact]
    public async Task Another_digest_adds_nothing()
    {
        await using var lab = Prepared(await PullRequestLab.StartAsync());
        var pull = await OpenAsync(lab);
        var (before, plan) = (pull.HeadSha, await PlanAsync(lab, pull));

        var answer = await lab.PostAsync("rex", $"/plans/{plan["id"]}/apply", new { digest = new string('0', 64) });

        Assert.Equal((HttpStatusCode.Conflict, before), (answer.StatusCode, pull.HeadSha));
    }

    [Fact]
    public async Task Where_commits_have_to_be_signed_GitHub_makes_it()
    {
        await using var lab = Prepared(await PullRequestLab.StartAsync());
        lab.Fake.Orders.Rules["main"] = JsonNode.Parse("""[{"type": "required_signatures", "ruleset_source_type": "Repository", "ruleset_source": "acme/orders", "ruleset_id": 1}]""")!.AsArray();
        var pull = await OpenAsync(lab);
        var (before, plan) = (pull.HeadSha, await PlanAsync(lab, pull));

        Assert.Equal(HttpStatusCode.OK, (await ApplyAsync(lab, plan)).StatusCode);

        Assert.Contains(pull.HeadSha, lab.Fake.Orders.Signed);
        Assert.Equal(before, lab.Fake.Orders.Git.Run("rev-parse", $"{pull.HeadSha}^").Trim());
    }

    // In order: the push, the comment.
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task A_host_killed_at_a_write_goes_on_after_a_restart(int write, bool after)
    {
        await using var fake = await FakeGitHub.StartAsync();
        Fill(fake);
        await using var database = await Databases.CreateAsync("Sqlite");
        var folder = Directory.CreateTempSubdirectory("chatops-crash-").FullName;
        var settings = fake.Settings.Concat(database.Settings).ToDictionary();
        var pull = await fake.OpenPullRequestAsync("Tell people", ("src/notify.py", Publishes));
        var before = pull.HeadSha;
        string operation;
        await using (var first = await ChildHost.StartAsync(folder, settings))
        {
            var plan = await SendAsync(first, "/iam/policy", $$"""{"pr_number":{{pull.Number}}}""", respondAsync: false);
            var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            fake.Interruption = new FakeInterruption(write, after, async () =>
            {
                await first.KillAsync();
                killed.SetResult();
            });
            operation = (string)(await SendAsync(first, $"/plans/{plan["id"]}/apply", $$"""{"digest":"{{plan["digest"]}}"}""", respondAsync: true))["id"]!;
            await killed.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }

        await using (var second = await ChildHost.StartAsync(folder, settings))
        {
            await Eventually.BecomesTrueAsync(async () => (string?)(await second.OperationAsync(operation))["state"] is "succeeded" or "failed", "the operation ended after the restart");
            Assert.Equal("applied", (string?)(await second.OperationAsync(operation))["result"]!["state"]);
            await second.KillAsync();
        }

        Assert.Equal(before, fake.Orders.Git.Run("rev-parse", $"{pull.HeadSha}^").Trim());
        Assert.Single(pull.Comments);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_button_is_where_a_pull_request_lacks_something_that_can_be_added()
    {
        await using var lab = Prepared(await PullRequestLab.StartAsync());
        var pull = await OpenAsync(lab);

        var checkedNow = await ChatOpsApp.JsonAsync(await lab.PostAsync("rex", "/iam/check", new { pr_number = pull.Number }));

        Assert.Equal((pull.Number, pull.HeadSha), ((int?)checkedNow["pr_number"], (string?)checkedNow["head_sha"]));
        var button = Assert.Single(IamCheckCard.From(Analysis(pull.Number, "diff")).Buttons);
        Assert.Equal(("Add the policy to the PR", "add-policy", $"{pull.Number}", null), (button.Label, button.Command, button.Argument, button.Confirm));
        Assert.Empty(IamCheckCard.From(Analysis(pull.Number, null)).Buttons);
        Assert.Empty(IamCheckCard.From(Analysis(null, "diff")).Buttons);
        var apply = Assert.Single(ChatOps.Running.Plans.PlanCard.From((await PlanViewAsync(lab, pull))!).Buttons);
        Assert.Equal($"Commits to {pull.Branch} of orders, the branch of #{pull.Number}, on top of {pull.HeadSha[..10]} (+5 −0 in 1 file). Nothing is merged.", apply.Confirm);
    }

    private static async Task<ChatOps.Running.Plans.PlanView?> PlanViewAsync(PullRequestLab lab, FakePullRequest pull)
    {
        var plan = await PlanAsync(lab, pull);
        var stored = await lab.Host.Get<ChatOps.Running.Plans.PlanStore>().FindAsync((string)plan["id"]!, CancellationToken.None);
        return ChatOps.Running.Plans.PlanView.Of(stored!, ChatOps.Running.Plans.PlanState.Proposed);
    }

    private static IamAnalysis Analysis(int? number, string? diff) => new()
    {
        RequiredPermissions = ["sns:Publish"],
        MissingPermissions = ["sns:Publish on *"],
        ConditionalPermissions = [],
        TerraformUpdate = "{}",
        TerraformDiff = diff,
        Findings = [],
        Warnings = [],
        PrNumber = number,
        HeadSha = number is null ? null : "0123456789abcdef",
    };

    private static PullRequestLab Prepared(PullRequestLab lab)
    {
        Fill(lab.Fake);
        return lab;
    }

    private static void Fill(FakeGitHub fake) => fake.Commit("main", "Policies", ("terraform/iam.tf", Policies));

    private static Task<FakePullRequest> OpenAsync(PullRequestLab lab) => lab.Fake.OpenPullRequestAsync("Tell people", ("src/notify.py", Publishes));

    private static async Task<JsonNode> PlanAsync(PullRequestLab lab, FakePullRequest pull)
    {
        var answer = await lab.PostAsync("rex", "/iam/policy", new { pr_number = pull.Number });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await ChatOpsApp.JsonAsync(answer);
    }

    private static Task<HttpResponseMessage> ApplyAsync(PullRequestLab lab, JsonNode plan) => lab.PostAsync("rex", $"/plans/{plan["id"]}/apply", new { digest = (string)plan["digest"]! });

    private static async Task<JsonNode> SendAsync(ChildHost host, string path, string body, bool respondAsync)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = ChatOpsApp.Json(body) };
        if (respondAsync)
            request.Headers.Add("Prefer", "respond-async");
        return await ChatOpsApp.JsonAsync(await host.Http.SendAsync(request));
    }
}
