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
        Assert.Equal(["storage", "jobs", "repository", "ai", "github", "slack", "teams"], health["components"]!.AsObject().Select(component => component.Key));
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
        Assert.Equal("The folder of orders does not exist; correct its Path in Repositories.", (string?)health["components"]!["repository"]!["detail"]);
    }

    private sealed class Broken(string name) : IHealthComponent
    {
        public string Name => name;

        public Task<ComponentHealth> CheckAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("/srv/secret");
    }
}
