using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Capabilities.PullRequests;

/// <summary>What GitHub, or we in its stead, say no to comes as a sentence that says what to do, and changes nothing.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task Without_an_account_an_approval_says_how_to_link_one_and_what_goes_without()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.OpenOursAsync();

        var (status, sentence) = await PullRequestLab.RefusedAsync(await lab.PostAsync("ann", $"/pr/{pull.Number}/approve"));

        Assert.Equal(422, status);
        Assert.Contains("no GitHub account is linked to you. Link your account with POST /me/github (in a chat: link)", sentence, StringComparison.Ordinal);
        Assert.Contains($"Or merge #{pull.Number}: an approver may do that without an account", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_token_opens_our_pull_requests_is_told_that_they_can_never_approve_them()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.OpenOursAsync();
        await lab.LinkAsync("ann", FakeGitHub.Bot);

        var (status, sentence) = await PullRequestLab.RefusedAsync(await lab.PostAsync("ann", $"/pr/{pull.Number}/approve"));

        Assert.Equal(422, status);
        Assert.Contains($"was opened with the token of {FakeGitHub.Bot} (GITHUB_TOKEN), so on GitHub it is {FakeGitHub.Bot}'s own and {FakeGitHub.Bot} can never approve it", sentence, StringComparison.Ordinal);
        Assert.Empty(pull.Reviews);
    }

    [Fact]
    public async Task Of_a_GitHub_App_anybody_approves_the_pull_requests()
    {
        await using var lab = await PullRequestLab.StartAsAppAsync();
        var pull = await lab.OpenOursAsync();
        await lab.LinkAsync("ann", "ines");

        Assert.Equal(FakeApp.Login, pull.Author.Login);
        Assert.True((await lab.ApplyAsync("ann", pull.Number, "approve", await lab.PlanAsync("ann", pull.Number, "approve"))).IsSuccessStatusCode);
        Assert.Equal("ines", Assert.Single(pull.Reviews).By.Login);
    }

    [Fact]
    public async Task Nobody_approves_a_pull_request_of_their_own_or_twice()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var (own, approved) = (await lab.Fake.OpenPullRequestAsync("Mine", "ines", [("a.txt", "a\n")]), await lab.Fake.OpenPullRequestAsync("Not mine", ("b.txt", "b\n")));
        await lab.LinkAsync("ann", "ines");
        lab.Fake.Review(approved.Number, "ines", "APPROVED");

        var mine = await PullRequestLab.RefusedAsync(await lab.PostAsync("ann", $"/pr/{own.Number}/approve"));
        var twice = await PullRequestLab.RefusedAsync(await lab.PostAsync("ann", $"/pr/{approved.Number}/approve"));

        Assert.Equal((422, $"ines opened #{own.Number}, and GitHub lets nobody approve a pull request of their own. Somebody else has to approve it. Nothing was changed."), mine);
        Assert.Equal((409, $"ines has approved #{approved.Number} already. Nothing was changed."), twice);
    }

    [Fact]
    public async Task GitHubs_own_no_to_ones_own_pull_request_comes_through()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.Fake.OpenPullRequestAsync("Tune", ("a.txt", "a\n"));
        await lab.LinkAsync("ann", "ines");
        var plan = await lab.PlanAsync("ann", pull.Number, "approve");
        lab.Fake.FailNext(new FakeFault.Refusal(422, "Can not approve your own pull request"), "POST", "/reviews");

        var refused = await PullRequestLab.RefusedAsync(await lab.ApplyAsync("ann", pull.Number, "approve", plan));

        Assert.Equal((422, "GitHub refused: Can not approve your own pull request."), refused);
        Assert.True((await lab.ApplyAsync("ann", pull.Number, "approve", plan)).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("merged", 409, "is merged already. To take it back, roll it back")]
    [InlineData("closed", 409, "is closed already. Reopen it on GitHub first")]
    [InlineData("draft", 409, "is a draft; mark it as ready for review on GitHub first")]
    [InlineData("conflict", 409, "conflicts with main; resolve the conflict on its branch first")]
    [InlineData("queue", 409, "main takes changes through a merge queue only; add")]
    [InlineData("approvals", 409, "has 0 of 1 approvals that main asks for; its author cannot give one")]
    [InlineData("owners", 409, "needs the approval of an owner of the changed files: @ines")]
    [InlineData("pending", 409, "Required checks have not finished: build. An admin may merge it all the same")]
    [InlineData("readonly", 409, "has no write access to acme/orders; ask one of its administrators")]
    [InlineData("unknown", 404, "GitHub has no such thing, or does not show it to this account")]
    [InlineData("token", 503, "GitHub does not accept our token: it is wrong, expired or revoked")]
    public async Task Why_a_merge_is_not_offered_is_said(string state, int status, string words)
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.OpenOursAsync();
        var number = pull.Number;
        switch (state)
        {
            case "merged": await lab.Fake.MergeAsync(number, ChatOps.Adapters.GitHub.MergeMethod.Squash); break;
            case "closed": pull.Close(lab.Host.Clock.GetUtcNow()); break;
            case "draft": pull.Draft = true; break;
            case "conflict": lab.Fake.Commit("main", "Other", ("src/retry.py", "ATTEMPTS = 1\nDELAY = 2\n")); break;
            case "queue": lab.Fake.Orders.Rules["main"] = [new System.Text.Json.Nodes.JsonObject { ["type"] = "merge_queue", ["ruleset_source_type"] = "Repository", ["ruleset_source"] = "acme/orders", ["ruleset_id"] = 1 }]; break;
            case "approvals": Protect(new FakeProtection { Approvals = 1 }); break;
            case "owners":
                lab.Fake.Commit("main", "Owners", (".github/CODEOWNERS", "* @ines\n"));
                Protect(new FakeProtection { CodeOwners = true });
                break;
            case "pending":
                Protect(new FakeProtection { Checks = ["build"] });
                lab.Fake.Check(pull.HeadSha, "build", null);
                break;
            case "readonly": lab.Fake.Orders.Permissions[FakeGitHub.Bot] = "read"; break;
            case "unknown": number = 999; break;
            default: lab.Fake.Revoke(lab.Fake.Token); break;
        }

        var refused = await PullRequestLab.RefusedAsync(await lab.PostAsync("ann", $"/pr/{number}/merge"));

        Assert.Equal(status, refused.Status);
        Assert.Contains(words, refused.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(lab.Fake.Requests, request => request.Method == "PUT");

        void Protect(FakeProtection protection)
        {
            lab.Fake.Orders.Permissions[FakeGitHub.Bot] = "admin";
            lab.Fake.Orders.Protections["main"] = protection;
        }
    }

    [Theory]
    [InlineData(405, "Pull Request is not mergeable", 409, "GitHub refused: Pull Request is not mergeable.")]
    [InlineData(409, "Head branch was modified. Review and try the merge again.", 409, "GitHub refused: Head branch was modified. Review and try the merge again.")]
    [InlineData(403, "Resource not accessible by personal access token", 403, "it needs write access to contents and pull requests. GitHub says: Resource not accessible by personal access token.")]
    [InlineData(404, "Not Found", 404, "GitHub has no such thing")]
    [InlineData(401, "Bad credentials", 503, "GitHub does not accept our token")]
    public async Task What_GitHub_answers_to_the_merge_itself_comes_through_and_nothing_is_merged(int code, string message, int status, string words)
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.OpenOursAsync();
        var plan = await lab.PlanAsync("ann", pull.Number, "merge");
        lab.Fake.FailNext(new FakeFault.Refusal(code, message), "PUT", "/merge");

        var refused = await PullRequestLab.RefusedAsync(await lab.ApplyAsync("ann", pull.Number, "merge", plan));

        Assert.Equal(status, refused.Status);
        Assert.Contains(words, refused.Sentence, StringComparison.Ordinal);
        Assert.True(pull.IsOpen);
    }

    [Fact]
    public async Task A_secondary_limit_that_is_long_is_a_429_with_its_time_and_the_plan_stays_good()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.OpenOursAsync();
        var plan = await lab.PlanAsync("ann", pull.Number, "merge");
        lab.Fake.FailNext(new FakeFault.SecondaryLimit(90), "PUT", "/merge");

        var limited = await lab.ApplyAsync("ann", pull.Number, "merge", plan);
        lab.Host.Clock.Advance(TimeSpan.FromSeconds(91));
        var later = await lab.ApplyAsync("ann", pull.Number, "merge", plan);

        Assert.Equal(429, (int)limited.StatusCode);
        Assert.InRange(limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 80, 91);
        Assert.True(later.IsSuccessStatusCode, await later.Content.ReadAsStringAsync());
        Assert.NotNull(pull.MergedAt);
        Assert.Single(pull.Comments);
    }

    [Theory]
    [InlineData("merge", "PUT", "/merge")]
    [InlineData("merge", "POST", "/comments")]
    [InlineData("close", "PATCH", "/pulls/")]
    [InlineData("approve", "POST", "/reviews")]
    public async Task A_bad_gateway_that_lost_an_answer_does_nothing_twice(string decision, string method, string path)
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.OpenOursAsync();
        if (decision == "approve")
            await lab.LinkAsync("ann", "ines");
        var plan = await lab.PlanAsync("ann", pull.Number, decision);
        lab.Fake.FailNext(new FakeFault.AnswerLost(), method, path);

        var applied = await lab.ApplyAsync("ann", pull.Number, decision, plan);

        Assert.True(applied.IsSuccessStatusCode, await applied.Content.ReadAsStringAsync());
        Assert.Equal(decision == "approve" ? 1 : 0, pull.Reviews.Count);
        Assert.Equal(decision == "approve" ? 0 : 1, pull.Comments.Count);
        Assert.Equal(decision == "approve", pull.IsOpen);
    }

    [Fact]
    public async Task A_token_that_GitHub_stops_taking_in_the_middle_of_a_merge_ends_the_link_too()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.OpenOursAsync();
        await lab.LinkAsync("ann", "ines");
        var plan = await lab.PlanAsync("ann", pull.Number, "merge");
        lab.Fake.FailNext(new FakeFault.Refusal(401, "Bad credentials"), "PUT", "/merge");

        var (status, sentence) = await PullRequestLab.RefusedAsync(await lab.ApplyAsync("ann", pull.Number, "merge", plan));

        Assert.Equal(422, status);
        Assert.StartsWith("GitHub does not accept the token of your linked account ines any more", sentence, StringComparison.Ordinal);
        Assert.True(pull.IsOpen);
    }

    [Fact]
    public async Task A_token_that_was_revoked_on_GitHub_ends_the_link_in_a_sentence()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.OpenOursAsync();
        await lab.LinkAsync("ann", "ines");
        var plan = await lab.PlanAsync("ann", pull.Number, "approve");
        lab.Fake.RevokeAll("ines");

        var (status, sentence) = await PullRequestLab.RefusedAsync(await lab.ApplyAsync("ann", pull.Number, "approve", plan));

        Assert.Equal(422, status);
        Assert.StartsWith("GitHub does not accept the token of your linked account ines any more: it has expired or was revoked. Link your account with POST /me/github", sentence, StringComparison.Ordinal);
        Assert.Equal("revoked", (string?)(await lab.GetAsync("ann", "/me/github"))["state"]);
        Assert.Empty(pull.Reviews);
    }
}
