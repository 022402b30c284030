using ChatOps.Capabilities.PullRequests;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Capabilities.PullRequests;

/// <summary>Approving, merging and closing over REST: first a plan, then, by its digest, the thing itself; once, and only by who may.</summary>
public sealed class DecisionTests
{
    [Fact]
    public async Task Without_a_digest_there_is_a_plan_and_nothing_changes()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        await lab.LinkAsync("ann", "ines");

        foreach (var decision in (string[])["approve", "merge", "close"])
        {
            var plan = await lab.PlanAsync("ann", pull.Number, decision);

            Assert.Equal((decision, "proposed", "Tune retries"), ((string?)plan["kind"], (string?)plan["state"], (string?)plan["title"]));
            Assert.Equal((pull.Number, pull.HeadSha), ((int)plan["pull_request"]!["number"]!, (string?)plan["pull_request"]!["head_sha"]));
            Assert.InRange(DateTimeOffset.Parse((string)plan["expires_at"]!, null) - lab.Host.Clock.GetUtcNow(), TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30));
        }

        Assert.True(pull.IsOpen);
        Assert.Empty(pull.Reviews);
        Assert.Empty(pull.Comments);
        Assert.DoesNotContain(lab.Fake.Requests, request => request.Method is not "GET");
    }

    [Fact]
    public async Task With_its_digest_an_approval_is_the_linked_persons_own()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        await lab.LinkAsync("ann", "ines");
        var plan = await lab.PlanAsync("ann", pull.Number, "approve");

        var applied = await ChatOpsApp.JsonAsync(await lab.ApplyAsync("ann", pull.Number, "approve", plan));
        var again = await PullRequestLab.RefusedAsync(await lab.ApplyAsync("ann", pull.Number, "approve", plan));

        Assert.Equal(("applied", $"#{pull.Number} is approved as ines."), ((string?)applied["state"], (string?)applied["result"]!["message"]));
        var review = Assert.Single(pull.Reviews);
        Assert.Equal(("ines", "APPROVED", pull.HeadSha), (review.By.Login, review.State, review.Sha));
        Assert.Equal(409, again.Status);
        Assert.Contains("applied already", again.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_follows_the_settings_of_the_repository_and_is_made_once()
    {
        await using var lab = await PullRequestLab.StartAsync();
        lab.Fake.Orders.AllowedMethods.Remove("merge");
        var pull = await lab.OpenOursAsync();
        var plan = await lab.PlanAsync("bob", pull.Number, "merge");
        Assert.Equal("squash", (string?)plan["pull_request"]!["method"]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => lab.ApplyAsync("bob", pull.Number, "merge", plan)));

        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        Assert.All(answers.Where(answer => !answer.IsSuccessStatusCode), answer => Assert.Equal(409, (int)answer.StatusCode));
        Assert.NotNull(pull.MergedAt);
        Assert.Single(lab.Fake.Requests, request => request.Method == "PUT");
        Assert.Equal(pull.MergeCommitSha, lab.Fake.Orders.Git.Tip("main"));
        Assert.Equal("merged", (await lab.Host.Get<WorkflowStore>().FindAsync("orders", pull.Number, default))!.State);
    }

    [Fact]
    public async Task A_merge_without_an_account_is_ours_and_who_agreed_stands_under_it_and_in_the_audit_log()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.OpenOursAsync();

        await lab.ApplyAsync("bob", pull.Number, "merge", await lab.PlanAsync("bob", pull.Number, "merge"));

        Assert.Equal(FakeGitHub.Bot, pull.MergedBy!.Login);
        Assert.StartsWith($"Approved for merging at {pull.HeadSha[..10]} in ChatOps by `bob`, who has no GitHub account linked", Assert.Single(pull.Comments).Body, StringComparison.Ordinal);
        var row = (await lab.GetAsync("root", "/history/audit?limit=200"))["items"]!.AsArray().Single(item => (string?)item!["action"] == "apply" && (string?)item["detail"]!["kind"] == "merge")!;
        Assert.Equal(("app", "applied", $"{pull.Number}", pull.MergeCommitSha), ((string?)row["detail"]!["as"], (string?)row["detail"]!["state"], (string?)row["detail"]!["pr"], (string?)row["detail"]!["commit"]));
    }

    [Fact]
    public async Task A_merge_with_an_account_is_the_persons_own()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.OpenOursAsync();
        await lab.LinkAsync("bob", "ines");

        await lab.ApplyAsync("bob", pull.Number, "merge", await lab.PlanAsync("bob", pull.Number, "merge"));

        Assert.Equal("ines", pull.MergedBy!.Login);
        Assert.Empty(pull.Comments);
    }

    [Fact]
    public async Task A_close_merges_nothing_and_says_who_closed_it_in_words_that_are_no_markup()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.OpenOursAsync();
        var main = lab.Fake.Orders.Git.Tip("main");

        var plan = await lab.PlanAsync("ann", pull.Number, "close", new { reason = "Fixes #1, @acme/all `rm`\n# big" });
        var applied = await ChatOpsApp.JsonAsync(await lab.ApplyAsync("ann", pull.Number, "close", plan));

        Assert.Equal("applied", (string?)applied["state"]);
        Assert.False(pull.IsOpen);
        Assert.Null(pull.MergedAt);
        Assert.Equal(main, lab.Fake.Orders.Git.Tip("main"));
        Assert.StartsWith("Closed in ChatOps by `ann`: `Fixes #1, @acme/all rm # big`\n", Assert.Single(pull.Comments).Body, StringComparison.Ordinal);
        Assert.Equal("closed", (await lab.Host.Get<WorkflowStore>().FindAsync("orders", pull.Number, default))!.State);
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("merge")]
    [InlineData("close")]
    public async Task After_another_push_nothing_is_done(string decision)
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        await lab.LinkAsync("ann", "ines");
        var plan = await lab.PlanAsync("ann", pull.Number, decision);
        lab.Fake.Commit(pull.Branch, "More", ("src/retry.py", "ATTEMPTS = 99\n"));

        var (status, sentence) = await PullRequestLab.RefusedAsync(await lab.ApplyAsync("ann", pull.Number, decision, plan));
        var again = await PullRequestLab.RefusedAsync(await lab.ApplyAsync("ann", pull.Number, decision, plan));

        Assert.Equal(409, status);
        Assert.Contains($"#{pull.Number} has new commits since", sentence, StringComparison.Ordinal);
        Assert.Contains("can no longer be applied", again.Sentence, StringComparison.Ordinal);
        Assert.True(pull.IsOpen);
        Assert.Empty(pull.Reviews);
        Assert.Empty(pull.Comments);
    }

    [Fact]
    public async Task After_half_an_hour_a_plan_is_no_good_and_neither_is_another_pull_requests_digest()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var (first, second) = (await lab.OpenOursAsync(), await lab.Fake.OpenPullRequestAsync("Other", ("b.txt", "b\n")));
        var plan = await lab.PlanAsync("ann", first.Number, "merge");

        var other = await PullRequestLab.RefusedAsync(await lab.ApplyAsync("ann", second.Number, "merge", plan));
        var kind = await PullRequestLab.RefusedAsync(await lab.ApplyAsync("ann", first.Number, "close", plan));
        lab.Host.Clock.Advance(TimeSpan.FromMinutes(31));
        var late = await PullRequestLab.RefusedAsync(await lab.ApplyAsync("ann", first.Number, "merge", plan));

        Assert.Equal((409, $"The digest is of no plan to merge #{second.Number}. Ask without a digest to get the plan, look at it, and send its digest. Nothing was changed."), other);
        Assert.Equal(409, kind.Status);
        Assert.Contains("Ask for the change again to get a fresh one", late.Sentence, StringComparison.Ordinal);
        Assert.True(first.IsOpen && second.IsOpen);
    }

    [Fact]
    public async Task A_responder_decides_nothing_and_whoever_asked_for_a_change_does_not_agree_to_it_where_four_eyes_must()
    {
        await using var lab = await PullRequestLab.StartAsync(("Access:FourEyes", "true"));
        var pull = await lab.OpenOursAsync();
        var plan = await lab.PlanAsync("bob", pull.Number, "merge");

        var rex = await PullRequestLab.RefusedAsync(await lab.ApplyAsync("rex", pull.Number, "merge", plan));
        var ann = await PullRequestLab.RefusedAsync(await lab.ApplyAsync("ann", pull.Number, "merge", plan));
        Assert.True(pull.IsOpen);
        var bob = await lab.ApplyAsync("bob", pull.Number, "merge", plan);

        Assert.Equal(403, rex.Status);
        Assert.Equal(403, ann.Status);
        Assert.Contains("Access:FourEyes", ann.Sentence, StringComparison.Ordinal);
        Assert.True(bob.IsSuccessStatusCode);
        Assert.NotNull(pull.MergedAt);
    }

    [Fact]
    public async Task Required_checks_are_an_admins_to_override_in_words_that_are_kept()
    {
        await using var lab = await PullRequestLab.StartAsync();
        lab.Fake.Orders.Permissions[FakeGitHub.Bot] = "admin";
        lab.Fake.Orders.Protections["main"] = new FakeProtection { Checks = ["build"], AdminsMayBypass = true };
        var pull = await lab.OpenOursAsync();
        lab.Fake.Check(pull.HeadSha, "build", "failure");

        var plain = await PullRequestLab.RefusedAsync(await lab.PostAsync("root", $"/pr/{pull.Number}/merge"));
        var approver = await PullRequestLab.RefusedAsync(await lab.PostAsync("bob", $"/pr/{pull.Number}/merge", new Dictionary<string, string> { ["override"] = "it is on fire" }));
        var plan = await lab.PlanAsync("root", pull.Number, "merge", new Dictionary<string, string> { ["override"] = "The build machine is on fire" });
        var byApprover = await PullRequestLab.RefusedAsync(await lab.ApplyAsync("bob", pull.Number, "merge", plan));
        Assert.True(pull.IsOpen);
        var byAdmin = await lab.ApplyAsync("root", pull.Number, "merge", plan);

        Assert.Equal((409, "Required checks failed: build. An admin may merge it all the same by saying why (override). Nothing was changed."), plain);
        Assert.Equal((403, "Only an admin may override required checks, and your role is approver. Ask one, or wait for the checks. Nothing was changed."), approver);
        Assert.Equal(403, byApprover.Status);
        Assert.True(byAdmin.IsSuccessStatusCode, await byAdmin.Content.ReadAsStringAsync());
        Assert.Equal("The build machine is on fire", (string?)plan["reason"]);
        Assert.Contains("Required checks were overridden by an admin: `The build machine is on fire`", Assert.Single(pull.Comments).Body, StringComparison.Ordinal);
        Assert.Contains((await lab.GetAsync("root", "/history/audit?limit=200"))["items"]!.AsArray(), row => (string?)row!["detail"]!["override"] == "required checks" && (string?)row["detail"]!["state"] == "applied");
    }

    [Fact]
    public async Task A_plan_can_be_applied_as_any_plan_too()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.OpenOursAsync();
        var plan = await lab.PlanAsync("ann", pull.Number, "close");

        var applied = await ChatOpsApp.JsonAsync(await lab.PostAsync("ann", $"/plans/{plan["id"]}/apply", new { digest = (string)plan["digest"]! }));

        Assert.Equal("applied", (string?)applied["state"]);
        Assert.False(pull.IsOpen);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("abc")]
    [InlineData("99999999999")]
    public async Task What_is_no_number_is_a_400(string number)
    {
        await using var lab = await PullRequestLab.StartAsync();

        Assert.Equal(400, (int)(await lab.PostAsync("ann", $"/pr/{number}/merge")).StatusCode);
    }

    [Fact]
    public async Task A_reason_that_is_too_long_is_a_413()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.OpenOursAsync();

        Assert.Equal(413, (int)(await lab.PostAsync("root", $"/pr/{pull.Number}/merge", new Dictionary<string, string> { ["override"] = new('x', 2_001) })).StatusCode);
        Assert.Equal(413, (int)(await lab.PostAsync("ann", $"/pr/{pull.Number}/close", new { reason = new string('x', 2_001) })).StatusCode);
    }
}
