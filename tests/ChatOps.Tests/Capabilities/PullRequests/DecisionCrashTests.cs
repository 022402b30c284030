using System.Text.Json.Nodes;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Capabilities.PullRequests;

/// <summary>A host that is killed while GitHub carries something out goes on at its next start, and GitHub sees it once.</summary>
public sealed class DecisionCrashTests
{
    [SkippableTheory]
    [InlineData("Sqlite", "approve", "POST", "/reviews", true)]
    [InlineData("Sqlite", "merge", "POST", "/comments", true)]
    [InlineData("Sqlite", "merge", "PUT", "/merge", false)]
    [InlineData("Sqlite", "merge", "PUT", "/merge", true)]
    [InlineData("PostgreSql", "merge", "PUT", "/merge", true)]
    [InlineData("Sqlite", "close", "POST", "/comments", true)]
    [InlineData("Sqlite", "close", "PATCH", "/pulls/", true)]
    public async Task Killed_at_an_effect_it_is_done_once_after_a_restart(string provider, string decision, string method, string path, bool isCarriedOut)
    {
        await using var fake = await FakeGitHub.StartAsync();
        await using var database = await Databases.CreateAsync(provider);
        var folder = Directory.CreateTempSubdirectory("chatops-crash-").FullName;
        var pull = await fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        if (decision == "approve")
            await LinkAsync(fake, database, folder);
        var settings = fake.Settings.Concat(database.Settings).ToDictionary();
        var held = new FakeFault.AnswerHeld();
        var hung = new FakeFault.Hang();
        string operation;
        await using (var first = await ChildHost.StartAsync(folder, settings))
        {
            var plan = await SendAsync(first, $"/pr/{pull.Number}/{decision}", "{}", respondAsync: false);
            fake.FailNext(isCarriedOut ? held : hung, method, path);
            operation = (string)(await SendAsync(first, $"/pr/{pull.Number}/{decision}", $$"""{"digest":"{{plan["digest"]}}"}""", respondAsync: true))["id"]!;
            await (isCarriedOut ? held.CarriedOut : hung.Arrived).Task.WaitAsync(TimeSpan.FromMinutes(1));
            await first.KillAsync();
        }

        await using (var second = await ChildHost.StartAsync(folder, settings))
        {
            await Eventually.BecomesTrueAsync(async () => (string?)(await second.OperationAsync(operation))["state"] is "succeeded" or "failed", "the operation ended after the restart");
            var ended = await second.OperationAsync(operation);
            Assert.True((string?)ended["state"] == "succeeded", ended.ToJsonString());
            Assert.Equal("applied", (string?)ended["result"]!["state"]);
            await second.KillAsync();
        }

        Assert.Equal(decision == "approve" ? 1 : 0, pull.Reviews.Count);
        Assert.Equal(decision == "approve" ? 0 : 1, pull.Comments.Count);
        Assert.Equal(decision == "approve", pull.IsOpen);
        Assert.Equal(decision == "merge", pull.MergedAt is not null);
        Assert.Equal(decision == "merge" ? "1" : "0", fake.Orders.Git.Run("rev-list", "--count", "--merges", "main").Trim());
        Directory.Delete(folder, recursive: true);
    }

    private static async Task LinkAsync(FakeGitHub fake, TestDatabase database, string folder)
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Database = database, DataDirectory = folder, Settings = new(fake.Settings) { ["GitHub:ClientId"] = FakeDeviceFlow.ClientId } });
        var begun = await ChatOpsApp.JsonAsync(await app.PostAsync("/me/github", new { }));
        fake.AddPerson("ines");
        fake.DeviceFlow.Authorize((string)begun["user_code"]!, "ines");
        app.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("linked", (string?)(await app.GetJsonAsync("/me/github"))["state"]);
    }

    private static async Task<JsonNode> SendAsync(ChildHost host, string path, string body, bool respondAsync)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = ChatOpsApp.Json(body) };
        if (respondAsync)
            request.Headers.Add("Prefer", "respond-async");
        return await ChatOpsApp.JsonAsync(await host.Http.SendAsync(request));
    }
}
