using System.Net;
using ChatOps.Adapters.GitHub;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Tests.Capabilities.PullRequests;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;
using Dapper;

namespace ChatOps.Tests.Capabilities.IamCheck;

/// <summary>What a check of a pull request vouches for: the commit that was judged, what was read of it, and only to people of the team.</summary>
public sealed class PullRequestVerdictTests
{
    private const string Publishes = "import boto3\n\nsns = boto3.client('sns')\n\ndef notify(order):\n    sns.publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:orders', Message=order)\n";

    [Fact]
    public async Task A_verdict_that_comes_late_is_reported_on_the_commit_that_was_judged()
    {
        await using var lab = Prepare(await PullRequestLab.StartAsAppAsync());
        var pull = await OpenAsync(lab, "src/notify.py", "def notify(order):\n    pass\n");
        foreach (var _ in Enumerable.Range(0, 8))
            lab.Fake.FailNext(new FakeFault.Status(502), null, "/check-runs");
        await CommentAsync(lab, pull, "ines", "/iam-check");
        await Eventually.BecomesTrueAsync(async () => await CountAsync(lab, "deliveries where attempts > 0") == 1, "GitHub did not take it");
        var judged = pull.HeadSha;
        lab.Fake.Commit(pull.Branch, "Publish", ("src/notify.py", Publishes));

        await Eventually.BecomesTrueAsync(
            () =>
            {
                lab.Host.Clock.Advance(TimeSpan.FromSeconds(30));
                return lab.Fake.Orders.Checks.Count == 1;
            },
            "it is reported later");

        Assert.NotEqual(judged, pull.HeadSha);
        Assert.Equal((judged, "success"), (lab.Fake.Orders.Checks[0].Sha, lab.Fake.Orders.Checks[0].Conclusion));
    }

    [Fact]
    public async Task An_answer_that_comes_late_does_not_take_the_place_of_a_newer_one()
    {
        await using var lab = Prepare(await PullRequestLab.StartAsync());
        var pull = await OpenAsync(lab, "src/notify.py", Publishes);
        var (changes, orders) = (lab.Host.Get<GitHubApi>().Changes, new RepositoryRef { Name = "orders", GitHub = "acme/orders" });

        foreach (var (order, text) in (IEnumerable<(string, string)>)[("op_02", "First"), ("op_03", "Newer"), ("op_01", "Late")])
            Assert.Null((await changes.SetCommentAsync(orders, pull.Number, "iam-check", text, order, CancellationToken.None)).Refusal);

        Assert.StartsWith("Newer", Assert.Single(Ours(pull)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commits_that_come_while_it_is_read_are_said_and_nothing_is_passed()
    {
        await using var lab = Prepare(await PullRequestLab.StartAsAppAsync());
        var pull = await OpenAsync(lab, "src/notify.py", "def notify(order):\n    pass\n");
        var read = pull.HeadSha;
        lab.Fake.FailNext(new FakeFault.Meanwhile(() => lab.Fake.Commit(pull.Branch, "Publish", ("src/notify.py", Publishes))), "GET", $"/pulls/{pull.Number}/files");

        await CommentAsync(lab, pull, "ines", "/iam-check");
        await Eventually.BecomesTrueAsync(() => lab.Fake.Orders.Checks.Count == 1, "it is reported");

        var check = lab.Fake.Orders.Checks[0];
        Assert.Equal((read, "neutral"), (check.Sha, check.Conclusion));
        Assert.Contains("new commits came", check.Summary, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("src/notify.py", "import boto3\n# \0\nboto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:orders', Message='')\n", "GitHub shows no diff of 1 file")]
    [InlineData("terraform/more.tf", "# \0\nresource \"aws_iam_role\" \"other\" {}\n", "GitHub shows no diff of 1 file")]
    [InlineData("terraform/more.tf", "resource \"aws_iam_role\" {{{\n", "terraform/more.tf was left out")]
    public async Task What_could_not_be_read_is_not_passed(string path, string text, string sentence)
    {
        await using var lab = Prepare(await PullRequestLab.StartAsAppAsync());
        var pull = await OpenAsync(lab, path, text);

        await CommentAsync(lab, pull, "ines", "/iam-check");
        await Eventually.BecomesTrueAsync(() => lab.Fake.Orders.Checks.Count == 1, "it is reported");

        var check = lab.Fake.Orders.Checks[0];
        Assert.Equal("neutral", check.Conclusion);
        Assert.Contains(sentence, check.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FIRST_TIME_CONTRIBUTOR")]
    [InlineData("NONE")]
    public async Task A_strangers_comment_is_not_even_kept(string association)
    {
        await using var lab = Prepare(await PullRequestLab.StartAsync());
        var pull = await OpenAsync(lab, "src/notify.py", Publishes);
        lab.Fake.AddPerson("mallory", "write");

        Assert.Equal(HttpStatusCode.Accepted, (await CommentAsync(lab, pull, "mallory", "/iam-check", association: association)).StatusCode);

        Assert.Equal(0, await CountAsync(lab, "operations"));
        Assert.DoesNotContain(lab.Fake.Requests, request => request.Path.Contains("mallory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_whom_GitHub_says_that_they_may_not_write_it_is_asked_once()
    {
        await using var lab = Prepare(await PullRequestLab.StartAsync());
        var pull = await OpenAsync(lab, "src/notify.py", Publishes);
        lab.Fake.AddPerson("rita", "read");

        await CommentAsync(lab, pull, "rita", "/iam-check");
        await Eventually.BecomesTrueAsync(async () => await CountAsync(lab, "operations") == 1 && await CountAsync(lab, "deliveries where state = 'open'") == 0, "it is over");

        Assert.Equal(1, lab.Fake.Requests.Count(request => request.Path.Contains("/collaborators/rita/permission", StringComparison.Ordinal)));
        Assert.Empty(Ours(pull));
    }

    private static PullRequestLab Prepare(PullRequestLab lab)
    {
        lab.Fake.AddPerson("ines");
        return lab;
    }

    private static Task<FakePullRequest> OpenAsync(PullRequestLab lab, string path, string text) => lab.Fake.OpenPullRequestAsync("Tell people", (path, text));

    private static Task<HttpResponseMessage> CommentAsync(PullRequestLab lab, FakePullRequest pull, string login, string text, string association = "MEMBER") =>
        lab.Fake.DeliverCommentAsync(lab.Host.Http, "/github/webhooks", PullRequestLab.WebhookSecret, pull.Number, login, text, association: association);

    private static List<FakeComment> Ours(FakePullRequest pull) => [.. pull.Comments.ToArray().Where(comment => comment.By.Login == FakeGitHub.Bot)];

    private static async Task<long> CountAsync(PullRequestLab lab, string from)
    {
        await using var connection = await lab.Host.Get<Database>().OpenAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<long>($"select count(*) from {from}");
    }
}
