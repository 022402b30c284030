using System.Text.Json.Nodes;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Capabilities.Fix;

/// <summary>A host that is killed at any of its effects on GitHub and started again makes one branch and one pull request.</summary>
public sealed class CrashTests
{
    // In order: the push, the pull request, the label.
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public async Task A_host_killed_at_a_write_goes_on_after_a_restart(int write, bool after)
    {
        await using var gitHub = await FakeGitHub.StartAsync();
        FixLab.Fill(gitHub);
        await using var database = await Databases.CreateAsync("Sqlite");
        var folder = Directory.CreateTempSubdirectory("chatops-crash-").FullName;
        var settings = database.Settings.Concat(gitHub.Settings).ToDictionary(pair => pair.Key, pair => pair.Value);
        string id;
        await using (var first = await ChildHost.StartAsync(folder, settings))
        {
            var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            gitHub.Interruption = new FakeInterruption(write, after, async () =>
            {
                await first.KillAsync();
                killed.SetResult();
            });
            id = await SubmitAsync(first);
            await killed.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }

        JsonNode done;
        await using (var second = await ChildHost.StartAsync(folder, settings))
        {
            await Eventually.BecomesTrueAsync(async () => (string?)(await second.OperationAsync(id))["state"] == "succeeded", "the operation succeeded after the restart");
            done = (await second.OperationAsync(id))["result"]!;
        }

        var pull = Assert.Single(gitHub.PullRequestsOpenedSince());
        Assert.Equal(pull.Number, (int?)done["fix_pr"]!["pr_number"]);
        Assert.True(pull.IsOpen);
        Assert.Equal([pull.Branch], FixLab.BranchesOf(gitHub));
        Assert.Equal([pull.HeadSha], pull.Commits);
        Assert.Contains("ai-generated", pull.Labels);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> SubmitAsync(ChildHost host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/diagnose-and-fix") { Content = ChatOpsApp.Json(FixLab.Body) };
        request.Headers.Add("Prefer", "respond-async");
        return (string)(await ChatOpsApp.JsonAsync(await host.Http.SendAsync(request)))["id"]!;
    }
}
