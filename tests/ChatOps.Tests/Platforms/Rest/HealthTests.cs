using System.Net;
using ChatOps.Chat;
using ChatOps.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOps.Tests.Platforms.Rest;

public sealed class HealthTests
{
    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Health_has_the_shape_of_the_contract(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);

        var health = await app.GetJsonAsync("/health");

        Assert.Equal(["status", "version", "components"], health.AsObject().Select(member => member.Key));
        Assert.Equal("ok", (string?)health["status"]);
        Assert.Equal(["storage", "jobs", "repository", "ai", "github", "slack", "teams", "aws"], health["components"]!.AsObject().Select(component => component.Key));
        foreach (var (name, component) in health["components"]!.AsObject())
        {
            foreach (var part in name == "ai" ? component!.AsObject().Select(one => one.Value!) : [component!])
            {
                Assert.Contains((string?)part["state"], (string[])["ok", "not_configured", "degraded", "down"]);
                Assert.EndsWith(".", (string?)part["detail"], StringComparison.Ordinal);
            }
        }

        Assert.Equal("not_configured", (string?)health["components"]!["slack"]!["state"]);
        Assert.Equal("not_configured", (string?)health["components"]!["teams"]!["state"]);
        Assert.Equal(["anthropic", "openai"], health["components"]!["ai"]!.AsObject().Select(provider => provider.Key));
    }

    [Theory]
    [InlineData("jobs", HttpStatusCode.ServiceUnavailable, "down", HttpStatusCode.ServiceUnavailable)]
    [InlineData("storage", HttpStatusCode.ServiceUnavailable, "down", HttpStatusCode.ServiceUnavailable)]
    [InlineData("slack", HttpStatusCode.OK, "degraded", HttpStatusCode.OK)]
    public async Task Only_storage_and_jobs_take_the_host_down(string component, HttpStatusCode status, string word, HttpStatusCode ready)
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Adjust = builder => builder.Services.AddSingleton<IHealthComponent>(new Broken(component)) });

        var answer = await app.SendAsync(HttpMethod.Get, "/health");

        var health = await ChatOpsApp.JsonAsync(answer);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(word, (string?)health["status"]);
        Assert.Equal("down", (string?)health["components"]![component]!["state"]);
        Assert.DoesNotContain("/srv/secret", health.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(ready, (await app.SendAsync(HttpMethod.Get, "/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Get, "/health/live")).StatusCode);
    }

    [Fact]
    public async Task A_repository_whose_folder_is_gone_is_degraded_and_says_which_setting()
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = { ["Repositories:0:Path"] = "/nowhere/orders" } });

        var health = await app.GetJsonAsync("/health");

        Assert.Equal("degraded", (string?)health["status"]);
        Assert.Equal("The directory of orders does not exist. Correct REPO_PATH or its path in the settings, or mount it.", (string?)health["components"]!["repository"]!["detail"]);
    }

    [Fact]
    public async Task A_repository_that_cannot_be_read_is_degraded_before_anybody_asks()
    {
        var folder = Directory.CreateTempSubdirectory("chatops-test-");
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = { ["Repositories:0:Name"] = "orders", ["Repositories:0:Path"] = folder.FullName } });
        Assert.Equal("The directory of orders is not a git repository. Point its path at a clone.", await DetailAsync(app));
        using (var repository = new TestRepository())
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(repository.Folder, ".git"), "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(folder.FullName, ".git", Path.GetRelativePath(Path.Combine(repository.Folder, ".git"), file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }

        Directory.CreateDirectory(Path.Combine(folder.FullName, ".git", "refs"));
        Directory.CreateDirectory(Path.Combine(folder.FullName, ".git", "objects"));
        Assert.Equal("orders has no commits yet. Push one, then ask again.", await DetailAsync(app));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_sample_is_called_one()
    {
        await using var app = await ChatOpsApp.StartAsync();

        Assert.Equal("Reading orders, a sample made for a first look; set REPO_PATH to read your own.", await DetailAsync(app));
    }

    private static async Task<string?> DetailAsync(ChatOpsApp app) => (string?)(await app.GetJsonAsync("/health"))["components"]!["repository"]!["detail"];

    private sealed class Broken(string name) : IHealthComponent
    {
        public string Name => name;

        public Task<ComponentHealth> CheckAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("/srv/secret");
    }
}
