using System.Text.Json.Nodes;
using ChatOps.Adapters.GitHub;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Adapters.GitHub;

public sealed class MergeChecksTests
{
    [Fact]
    public async Task A_pull_request_with_nothing_in_its_way_may_be_merged()
    {
        await using var lab = await GitHubLab.StartAsync();
        var pull = await OpenAsync(lab);

        var conditions = await ConditionsAsync(lab, pull);

        // GitHub works the conflict out only when it is first asked: the answer waits for that.
        Assert.Equal((true, "clean"), (conditions.Mergeable, conditions.MergeableState));
        Assert.Empty(conditions.MergeObstacles);
        Assert.Equal([MergeMethod.Merge, MergeMethod.Squash, MergeMethod.Rebase], conditions.AllowedMethods);
        Assert.Equal((CheckState.None, new GitHubActor(FakeGitHub.Bot, false)), (conditions.Checks.State, conditions.Actor));
    }

    [Fact]
    public async Task A_conflict_and_a_draft_stand_in_the_way()
    {
        await using var lab = await GitHubLab.StartAsync();
        var pull = await OpenAsync(lab);
        pull.Draft = true;
        lab.Fake.Commit("main", "Meanwhile", ("src/retry.py", "ATTEMPTS = 1\n"));

        var conditions = await ConditionsAsync(lab, pull);

        Assert.False(conditions.Mergeable);
        Assert.Equal([$"#{pull.Number} is a draft; mark it as ready for review on GitHub first.", $"#{pull.Number} conflicts with main; resolve the conflict on its branch first."], conditions.MergeObstacles);
    }

    [Fact]
    public async Task Required_checks_are_named_by_how_they_are()
    {
        await using var lab = await GitHubLab.StartAsync();
        var pull = await OpenAsync(lab);
        lab.Fake.Orders.Permissions[FakeGitHub.Bot] = "admin";
        lab.Fake.Orders.Protections["main"] = new FakeProtection { Checks = ["build", "test", "lint", "docs"] };
        lab.Fake.Check(pull.HeadSha, "build", "failure");
        lab.Fake.Check(pull.HeadSha, "build", "success");
        lab.Fake.Check(pull.HeadSha, "test", "failure");
        lab.Fake.Check(pull.HeadSha, "lint", null, isStatus: true);
        lab.Fake.Check(pull.HeadSha, "optional", "failure", isStatus: true);

        var conditions = await ConditionsAsync(lab, pull);

        Assert.Equal(["optional", "test"], conditions.Checks.Failing);
        Assert.Equal(["lint"], conditions.Checks.Pending);
        Assert.Equal(["docs"], conditions.Checks.Missing);
        Assert.True(conditions.OnlyChecksMissing);
        Assert.Equal(["Required checks failed: test.", "Required checks have not finished: lint.", "Required checks have not started: docs."], conditions.MergeObstacles);
    }

    [Fact]
    public async Task Who_may_not_see_the_protection_still_sees_the_required_checks()
    {
        await using var lab = await GitHubLab.StartAsync();
        var pull = await OpenAsync(lab);
        lab.Fake.Orders.Protections["main"] = new FakeProtection { Checks = ["build"], Approvals = 1 };

        var conditions = await ConditionsAsync(lab, pull);

        Assert.Equal(["build"], conditions.Rules.RequiredChecks);
        Assert.Equal(0, conditions.Rules.RequiredApprovals);
    }

    [Fact]
    public async Task A_required_approval_is_missing_until_somebody_gives_it_and_nobody_asks_for_changes()
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.Orders.Permissions[FakeGitHub.Bot] = "admin";
        lab.Fake.Orders.Protections["main"] = new FakeProtection { Approvals = 1 };
        var pull = await OpenAsync(lab);

        var before = await ConditionsAsync(lab, pull);
        lab.Fake.Review(pull.Number, "ines", "APPROVED");
        lab.Fake.Review(pull.Number, "tomas", "CHANGES_REQUESTED");
        var disputed = await ConditionsAsync(lab, pull);
        lab.Fake.Review(pull.Number, "tomas", "DISMISSED");
        lab.Fake.Review(pull.Number, "ines", "COMMENTED");
        var after = await ConditionsAsync(lab, pull);

