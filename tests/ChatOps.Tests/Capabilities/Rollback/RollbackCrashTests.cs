using System.Text.Json.Nodes;
using ChatOps.Adapters.GitHub;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Capabilities.Rollback;

/// <summary>A host that is killed before or after any effect of a rollback finishes it at its next start: one branch, one pull request, one label, one comment.</summary>
public sealed class RollbackCrashTests
{
    private static readonly (string Method, string Path)[] Effects =
    [
        ("POST", "/acme/orders.git/git-receive-pack"),
        ("POST", "/repos/acme/orders/pulls"),
        ("POST", "/labels"),
        ("POST", "/comments"),
    ];

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Killed_at_each_effect_it_does_nothing_twice(string provider)
    {
        await using var gitHub = await FakeGitHub.StartAsync();
        await using var database = await Databases.CreateAsync(provider);
        var folder = Directory.CreateTempSubdirectory("chatops-crash-").FullName;
        var settings = gitHub.Settings.Concat(database.Settings).ToDictionary();
        List<FakePullRequest> merged = [];
        foreach (var i in Enumerable.Range(0, Effects.Length * 2))
        {
            var pull = await gitHub.OpenPullRequestAsync($"Add part {i}", ($"src/part{i}.py", "X = 1\n"));
            await gitHub.MergeAsync(pull.Number, MergeMethod.Squash);
            merged.Add(pull);
        }

        string? interrupted = null;
        for (var i = 0; i < merged.Count; i++)
        {
            await using var host = await ChildHost.StartAsync(folder, settings);
            if (interrupted is not null)
                await FinishesAsync(host, interrupted);
            var (method, path) = Effects[i / 2];
            var reached = Fault(gitHub, method, path, before: i % 2 == 0);
            interrupted = await SubmitAsync(host, merged[i].Number);
            await reached.WaitAsync(TimeSpan.FromMinutes(1));
            await host.KillAsync();
        }

        await using var last = await ChildHost.StartAsync(folder, settings);
        await FinishesAsync(last, interrupted!);
        var opened = gitHub.PullRequestsOpenedSince(merged[^1]);
        Assert.Equal(merged.Count, opened.Count);
        Assert.Equal(merged.Count, BareGit.Lines(gitHub.Orders.Git.Run("for-each-ref", "refs/heads/ai")).Length);
        Assert.All(opened, pull => Assert.Equal(["ai-generated"], pull.Labels));
        Assert.All(opened, pull => Assert.Single(pull.Commits));
        Assert.All(merged, pull => Assert.Single(pull.Comments));
        await last.KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static Task Fault(FakeGitHub gitHub, string method, string path, bool before)
    {
        var (hang, silent) = (new FakeFault.Hang(), new FakeFault.AnswerHeld());
        gitHub.FailNext(before ? hang : silent, method, path);
        return before ? hang.Arrived.Task : silent.CarriedOut.Task;
    }

    private static async Task<string> SubmitAsync(ChildHost host, int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/rollback") { Content = ChatOpsApp.Json($$"""{"pr_number": {{number}}, "reason": "It throttles."}""") };
        request.Headers.Add("Prefer", "respond-async");
        return (string)(await ChatOpsApp.JsonAsync(await host.Http.SendAsync(request)))["id"]!;
    }

    private static async Task FinishesAsync(ChildHost host, string operation)
    {
        JsonNode? seen = null;
        await Eventually.BecomesTrueAsync(async () => (string?)(seen = await host.OperationAsync(operation))["state"] is "succeeded" or "failed", "the interrupted rollback ended");
        Assert.True((string?)seen!["state"] == "succeeded", seen.ToJsonString());
        Assert.True((bool)seen["result"]!["success"]!);
    }
}
