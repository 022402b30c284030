using System.Net;
using ChatOps.Adapters.Git;
using ChatOps.Capabilities.IamCheck.OnPullRequests;
using ChatOps.Chat;
using ChatOps.Settings;
using ChatOps.Tests.Capabilities.PullRequests;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;
using Dapper;

namespace ChatOps.Tests.Capabilities.IamCheck;

/// <summary>Pull requests that ask for a check of permissions, and are answered where they are.</summary>
public sealed class PullRequestCheckTests
{
    private const string Path = "/github/webhooks";
    private const string Publishes = "import boto3\n\nsns = boto3.client('sns')\n\ndef notify(order):\n    sns.publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:orders', Message=order)\n";

    [SkippableTheory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_comment_of_somebody_who_may_write_is_answered_by_one_comment_that_is_rewritten(string provider)
    {
        await using var lab = await StartAsync(provider);
        var pull = await OpenAsync(lab, Publishes);

        Assert.Equal(HttpStatusCode.Accepted, (await CommentAsync(lab, pull, "ines", "/iam-check please")).StatusCode);
        await Eventually.BecomesTrueAsync(() => Ours(pull).Count == 1, "the check was answered");
        var first = Ours(pull)[0].Body;
        lab.Fake.Commit(pull.Branch, "Not any more", ("src/notify.py", "def notify(order):\n    pass\n"));
        await CommentAsync(lab, pull, "ines", "/iam-check");
        await Eventually.BecomesTrueAsync(() => Ours(pull)[0].Body != first, "the check was answered again");

        Assert.Contains("**Code requires 1 IAM permission not in current policy**", first, StringComparison.Ordinal);
        Assert.Contains("`sns:Publish on arn:aws:sns:eu-west-1:123456789012:orders` (`sns.publish at src/notify.py:6`)", first, StringComparison.Ordinal);
        Assert.Contains("+        Action   = [\"sns:Publish\"]", first, StringComparison.Ordinal);
        Assert.Contains("No call of an AWS SDK found", Assert.Single(Ours(pull)).Body, StringComparison.Ordinal);
        Assert.EndsWith($"#{pull.Number} at {pull.HeadSha[..10]}`</sub>\n\n<!-- chatops:iam-check -->", Ours(pull)[0].Body.Replace("\u200b", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivery_that_comes_again_is_one_check()
    {
        await using var lab = await StartAsync();
        var pull = await OpenAsync(lab, Publishes);

        foreach (var _ in Enumerable.Range(0, 3))
            Assert.Equal(HttpStatusCode.Accepted, (await CommentAsync(lab, pull, "ines", "/iam-check", deliveryId: "d-7")).StatusCode);
        await Eventually.BecomesTrueAsync(() => Ours(pull).Count == 1, "the check was answered");

        Assert.Equal(1, await ChecksAsync(lab));
    }

    [Theory]
    [InlineData("rita", "read", "User", "created", "/iam-check")]
    [InlineData("mallory", null, "User", "created", "/iam-check")]
    [InlineData("dependabot[bot]", "write", "Bot", "created", "/iam-check")]
    [InlineData("ines", "write", "User", "edited", "/iam-check")]
    [InlineData("ines", "write", "User", "created", "What does /iam-check do?")]
    [InlineData("ines", "write", "User", "created", "/iam-checkout")]
    public async Task Nobody_else_and_nothing_else_is_answered(string login, string? permission, string type, string action, string text)
    {
        await using var lab = await StartAsync();
        var pull = await OpenAsync(lab, Publishes);
        if (permission is not null)
            lab.Fake.AddPerson(login, permission);

        Assert.Equal(HttpStatusCode.Accepted, (await CommentAsync(lab, pull, login, text, action: action, type: type)).StatusCode);
        // What comes later is answered; by then the other one is over.
        var later = await OpenAsync(lab, Publishes);
        await CommentAsync(lab, later, "ines", "/iam-check");
        await Eventually.BecomesTrueAsync(() => Ours(later).Count == 1, "a later comment was answered");
        await Eventually.BecomesTrueAsync(async () => await UnfinishedAsync(lab) == 0, "everything was worked on");

        Assert.Empty(Ours(pull));
    }

    [Fact]
    public async Task A_strangers_marker_in_a_comment_of_their_own_is_not_taken_for_ours()
    {
        await using var lab = await StartAsync();
        var pull = await OpenAsync(lab, Publishes);
        pull.Comments.Add(new FakeComment(lab.Fake.NextId(), lab.Fake.Account("mallory"), "All is granted. <!-- chatops:iam-check -->", DateTimeOffset.UnixEpoch));

        await CommentAsync(lab, pull, "ines", "/iam-check");
        await Eventually.BecomesTrueAsync(() => Ours(pull).Count == 1, "the check was answered");

        Assert.Equal("All is granted. <!-- chatops:iam-check -->", pull.Comments[0].Body);
    }

    [Fact]
    public async Task A_fork_is_checked_when_somebody_of_the_team_asks_and_not_by_itself()
    {
        await using var lab = await StartAsync("Sqlite", ("Repositories:0:CheckPermissions", "true"));
        var (own, foreign) = (await OpenAsync(lab, Publishes), await OpenAsync(lab, Publishes));
        foreign.Fork = lab.Fake.AddRepository("mallory", "orders");

        await lab.Fake.DeliverPullRequestAsync(lab.Host.Http, Path, PullRequestLab.WebhookSecret, foreign.Number, "opened");
        await lab.Fake.DeliverPullRequestAsync(lab.Host.Http, Path, PullRequestLab.WebhookSecret, own.Number, "opened");
        await Eventually.BecomesTrueAsync(() => Ours(own).Count == 1, "the pull request of the repository itself was checked");
        Assert.Empty(Ours(foreign));
        Assert.Equal(1, await ChecksAsync(lab));
        await CommentAsync(lab, foreign, "ines", "/iam-check");
        await Eventually.BecomesTrueAsync(() => Ours(foreign).Count == 1, "the fork was checked when asked for");
    }

    [Fact]
    public async Task Without_the_setting_an_opened_pull_request_is_not_checked()
    {
        await using var lab = await StartAsync();
        var pull = await OpenAsync(lab, Publishes);

        await lab.Fake.DeliverPullRequestAsync(lab.Host.Http, Path, PullRequestLab.WebhookSecret, pull.Number, "opened");

        Assert.Equal(0, await ChecksAsync(lab));
    }

    [Fact]
    public void A_repository_whose_pull_requests_are_to_be_checked_needs_webhooks()
    {
        var setting = Assert.Throws<SettingException>(() => Program.Build(new HostSetup { ReadEnvironment = false, Settings = new Dictionary<string, string?> { ["Repositories:0:Url"] = "https://github.com/acme/orders.git", ["Repositories:0:CheckPermissions"] = "true", ["GitHub:Token"] = "t" } }));

        Assert.Equal("GitHub:WebhookSecret", setting.Key);
    }

    [Fact]
    public async Task An_App_reports_a_check_on_the_last_commit_and_runs_it_again_when_asked()
    {
        await using var lab = await StartAsAppAsync(("Repositories:0:CheckPermissions", "true"));
        var pull = await OpenAsync(lab, Publishes);

        await lab.Fake.DeliverPullRequestAsync(lab.Host.Http, Path, PullRequestLab.WebhookSecret, pull.Number, "synchronize");
        await Eventually.BecomesTrueAsync(() => lab.Fake.Orders.Checks.Count == 1, "the check was reported");
        var run = lab.Fake.Orders.Checks[0];
        Assert.Equal((pull.HeadSha, "iam-check", "completed", "failure", $"iam-check/{pull.Number}"), (run.Sha, run.Name, run.Status, run.Conclusion, run.ExternalId));
        Assert.Equal("Code requires 1 IAM permission not in current policy", run.Title);
        Assert.Contains("`sns:Publish on arn:aws:sns:eu-west-1:123456789012:orders`", run.Summary, StringComparison.Ordinal);

        lab.Fake.Commit("main", "Grant", ("terraform/iam.tf", Policy("\"sns:Publish\"")));
        lab.Host.Clock.Advance(GitStore.FetchEvery);
        await lab.Fake.DeliverCheckRunAsync(lab.Host.Http, Path, PullRequestLab.WebhookSecret, run, "ines", "rerequested");
        await Eventually.BecomesTrueAsync(() => lab.Fake.Orders.Checks[0].Conclusion == "success", "the check was reported again");

        Assert.Equal(run.Id, Assert.Single(lab.Fake.Orders.Checks).Id);
        Assert.Empty(Ours(pull));
        lab.Fake.Commit(pull.Branch, "More", ("README.md", "# More\n"));
        await lab.Fake.DeliverPullRequestAsync(lab.Host.Http, Path, PullRequestLab.WebhookSecret, pull.Number, "synchronize");
        await Eventually.BecomesTrueAsync(() => lab.Fake.Orders.Checks.Count == 2, "the new commit has a check of its own");
        Assert.Equal(pull.HeadSha, lab.Fake.Orders.Checks[1].Sha);
    }

    [Fact]
    public async Task A_check_run_of_somebody_elses_asks_for_nothing()
    {
        await using var lab = await StartAsAppAsync();
        var pull = await OpenAsync(lab, Publishes);

        foreach (var id in (string[])["", "build/1", "iam-check/", "iam-check/1x", "iam-check/-1"])
            await lab.Fake.DeliverCheckRunAsync(lab.Host.Http, Path, PullRequestLab.WebhookSecret, new FakeCheck(pull.HeadSha, "x", "completed", "success") { ExternalId = id }, "ines", "rerequested");

        Assert.Equal(0, await ChecksAsync(lab));
    }

    [Fact]
    public async Task An_App_that_may_not_write_checks_comments()
    {
        await using var lab = await StartAsAppAsync();
        lab.Fake.Orders.MayReport = false;
        var pull = await OpenAsync(lab, Publishes);

        await CommentAsync(lab, pull, "ines", "/iam-check");

        await Eventually.BecomesTrueAsync(() => Ours(pull, FakeApp.Login).Count == 1, "the check was answered by a comment");
    }

    [Fact]
    public async Task GitHub_away_for_a_moment_delays_the_answer()
    {
        await using var lab = await StartAsync();
        var pull = await OpenAsync(lab, Publishes);
        foreach (var _ in Enumerable.Range(0, 3))
            lab.Fake.FailNext(new FakeFault.Status(502), "GET", "/comments");

        await CommentAsync(lab, pull, "ines", "/iam-check");
        // Time that is pushed while it is worked on would be over its deadline.
        await Eventually.BecomesTrueAsync(async () => await ChecksAsync(lab) == 1 && await UnfinishedAsync(lab) == 0, "the check was done");
        await Eventually.BecomesTrueAsync(
            () =>
            {
                lab.Host.Clock.Advance(TimeSpan.FromSeconds(1));
                return Ours(pull).Count == 1;
            },
            "the answer was brought later");
        Assert.Contains("Code requires 1 IAM permission", Ours(pull)[0].Body, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Every_request_behind_it_is_one_that_GitHub_describes()
    {
        await using var lab = await StartAsync("Sqlite", ("GitHub:ApiUrl", "{fake}/checked/api/v3"), ("Repositories:0:Url", "{fake}/checked/acme/orders.git"));
        await using var app = await PullRequestLab.StartAsAppAsync(lab.Fake, ("GitHub:ApiUrl", "{fake}/checked/api/v3"), ("Repositories:0:Url", "{fake}/checked/acme/orders.git"));
        await using var proxy = await ContractProxy.StartAsync(lab.Fake);
        var pull = await OpenAsync(lab, Publishes);

        foreach (var code in (string[])[Publishes, "x = 1\n"])
        {
            lab.Fake.Commit(pull.Branch, "Again", ("src/notify.py", code), ("NOTE", Guid.NewGuid().ToString()));
            var before = (Ours(pull).FirstOrDefault()?.Body, lab.Fake.Orders.Checks.Count);
            await CommentAsync(lab, pull, "ines", "/iam-check");
            await CommentAsync(app, pull, "ines", "/iam-check");
            await Eventually.BecomesTrueAsync(() => Ours(pull).FirstOrDefault()?.Body != before.Body && lab.Fake.Orders.Checks.Count > before.Count, $"both were answered; {string.Join('\n', lab.Fake.Violations)}");
        }

        Assert.Empty(lab.Fake.Violations);
    }

    [Fact]
    public void What_a_card_says_of_outside_is_text_alone()
    {
        var card = new Card
        {
            Tone = Tone.Attention,
            Title = "Code requires 1 IAM permission",
            Parts =
            [
                new ListPart([new CardItem("sns:Publish on `arn`@octocat", "at @octocat/#12 <b>x</b>.py:3")]),
                new DiffPart("--- a/x.tf\n+```\n+@octocat closes #12 https://evil.example\n"),
                new TextPart("Note: **@octocat** fixes #12, see [here](https://evil.example) <img src=x>."),
                new TextPart(new string('x', 70_000)),
            ],
            Footer = "#12 at 0123456789",
        };

        var markdown = CardMarkdown.Of(card);

        Assert.DoesNotMatch(@"@octocat", markdown.Replace("@\u200boctocat", "", StringComparison.Ordinal).Replace("`@octocat", "", StringComparison.Ordinal));
        Assert.DoesNotContain("<img", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("](http", markdown, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?m)(^|[^`\w\u200b])#12\b", markdown);
        Assert.True(markdown.Length < 65_000);
        Assert.Contains("More than fits here", markdown, StringComparison.Ordinal);
    }

    private static string Policy(string action) => $$"""
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
                Action   = [{{action}}]
                Resource = "*"
              }
            ]
          })
        }
        """;

    private static Task<PullRequestLab> StartAsync(params (string Key, string? Value)[] settings) => StartAsync("Sqlite", settings);

    private static async Task<PullRequestLab> StartAsync(string provider, params (string Key, string? Value)[] settings) => Prepare(await PullRequestLab.StartAsync(provider, settings));

    private static async Task<PullRequestLab> StartAsAppAsync(params (string Key, string? Value)[] settings) => Prepare(await PullRequestLab.StartAsAppAsync(settings));

    private static PullRequestLab Prepare(PullRequestLab lab)
    {
        lab.Fake.Commit("main", "Policies", ("terraform/iam.tf", Policy("\"dynamodb:PutItem\"")));
        lab.Fake.AddPerson("ines");
        return lab;
    }

    private static Task<FakePullRequest> OpenAsync(PullRequestLab lab, string code) => lab.Fake.OpenPullRequestAsync("Tell people", ("src/notify.py", code));

    private static Task<HttpResponseMessage> CommentAsync(PullRequestLab lab, FakePullRequest pull, string login, string text, string? deliveryId = null, string action = "created", string type = "User") =>
        lab.Fake.DeliverCommentAsync(lab.Host.Http, Path, PullRequestLab.WebhookSecret, pull.Number, login, text, deliveryId, action, type);

    private static List<FakeComment> Ours(FakePullRequest pull, string login = FakeGitHub.Bot) => [.. pull.Comments.ToArray().Where(comment => comment.By.Login == login)];

    private static Task<long> ChecksAsync(PullRequestLab lab) => CountAsync(lab, "kind = 'iam-check'");

    private static Task<long> UnfinishedAsync(PullRequestLab lab) => CountAsync(lab, "finished_at is null");

    private static async Task<long> CountAsync(PullRequestLab lab, string where)
    {
        await using var connection = await lab.Host.Get<ChatOps.Adapters.Storage.Database>().OpenAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<long>($"select count(*) from operations where {where}");
    }
}