        Assert.Equal($"#{pull.Number} has 0 of 1 approvals that main asks for; its author cannot give one.", Assert.Single(before.MergeObstacles));
        Assert.Equal($"tomas asked for changes to #{pull.Number}.", Assert.Single(disputed.MergeObstacles));
        Assert.Empty(after.MergeObstacles);
        Assert.Equal(["ines"], after.ApprovedBy);
    }

    [Fact]
    public async Task An_owner_of_the_changed_files_has_to_approve_where_the_branch_asks_for_it()
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.Orders.Permissions[FakeGitHub.Bot] = "admin";
        lab.Fake.Commit("main", "Owners", (".github/CODEOWNERS", "* @everybody\n/src/ @ines # the core\n"));
        lab.Fake.Orders.Protections["main"] = new FakeProtection { CodeOwners = true, Approvals = 1 };
        var pull = await OpenAsync(lab);
        lab.Fake.Review(pull.Number, "tomas", "APPROVED");

        var before = await ConditionsAsync(lab, pull);
        lab.Fake.Review(pull.Number, "ines", "APPROVED");
        var after = await ConditionsAsync(lab, pull);

        Assert.Equal(["@ines"], before.CodeOwners);
        Assert.Equal($"#{pull.Number} needs the approval of an owner of the changed files: @ines.", Assert.Single(before.MergeObstacles));
        Assert.Empty(after.MergeObstacles);
    }

    [Fact]
    public async Task Rulesets_count_like_protection()
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.Orders.Rules["main"] = JsonNode.Parse("""
            [
              {"type": "required_signatures", "ruleset_source_type": "Repository", "ruleset_source": "acme/orders", "ruleset_id": 1},
              {"type": "required_linear_history"},
              {"type": "required_status_checks", "parameters": {"strict_required_status_checks_policy": true, "required_status_checks": [{"context": "build"}]}},
              {"type": "pull_request", "parameters": {"required_approving_review_count": 2, "require_code_owner_review": true, "allowed_merge_methods": ["merge", "squash"]}}
            ]
            """)!.AsArray();

        var rules = (await lab.Api.Repositories.RulesAsync(lab.Orders, "main", default)).Value!;

        Assert.True(rules is { RequiresSignatures: true, RequiresLinearHistory: true, RequiresUpToDate: true, RequiredApprovals: 2, RequiresCodeOwners: true, HasMergeQueue: false });
        Assert.Equal(["build"], rules.RequiredChecks);
        Assert.Equal([MergeMethod.Squash], (await ConditionsAsync(lab, await OpenAsync(lab))).AllowedMethods);
    }

    [Fact]
    public async Task A_merge_queue_leaves_no_way_to_merge_directly()
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.Orders.Rules["main"] = JsonNode.Parse("""[{"type": "merge_queue", "parameters": {}}]""")!.AsArray();
        var pull = await OpenAsync(lab);

        var conditions = await ConditionsAsync(lab, pull);

        Assert.Empty(conditions.AllowedMethods);
        Assert.Equal($"main takes changes through a merge queue only; add #{pull.Number} to the queue on GitHub.", Assert.Single(conditions.MergeObstacles));
        Assert.Contains("merge queue", (await lab.Api.Changes.MergeAsync(lab.Orders, pull.Number, pull.HeadSha, MergeMethod.Merge, null, default)).Refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_only_reads_cannot_merge_and_who_opened_it_cannot_approve()
    {
        await using var lab = await GitHubLab.StartAsync();
        var mei = lab.Fake.AddPerson("mei", "read");
        var pull = await OpenAsync(lab);
        lab.Fake.Review(pull.Number, "ines", "APPROVED");

        var conditions = (await lab.Api.Merging.ConditionsAsync(lab.Orders, pull.Number, mei, default)).Value!;

        Assert.Equal("mei has no write access to acme/orders; ask one of its administrators.", Assert.Single(conditions.MergeObstacles));
        Assert.Equal("mei", conditions.Actor.Login);
        Assert.Contains("of their own", conditions.WhyNotApprove("Ada"), StringComparison.Ordinal);
        Assert.Contains("already", conditions.WhyNotApprove("ines"), StringComparison.Ordinal);
        Assert.Null(conditions.WhyNotApprove("mei"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Checks_beyond_the_first_page_count(bool isStatus)
    {
        await using var lab = await GitHubLab.StartAsync();
        var pull = await OpenAsync(lab);
        for (var i = 0; i < 130; i++) lab.Fake.Check(pull.HeadSha, $"check {i:000}", i == 129 ? "failure" : "success", isStatus);

        Assert.Equal(["check 129"], (await ConditionsAsync(lab, pull)).Checks.Failing);
    }

    [Theory]
    [InlineData("*.py", "src/retry.py", true)]
    [InlineData("*.py", "src/retry.js", false)]
    [InlineData("/src/", "src/deep/retry.py", true)]
    [InlineData("/src/", "other/src/retry.py", false)]
    [InlineData("src/", "other/src/retry.py", true)]
    [InlineData("docs/*", "docs/a.md", true)]
    [InlineData("docs/*", "docs/deep/a.md", false)]
    [InlineData("**/logs", "deep/logs/a.txt", true)]
    [InlineData("/apps/**/main.tf", "apps/a/b/main.tf", true)]
    [InlineData("apps/github", "apps/github/x", true)]
    [InlineData("apps/github", "other/apps/github/x", false)]
    [InlineData("a?c.txt", "abc.txt", true)]
    [InlineData("a.c", "abc", false)]
    public void Patterns_of_owners_match_as_GitHub_matches_them(string pattern, string path, bool matches) =>
        Assert.Equal(matches ? ["@ines"] : [], CodeOwnersFile.Read($"# who\n{pattern} @ines\n").OwnersOf(path));

    [Fact]
    public void The_last_pattern_decides_even_when_it_names_nobody()
    {
        var file = CodeOwnersFile.Read("* @all\n/src/ @ines @acme/core\n/src/generated/\n");

        Assert.Equal(["@ines", "@acme/core"], file.OwnersOf("src/retry.py"));
        Assert.Empty(file.OwnersOf("src/generated/client.py"));
        Assert.Equal(["@all"], file.OwnersOf("README.md"));
    }

    private static Task<FakePullRequest> OpenAsync(GitHubLab lab) => lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));

    private static async Task<MergeConditions> ConditionsAsync(GitHubLab lab, FakePullRequest pull) => (await lab.Api.Merging.ConditionsAsync(lab.Orders, pull.Number, null, default)).Value!;
}
