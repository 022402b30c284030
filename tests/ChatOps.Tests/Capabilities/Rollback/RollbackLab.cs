using System.Net;
using System.Text.Json.Nodes;
using ChatOps.Adapters.GitHub;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Capabilities.Rollback;

/// <summary>A real host on a fake GitHub whose pull requests are rolled back.</summary>
internal sealed class RollbackLab : IAsyncDisposable
{
    public static readonly Caller Ann = new("key:ann", "Ann", Role.Approver);

    private RollbackLab(FakeGitHub gitHub, ChatOpsApp host) => (GitHub, Host) = (gitHub, host);

    public FakeGitHub GitHub { get; }

    public ChatOpsApp Host { get; }

    public static async Task<RollbackLab> StartAsync(params (string Key, string? Value)[] settings)
    {
        var gitHub = await FakeGitHub.StartAsync();
        var all = gitHub.Settings;
        foreach (var (key, value) in settings)
            all[key] = value;
        return new RollbackLab(gitHub, await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = all }));
    }

    /// <summary>A merged pull request that changes <c>src/retry.py</c> and adds <c>src/backoff.py</c>, in two commits; its branch is gone.</summary>
    public async Task<FakePullRequest> MergedAsync(MergeMethod method = MergeMethod.Squash, string title = "Tune retries")
    {
        var pull = await GitHub.OpenPullRequestAsync(title, ("src/retry.py", "ATTEMPTS = 9\nDELAY = 1\n"));
        GitHub.Commit(pull.Branch, "Back off", ("src/backoff.py", "BASE = 2\n"));
        await GitHub.MergeAsync(pull.Number, method);
        GitHub.Orders.Git.Point(pull.Branch, null);
        return pull;
    }

    /// <summary>A merged pull request with files of one's own.</summary>
    public async Task<FakePullRequest> MergedAsync(string title, params (string Path, string? Text)[] files)
    {
        var pull = await GitHub.OpenPullRequestAsync(title, files);
        await GitHub.MergeAsync(pull.Number, MergeMethod.Squash);
        GitHub.Orders.Git.Point(pull.Branch, null);
        return pull;
    }

    /// <summary>Posts a rollback; returns status and body.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> RollBackAsync(object body, params (string Name, string Value)[] headers)
    {
        var response = await Host.PostAsync("/rollback", body, headers);
        return (response.StatusCode, await ChatOpsApp.JsonAsync(response));
    }

    /// <summary>Rolls back what must work, and gives the pull request that was opened.</summary>
    public async Task<FakePullRequest> RolledBackAsync(int number)
    {
        var (status, body) = await RollBackAsync(new { pr_number = number, reason = "It throttles." });
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        return GitHub.Orders.Find((int)body["revert_pr_number"]!)!;
    }

    public Task<JsonNode> StatusAsync(int number) => Host.GetJsonAsync($"/pr/{number}/status");

    /// <summary>What a chat's slash command does.</summary>
    public Task<CommandOutcome> SayAsync(string command, Caller caller, params (string Name, string? Value)[] arguments) =>
        Host.Get<CommandRunner>().RunAsync(MaskedRequest.Create(command, caller, "slack", null, arguments), null, CancellationToken.None);

    /// <summary>The file's text on a branch of GitHub's; null when it is not there.</summary>
    public string? FileOn(string branch, string path)
    {
        try
        {
            return GitHub.Orders.Git.Run("show", $"{branch}:{path}");
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await GitHub.DisposeAsync();
    }

    /// <summary>Checks that no pull request, no branch and no push came after one.</summary>
    public void AssertNothingHappened(FakePullRequest last)
    {
        Assert.Empty(GitHub.PullRequestsOpenedSince(last));
        Assert.DoesNotContain("ai/", GitHub.Orders.Git.Run("for-each-ref", "--format=%(refname)"), StringComparison.Ordinal);
        Assert.DoesNotContain(GitHub.GitRequests, request => request.Path.Contains("receive-pack", StringComparison.Ordinal));
    }
}
