using System.Net;
using System.Text.Json.Nodes;
using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Capabilities.PullRequests.Tracking;
using ChatOps.Chat;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Capabilities.PullRequests;

/// <summary>Our pull requests are followed to what became of them, by GitHub's webhooks and, where none comes, by looking.</summary>
public sealed class TrackingTests
{
    private const string Path = "/github/webhooks";

    [SkippableTheory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_webhook_is_answered_at_once_and_what_happened_is_read_from_GitHub(string provider)
    {
        await using var lab = await PullRequestLab.StartAsync(provider);
        var (merged, closed) = (await lab.OpenOursAsync(), await lab.OpenOursAsync("ai/fix-2", "ATTEMPTS = 1\nDELAY = 1\n"));
        await lab.Fake.MergeAsync(merged.Number, MergeMethod.Squash);
        closed.Close(lab.Host.Clock.GetUtcNow());

        Assert.Equal(HttpStatusCode.Accepted, (await DeliverAsync(lab, merged.Number)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await DeliverAsync(lab, closed.Number)).StatusCode);

        await Eventually.BecomesTrueAsync(async () => await StateAsync(lab, merged) == "merged" && await StateAsync(lab, closed) == "closed", "both webhooks were worked on");
        var items = (await lab.GetAsync("ann", "/history/workflows"))["items"]!.AsArray();
        Assert.Equal([closed.Number, merged.Number], items.Select(item => (int)item!["pr_number"]!));
        Assert.Equal(["closed", "merged"], items.Select(item => (string)item!["state"]!));
        Assert.NotNull((string?)items[1]!["merged_at"]);
    }

    [Fact]
    public async Task A_delivery_that_comes_again_makes_no_second_look()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.OpenOursAsync();
        await lab.Fake.MergeAsync(pull.Number, MergeMethod.Squash);
        await DeliverAsync(lab, pull.Number, "d-1");
        await Eventually.BecomesTrueAsync(async () => await StateAsync(lab, pull) == "merged", "the webhook was worked on");
        var before = Looks(lab, pull);

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => DeliverAsync(lab, pull.Number, "d-1")));
        var other = await lab.OpenOursAsync("ai/fix-2", "ATTEMPTS = 1\nDELAY = 1\n");
        other.Close(lab.Host.Clock.GetUtcNow());
        await DeliverAsync(lab, other.Number, "d-2");
        await Eventually.BecomesTrueAsync(async () => await StateAsync(lab, other) == "closed", "a later webhook was worked on");

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        Assert.Equal(before, Looks(lab, pull));
    }

    [Theory]
    [InlineData("forged", 401)]
    [InlineData("unsigned", 401)]
    [InlineData("oversize", 413)]
    [InlineData("no id", 400)]
    [InlineData("no json", 400)]
    [InlineData("ping", 202)]
    [InlineData("other repository", 202)]
    public async Task What_is_not_for_us_changes_nothing(string what, int status)
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.OpenOursAsync();
        await lab.Fake.MergeAsync(pull.Number, MergeMethod.Squash);
        var other = lab.Fake.AddRepository("acme", "billing");
        var body = new JsonObject { ["action"] = "closed", ["pull_request"] = new JsonObject { ["number"] = pull.Number }, ["repository"] = lab.Fake.Shapes.Repository(what == "other repository" ? other : lab.Fake.Orders) }.ToJsonString();
        var looks = Looks(lab, pull);

        var answer = what switch
        {
            "forged" => await WebhookSender.DeliverAsync(lab.Host.Http, Path, "another secret", "pull_request", body),
            "unsigned" => await lab.Host.SendAsync(HttpMethod.Post, Path, ChatOpsApp.Json(body), ("X-GitHub-Event", "pull_request"), ("X-GitHub-Delivery", "d-1")),
            "oversize" => await WebhookSender.DeliverAsync(lab.Host.Http, Path, PullRequestLab.WebhookSecret, "pull_request", new string(' ', 2 * 1024 * 1024) + body),
            "no id" => await WebhookSender.DeliverAsync(lab.Host.Http, Path, PullRequestLab.WebhookSecret, "pull_request", body, "../d 1"),
            "no json" => await WebhookSender.DeliverAsync(lab.Host.Http, Path, PullRequestLab.WebhookSecret, "pull_request", "payload=%7B%7D"),
            "ping" => await WebhookSender.DeliverAsync(lab.Host.Http, Path, PullRequestLab.WebhookSecret, "ping", """{"zen":"Keep it logically awesome."}"""),
            _ => await WebhookSender.DeliverAsync(lab.Host.Http, Path, PullRequestLab.WebhookSecret, "pull_request", body),
        };

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("open", await StateAsync(lab, pull));
        Assert.Equal(looks, Looks(lab, pull));
    }

    [Fact]
    public async Task Without_a_secret_no_webhook_is_taken_and_the_setting_is_named()
    {
        await using var lab = await PullRequestLab.StartAsync(("GitHub:WebhookSecret", null));

        var (status, sentence) = await PullRequestLab.RefusedAsync(await WebhookSender.DeliverAsync(lab.Host.Http, Path, "x", "ping", "{}"));

        Assert.Equal(503, status);
        Assert.Contains("GitHub:WebhookSecret", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_webhook_comes_the_host_looks_by_itself()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var (merged, closed, open) = (await lab.OpenOursAsync(), await lab.OpenOursAsync("ai/fix-2", "ATTEMPTS = 1\nDELAY = 1\n"), await lab.OpenOursAsync("ai/fix-3", "ATTEMPTS = 2\nDELAY = 1\n"));
        await lab.Fake.MergeAsync(merged.Number, MergeMethod.Merge);
        closed.Close(lab.Host.Clock.GetUtcNow());

        lab.Host.Clock.Advance(TimeSpan.FromMinutes(3));

        await Eventually.BecomesTrueAsync(async () => await StateAsync(lab, merged) == "merged" && await StateAsync(lab, closed) == "closed", "the host looked");
        Assert.Equal("open", await StateAsync(lab, open));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_hosts_that_look_at_once_one_asks(string provider)
    {
        await using var lab = await PullRequestLab.StartAsync(provider);
        await lab.OpenOursAsync();
        var store = lab.Host.Get<TrackingStore>();
        Assert.Empty(await store.TakeDueAsync(TimeSpan.FromSeconds(20), TimeSpan.FromDays(30), default));
        lab.Host.Clock.Advance(TimeSpan.FromSeconds(30));

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.TakeDueAsync(TimeSpan.FromSeconds(20), TimeSpan.FromDays(30), default)));

        Assert.Single(taken, one => one.Count == 1);
        Assert.Equal(7, taken.Count(one => one.Count == 0));
    }

    [Fact]
    public async Task While_nothing_happens_looking_costs_nothing_of_GitHubs_limit()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var open = await lab.OpenOursAsync();
        var poll = lab.Host.Get<WorkflowPoll>();
        // GitHub works out in the background whether it merges; after that nothing differs.
        await lab.Host.Get<WorkflowTracker>().LookAroundAsync(lab.Fake.Repository, [open.Number], default);
        await lab.Host.Get<WorkflowTracker>().LookAroundAsync(lab.Fake.Repository, [open.Number], default);
        var before = lab.Fake.Requests.Count;

        await lab.Host.Get<WorkflowTracker>().LookAroundAsync(lab.Fake.Repository, [open.Number], default);
        await poll.LookAsync(default);

        var asked = lab.Fake.Requests.Skip(before).ToList();
        Assert.Equal(2, asked.Count);
        Assert.All(asked, request => Assert.Equal(304, request.Status));
    }

    [Fact]
    public async Task A_revert_of_ours_takes_back_when_it_is_merged_and_a_reapply_brings_back()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var fix = await lab.OpenOursAsync();
        await MergeAsync(lab, fix);
        var revert = await lab.RevertAsync(fix, "ai/revert-1");
        Assert.Null(await RevertedByAsync(lab, fix));

        await MergeAsync(lab, revert);
        Assert.Equal(revert.Number, await RevertedByAsync(lab, fix));
        Assert.Equal("reverted", (string?)(await lab.GetAsync("ann", "/history/workflows"))["items"]!.AsArray().Single(item => (int)item!["pr_number"]! == fix.Number)!["state"]);
        Assert.Equal(revert.Number, (int?)(await lab.GetAsync("ann", "/prs/ai"))["prs"]!.AsArray().Single(item => (int)item!["pr_number"]! == fix.Number)!["reverted_by"]);

        var reapply = await lab.RevertAsync(revert, "ai/reapply-1", ChangeKind.Reapply);
        await MergeAsync(lab, reapply);
        await lab.Host.Get<WorkflowTracker>().LookAroundAsync(lab.Fake.Repository, [], default);
        Assert.Null(await RevertedByAsync(lab, fix));
        Assert.Equal(reapply.Number, await RevertedByAsync(lab, revert));
    }

    [Theory]
    [InlineData("Reverts acme/orders#{0}", true)]
    [InlineData("Because it broke.\r\n\r\nreverts #{0}\r\n", true)]
    [InlineData("Reverts acme/billing#{0}", false)]
    [InlineData("It neither reverts #{0} nor anything", false)]
    [InlineData("Reverts #{0}1", false)]
    public async Task A_revert_by_hand_is_seen_too(string body, bool isSeen)
    {
        await using var lab = await PullRequestLab.StartAsync();
        var fix = await lab.OpenOursAsync();
        await MergeAsync(lab, fix);
        var byHand = await lab.Fake.OpenPullRequestAsync("Revert \"Wait longer\"", ("src/retry.py", "ATTEMPTS = 3\nDELAY = 1\n"));
        byHand.Body = string.Format(System.Globalization.CultureInfo.InvariantCulture, body, fix.Number);
        await lab.Fake.MergeAsync(byHand.Number, MergeMethod.Squash);

        await DeliverAsync(lab, byHand.Number);
        await lab.Host.Get<WorkflowTracker>().LookAroundAsync(lab.Fake.Repository, [], default);

        Assert.Equal(isSeen ? byHand.Number : null, await RevertedByAsync(lab, fix));
    }

    [Fact]
    public async Task A_revert_by_hand_that_was_taken_back_by_hand_says_nothing_any_more()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var fix = await lab.OpenOursAsync();
        await MergeAsync(lab, fix);
        var byHand = await lab.Fake.OpenPullRequestAsync("Revert", ("src/retry.py", "ATTEMPTS = 3\nDELAY = 1\n"));
        byHand.Body = $"Reverts acme/orders#{fix.Number}";
        await lab.Fake.MergeAsync(byHand.Number, MergeMethod.Squash);
        await lab.Host.Get<WorkflowTracker>().LookAroundAsync(lab.Fake.Repository, [], default);
        Assert.Equal(byHand.Number, await RevertedByAsync(lab, fix));
        var back = await lab.Fake.OpenPullRequestAsync("Revert the revert", ("src/retry.py", "ATTEMPTS = 3\nDELAY = 8\n"));
        back.Body = $"Reverts acme/orders#{byHand.Number}";
        await lab.Fake.MergeAsync(back.Number, MergeMethod.Squash);

        await lab.Host.Get<WorkflowTracker>().LookAroundAsync(lab.Fake.Repository, [], default);
        await lab.Host.Get<WorkflowTracker>().LookAroundAsync(lab.Fake.Repository, [], default);

        Assert.Null(await RevertedByAsync(lab, fix));
    }

    [Fact]
    public async Task The_success_rate_is_what_was_merged_and_stayed_of_what_was_decided()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var none = await lab.GetAsync("ann", "/analytics/stats");
        Assert.Null(none["workflow_success_rate"]);
        Assert.Equal(0, (int)none["total_workflows"]!);

        var stayed = await lab.OpenOursAsync("ai/fix-1", "ATTEMPTS = 3\nDELAY = 2\n");
        await MergeAsync(lab, stayed);
        var taken = await lab.OpenOursAsync("ai/fix-2", "ATTEMPTS = 4\nDELAY = 2\n");
        await MergeAsync(lab, taken);
        var closed = await lab.OpenOursAsync("ai/fix-3", "ATTEMPTS = 5\nDELAY = 2\n");
        closed.Close(lab.Host.Clock.GetUtcNow());
        await lab.Host.Get<WorkflowTracker>().LookAsync(lab.Fake.Repository, closed.Number, default);
        await MergeAsync(lab, await lab.RevertAsync(taken, "ai/revert-2"));
        await lab.OpenOursAsync("ai/fix-4", "ATTEMPTS = 6\nDELAY = 2\n");

        var stats = await lab.GetAsync("ann", "/analytics/stats");

        // Merged: two fixes and the revert; one of them taken back; one closed.
        Assert.Equal(2.0 / 4, (double)stats["workflow_success_rate"]!);
        Assert.Equal((5, 1, 1), ((int)stats["total_workflows"]!, (int)stats["rollbacks"]!, (int)stats["open_ai_prs"]!));
        Assert.Equal((0, 0, 0m), ((int)stats["total_orchestrations"]!, (int)stats["orchestrations_with_iam_warnings"]!, (decimal)stats["total_cost_usd"]!));
        Assert.Null(stats["median_diagnosis_seconds"]);
    }

    private static Task<HttpResponseMessage> DeliverAsync(PullRequestLab lab, int number, string? delivery = null) => lab.Fake.DeliverPullRequestAsync(lab.Host.Http, Path, PullRequestLab.WebhookSecret, number, "closed", delivery);

    private static int Looks(PullRequestLab lab, FakePullRequest pull) => lab.Fake.Requests.Count(request => request.Path.EndsWith($"/pulls/{pull.Number}", StringComparison.Ordinal));

    private static async Task MergeAsync(PullRequestLab lab, FakePullRequest pull)
    {
        await lab.Fake.MergeAsync(pull.Number, MergeMethod.Squash);
        Assert.Null(await lab.Host.Get<WorkflowTracker>().LookAsync(lab.Fake.Repository, pull.Number, default));
    }

    private static async Task<string> StateAsync(PullRequestLab lab, FakePullRequest pull) => (await lab.Host.Get<WorkflowStore>().FindAsync("orders", pull.Number, default))!.State;

    private static async Task<int?> RevertedByAsync(PullRequestLab lab, FakePullRequest pull) => (await lab.Host.Get<WorkflowStore>().FindAsync("orders", pull.Number, default))!.RevertedBy;
}
