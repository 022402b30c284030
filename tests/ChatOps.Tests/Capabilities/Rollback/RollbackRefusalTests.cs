using System.Net;
using ChatOps.Tests.Running.Operations;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.Rollback;

/// <summary><c>POST /rollback</c> where nothing is taken back: a sentence, and nothing happened.</summary>
public sealed class RollbackRefusalTests : IAsyncLifetime
{
    private RollbackLab lab = null!;

    public async Task InitializeAsync() => lab = await RollbackLab.StartAsync();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task A_conflict_is_409_with_the_files_and_the_commits_in_the_way_and_nothing_is_pushed()
    {
        var merged = await lab.MergedAsync();
        lab.GitHub.Commit("main", "Retry even more (#90)", ("src/retry.py", "ATTEMPTS = 99\nDELAY = 1\n"));

        var (status, body) = await lab.RollBackAsync(new { pr_number = merged.Number, reason = "It throttles." });

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.False((bool)body["success"]!);
        Assert.Equal(409, (int)body["status"]!);
        Assert.Contains("src/retry.py was changed in the same places by #90", (string?)body["detail"], StringComparison.Ordinal);
        Assert.Equal("src/retry.py", (string?)Assert.Single(body["conflicts"]!.AsArray())!["path"]);
        Assert.Equal(90, (int)body["conflicts"]![0]!["later_commits"]![0]!["pr_number"]!);
        lab.AssertNothingHappened(merged);
    }

    [Fact]
    public async Task What_was_not_merged_is_409_and_what_does_not_exist_404()
    {
        var open = await lab.GitHub.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        var (status, body) = await lab.RollBackAsync(new { pr_number = open.Number, reason = "x" });
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("has not been merged", (string?)body["detail"], StringComparison.Ordinal);
        Assert.False((bool)body["success"]!);
        Assert.Empty(body["conflicts"]!.AsArray());
        Assert.Equal("open", (string?)(await lab.StatusAsync(open.Number))["state"]);

        open.Close(DateTimeOffset.UtcNow);
        Assert.Contains("closed without being merged", (string?)(await lab.StatusAsync(open.Number))["reason"], StringComparison.Ordinal);

        var (missing, problem) = await lab.RollBackAsync(new { pr_number = 999 });
        Assert.Equal(HttpStatusCode.NotFound, missing);
        Assert.Contains("#999 is no pull request of acme/orders", (string?)problem["detail"], StringComparison.Ordinal);
        lab.AssertNothingHappened(open);
    }

    [Fact]
    public async Task A_wrong_token_is_said_so_and_a_revoked_one_too()
    {
        var merged = await lab.MergedAsync();
        lab.GitHub.Revoke(lab.GitHub.Token);

        var (status, body) = await lab.RollBackAsync(new { pr_number = merged.Number });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("GitHub does not accept our token", (string?)body["detail"], StringComparison.Ordinal);
        lab.AssertNothingHappened(merged);
    }

    [Theory]
    [InlineData("""{}""", 400, "pr_number is missing")]
    [InlineData("""{"pr_number": 0}""", 400, "pr_number must be")]
    [InlineData("""{"pr_number": "47"}""", 400, "pr_number is not of the right kind")]
    [InlineData("""{"pr_numbers": [1, -2]}""", 400, "pr_numbers must be")]
    [InlineData("""{"pr_numbers": [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21]}""", 413, "at most 20")]
    public async Task A_wrong_body_is_said_so(string body, int status, string sentence)
    {
        var response = await lab.Host.SendAsync(HttpMethod.Post, "/rollback", ChatOpsApp.Json(body));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(sentence, (string?)(await ChatOpsApp.JsonAsync(response))["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_over_the_limit_is_refused_and_a_number_that_is_none_too()
    {
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await lab.RollBackAsync(new { pr_number = 1, reason = new string('x', 2001) })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await lab.Host.Http.GetAsync(new Uri("/pr/abc/status", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Only_an_approver_rolls_back_and_whoever_reads_may_look()
    {
        await using var guarded = await RollbackLab.StartAsync([.. OperationTests.Keys([("responder", "responder"), ("approver", "approver"), ("viewer", "viewer")]).Select(pair => (pair.Key, pair.Value))]);
        var merged = await guarded.MergedAsync();

        var (denied, problem) = await guarded.RollBackAsync(new { pr_number = merged.Number }, ("Authorization", "Bearer responder"));
        var seen = await guarded.Host.SendAsync(HttpMethod.Get, $"/pr/{merged.Number}/status", null, ("Authorization", "Bearer viewer"));
        var (done, _) = await guarded.RollBackAsync(new { pr_number = merged.Number }, ("Authorization", "Bearer approver"));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.OK), (denied, seen.StatusCode, done));
        Assert.Contains("approver", (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Single(guarded.GitHub.PullRequestsOpenedSince(merged));
    }

    [Fact]
    public async Task Without_github_both_answer_503_with_the_setting()
    {
        using var repository = new TestRepository();
        repository.Commit(("a.txt", "a\n"));
        await using var alone = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = new() { ["Repositories:0:Name"] = "orders", ["Repositories:0:Path"] = repository.Folder } });

        var rollback = await alone.PostAsync("/rollback", new { pr_number = 47, reason = "Causing DynamoDB throttling" });
        var status = await alone.Http.GetAsync(new Uri("/pr/47/status", UriKind.Relative));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (rollback.StatusCode, status.StatusCode));
        Assert.Contains("GITHUB_TOKEN", (string?)(await ChatOpsApp.JsonAsync(rollback))["detail"], StringComparison.Ordinal);
    }
}
