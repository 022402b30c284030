using System.Diagnostics;
using System.Net;
using ChatOps.Adapters.GitHub;
using ChatOps.Tests.Support.GitHub;
using Xunit.Abstractions;

namespace ChatOps.Tests.Capabilities.Rollback;

/// <summary><c>POST /rollback</c>: one pull request that takes back what was merged, or a sentence and nothing.</summary>
public sealed class RollbackTests(ITestOutputHelper output) : IAsyncLifetime
{
    private RollbackLab lab = null!;

    public async Task InitializeAsync() => lab = await RollbackLab.StartAsync();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Theory]
    [InlineData("Merge", 1)]
    [InlineData("Squash", 1)]
    [InlineData("Rebase", 2)]
    public async Task A_merged_pull_request_is_taken_back_however_it_was_merged_and_with_its_branch_gone(string method, int commits)
    {
        var merged = await lab.MergedAsync(Enum.Parse<MergeMethod>(method));
        lab.GitHub.Commit("main", "Say more (#90)", ("README.md", "# Orders, more\n"));

        var (status, body) = await lab.RollBackAsync(new { pr_number = merged.Number, reason = "Causing DynamoDB throttling" });

        Assert.Equal(HttpStatusCode.OK, status);
        var pull = Assert.Single(lab.GitHub.PullRequestsOpenedSince(merged));
        Assert.Equal(["success", "revert_pr_number", "revert_pr_url", "message", "commits_reverted", "conflicts"], body.AsObject().Select(member => member.Key));
        Assert.True((bool)body["success"]!);
        Assert.Equal(pull.Number, (int)body["revert_pr_number"]!);
        Assert.EndsWith($"/acme/orders/pull/{pull.Number}", (string?)body["revert_pr_url"], StringComparison.Ordinal);
        Assert.Equal("Revert PR created. Approve to restore previous state.", (string?)body["message"]);
        Assert.Equal(commits, body["commits_reverted"]!.AsArray().Count);
        Assert.Equal(merged.MergeCommitSha, (string?)body["commits_reverted"]![0]);
        Assert.Empty(body["conflicts"]!.AsArray());

        Assert.Equal($"ai/revert-{merged.Number}-{DateTime.UtcNow:yyyyMMdd}", pull.Branch);
        Assert.Equal("ATTEMPTS = 3\nDELAY = 1\n", lab.FileOn(pull.Branch, "src/retry.py"));
        Assert.Null(lab.FileOn(pull.Branch, "src/backoff.py"));
        Assert.Equal("# Orders, more\n", lab.FileOn(pull.Branch, "README.md"));
        Assert.Single(pull.Commits);
        Assert.Equal($"Revert \"Tune retries\" (#{merged.Number})", pull.Title);
        Assert.Contains("ai-generated", pull.Labels);
        Assert.False(pull.Draft);
        var message = lab.GitHub.Orders.Git.Show(pull.HeadSha, "%B");
        Assert.Contains("Causing DynamoDB throttling", message, StringComparison.Ordinal);
        Assert.Equal(commits, message.Split("This reverts commit ").Length - 1);
    }

    [Fact]
    public async Task The_pull_request_links_both_ways_and_says_what_why_and_how_to_bring_it_back()
    {
        var merged = await lab.MergedAsync();
        lab.GitHub.Commit("main", "More retries elsewhere (#90)", ("src/retry.py", "ATTEMPTS = 9\nDELAY = 1\nMORE = 1\n"));
        lab.GitHub.Orders.Git.Point("main", lab.GitHub.Commit("main", "And less (#91)", ("src/retry.py", "ATTEMPTS = 9\nDELAY = 1\n")));

        var pull = await lab.RolledBackAsync(merged.Number);

        Assert.StartsWith($"Reverts acme/orders#{merged.Number}\n", pull.Body, StringComparison.Ordinal);
        Assert.Contains("It throttles.", pull.Body, StringComparison.Ordinal);
        Assert.Contains(merged.MergeCommitSha![..10], pull.Body, StringComparison.Ordinal);
        Assert.Contains("These later commits changed the same files and stay", pull.Body, StringComparison.Ordinal);
        Assert.Contains("re-applies what it took out", pull.Body, StringComparison.Ordinal);
        Assert.Matches("Operation `op_[0-9A-Z]{26}`", pull.Body);
        Assert.Contains($"#{pull.Number} takes back this pull request.", Assert.Single(merged.Comments).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Titles_and_reasons_mention_nobody_close_nothing_and_link_nowhere()
    {
        var merged = await lab.MergedAsync(title: "Fixes #1 for @acme/all ```` https://evil.example ‮evil");

        var (status, body) = await lab.RollBackAsync(new { pr_number = merged.Number, reason = "@channel closes #2, resolves acme/orders#3, GH-4, see https://evil.example\n```\n# Heading\nAKIAIOSFODNN7EXAMPLE" });

        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        var pull = lab.GitHub.PullRequestsOpenedSince(merged)[0];
        var message = lab.GitHub.Orders.Git.Show(pull.HeadSha, "%B");
        foreach (var text in (string[])[pull.Title.Replace($"(#{merged.Number})", "", StringComparison.Ordinal), message.Replace($"(#{merged.Number})", "", StringComparison.Ordinal), pull.Body])
        {
            Assert.DoesNotMatch("@[a-z]", text);
            Assert.DoesNotMatch("(?i)(fixes|closes|resolves) (acme/orders)?#[0-9]", text);
            Assert.DoesNotMatch("GH-[0-9]", text);
            Assert.DoesNotContain("://evil", text, StringComparison.Ordinal);
            Assert.DoesNotContain("AKIAIOSFODNN7EXAMPLE", text, StringComparison.Ordinal);
            Assert.DoesNotContain('‮', text);
        }

        Assert.Contains("````text\n", pull.Body, StringComparison.Ordinal);
        Assert.Contains("[masked ", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_the_way_can_be_taken_back_together_newest_first()
    {
        var first = await lab.MergedAsync();
        var second = await lab.MergedAsync("Retry even more", ("src/retry.py", "ATTEMPTS = 99\nDELAY = 1\n"));

        var (status, body) = await lab.RollBackAsync(new { pr_numbers = new[] { first.Number, second.Number }, reason = "Both." });

        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        var pull = lab.GitHub.PullRequestsOpenedSince(second)[0];
        Assert.Equal([second.MergeCommitSha, first.MergeCommitSha], body["commits_reverted"]!.AsArray().Select(sha => (string?)sha));
        Assert.Equal($"ai/revert-{second.Number}-{first.Number}-{DateTime.UtcNow:yyyyMMdd}", pull.Branch);
        Assert.Equal("ATTEMPTS = 3\nDELAY = 1\n", lab.FileOn(pull.Branch, "src/retry.py"));
        Assert.Single(pull.Commits);
        Assert.StartsWith($"Reverts acme/orders#{second.Number}\nReverts acme/orders#{first.Number}\n", pull.Body, StringComparison.Ordinal);
        Assert.All([first, second], reverted => Assert.Single(reverted.Comments));
    }

    [Fact]
    public async Task While_a_revert_is_open_there_is_no_second_one_and_after_it_was_closed_there_may_be()
    {
        var merged = await lab.MergedAsync();
        var open = await lab.RolledBackAsync(merged.Number);

        var (status, body) = await lab.RollBackAsync(new { pr_number = merged.Number });
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains($"already being rolled back by #{open.Number}, which is open", (string?)body["detail"], StringComparison.Ordinal);
        Assert.Equal(open.Number, (int)(await lab.StatusAsync(merged.Number))["already_reverted_by"]!);

        open.Close(DateTimeOffset.UtcNow);
        var again = await lab.RolledBackAsync(merged.Number);

        Assert.Equal($"{open.Branch}-2", again.Branch);
        Assert.Equal(2, lab.GitHub.PullRequestsOpenedSince(merged).Count);
    }

    [Theory]
    [InlineData("Merge")]
    [InlineData("Squash")]
    [InlineData("Rebase")]
    public async Task A_revert_of_a_revert_is_a_re_apply_and_what_was_re_applied_can_be_taken_back_again(string method)
    {
        var merged = await lab.MergedAsync();
        var revert = await lab.RolledBackAsync(merged.Number);
        await lab.GitHub.MergeAsync(revert.Number, Enum.Parse<MergeMethod>(method));

        var (status, body) = await lab.RollBackAsync(new { pr_number = merged.Number });
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains($"#{merged.Number} was rolled back by #{revert.Number}", (string?)body["detail"], StringComparison.Ordinal);

        Assert.Equal("reapply", (string?)(await lab.StatusAsync(revert.Number))["kind"]);
        var reapply = await lab.RolledBackAsync(revert.Number);
        Assert.Equal($"Reapply \"Tune retries\" (#{revert.Number})", reapply.Title);
        Assert.StartsWith("ai/reapply-", reapply.Branch, StringComparison.Ordinal);
        Assert.Contains("This re-applies what was taken back.", reapply.Body, StringComparison.Ordinal);
        Assert.Contains($"#{reapply.Number} brings back this pull request.", revert.Comments[^1].Body, StringComparison.Ordinal);
        Assert.Equal("ATTEMPTS = 9\nDELAY = 1\n", lab.FileOn(reapply.Branch, "src/retry.py"));
        await lab.GitHub.MergeAsync(reapply.Number, Enum.Parse<MergeMethod>(method));

        var third = await lab.RolledBackAsync(merged.Number);
        Assert.Equal("ATTEMPTS = 3\nDELAY = 1\n", lab.FileOn(third.Branch, "src/retry.py"));
    }

    [Fact]
    public async Task What_was_reverted_by_hand_is_known_and_so_is_what_is_simply_gone()
    {
        var (byHand, gone) = (await lab.MergedAsync(), await lab.MergedAsync("Add a part", ("src/part.py", "X = 1\n")));
        lab.GitHub.Commit("main", $"Revert \"Tune retries\"\n\nThis reverts commit {byHand.MergeCommitSha}.\n", ("src/retry.py", "ATTEMPTS = 3\nDELAY = 1\n"), ("src/backoff.py", null));
        lab.GitHub.Commit("main", "Clean up", ("src/part.py", null));

        var (status, body) = await lab.RollBackAsync(new { pr_number = byHand.Number });
        var shown = await lab.StatusAsync(byHand.Number);

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("was rolled back by", (string?)body["detail"], StringComparison.Ordinal);
        Assert.False((bool)shown["can_rollback"]!);
        Assert.Equal(40, ((string?)shown["already_reverted_in"])!.Length);
        Assert.Contains("Nothing of #2 is left on main", (string?)(await lab.StatusAsync(gone.Number))["reason"], StringComparison.Ordinal);
        lab.AssertNothingHappened(gone);
    }

    [Fact]
    public async Task A_draft_is_one_and_the_same_request_again_is_the_same_pull_request()
    {
        var merged = await lab.MergedAsync();

        var (first, _) = await lab.RollBackAsync(new { pr_number = merged.Number, draft = true }, ("Idempotency-Key", "k1"));
        var (second, body) = await lab.RollBackAsync(new { pr_number = merged.Number, draft = true }, ("Idempotency-Key", "k1"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first, second));
        var pull = Assert.Single(lab.GitHub.PullRequestsOpenedSince(merged));
        Assert.True(pull.Draft);
        Assert.Equal(pull.Number, (int)body["revert_pr_number"]!);
        Assert.Contains("No reason was given.", pull.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_went_into_another_branch_is_taken_back_there()
    {
        lab.GitHub.Orders.Git.Point("release/1", lab.GitHub.Orders.Git.Tip("main"));
        lab.GitHub.Orders.Git.Point("hotfix", lab.GitHub.Orders.Git.Commit(lab.GitHub.Orders.Git.Tip("release/1"), "Hot", "ada", [("src/retry.py", (string?)"ATTEMPTS = 1\nDELAY = 1\n")]));
        var pull = lab.GitHub.Open(lab.GitHub.Orders, lab.GitHub.Account("ada"), "Hot", "", "hotfix", "release/1", draft: false);
        await lab.GitHub.MergeAsync(pull.Number, MergeMethod.Squash);

        var revert = await lab.RolledBackAsync(pull.Number);

        Assert.Equal("release/1", revert.BaseBranch);
        Assert.Equal("ATTEMPTS = 3\nDELAY = 1\n", lab.FileOn(revert.Branch, "src/retry.py"));
    }

    [Fact]
    public async Task Ten_at_once_each_get_their_pull_request()
    {
        List<FakePullRequest> merged = [];
        for (var i = 0; i < 10; i++)
            merged.Add(await lab.MergedAsync($"Add part {i}", ($"src/part{i}.py", "X = 1\n")));

        var answers = await Task.WhenAll(merged.Select(pull => lab.RollBackAsync(new { pr_number = pull.Number, reason = "All of it." })));

        Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.OK, answer.Body.ToJsonString()));
        Assert.Equal(10, lab.GitHub.PullRequestsOpenedSince(merged[^1]).Select(pull => pull.Branch).Distinct().Count());
        Assert.All(merged, pull => Assert.Single(pull.Comments));
    }

    [Fact]
    public async Task From_the_request_to_the_open_pull_request_it_takes_less_than_the_promised_five_seconds()
    {
        List<TimeSpan> taken = [];
        for (var i = 0; i < 5; i++)
        {
            var merged = await lab.MergedAsync($"Add part {i}", ($"src/part{i}.py", "X = 1\n"));
            var started = Stopwatch.GetTimestamp();
            await lab.RolledBackAsync(merged.Number);
            taken.Add(Stopwatch.GetElapsedTime(started));
        }

        output.WriteLine(string.Join(", ", taken.Select(time => $"{time.TotalMilliseconds:F0} ms")));
        Assert.InRange(taken.Min(), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Of_several_who_roll_back_the_same_at_once_one_does()
    {
        var merged = await lab.MergedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => lab.RollBackAsync(new { pr_number = merged.Number, reason = $"Person {i}" })));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => Assert.Equal(HttpStatusCode.Conflict, answer.Status));
        Assert.Single(lab.GitHub.PullRequestsOpenedSince(merged));
        Assert.Single(merged.Comments);
    }
}
