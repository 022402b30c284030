using ChatOps.Chat;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Adapters.GitHub;

public sealed class GitHubHealthTests
{
    [Fact]
    public async Task The_host_says_how_GitHub_is()
    {
        await using var fake = await FakeGitHub.StartAsync();
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = fake.Settings });

        var github = (await app.GetJsonAsync("/health"))["components"]!["github"]!.ToJsonString();

        Assert.Contains("\"ok\"", github, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_it_is_not_configured()
    {
        await using var lab = await GitHubLab.StartAsync(("GitHub:Token", null));

        var health = await HealthAsync(lab);

        Assert.Equal(HealthState.NotConfigured, health.State);
        Assert.Contains("GITHUB_TOKEN", health.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_seen_and_so_is_its_replacement()
    {
        await using var lab = await GitHubLab.StartAsync();
        Assert.Equal(HealthState.Ok, (await HealthAsync(lab)).State);
        lab.Fake.Remaining = 1;
        Assert.Equal(HealthState.Ok, (await HealthAsync(lab)).State);
        Assert.Single(lab.Fake.Requests);

        lab.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HealthState.Degraded, (await HealthAsync(lab)).State);
        lab.Fake.Revoke(lab.Fake.Token);
        lab.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HealthState.Down, (await HealthAsync(lab)).State);
    }

    [Fact]
    public async Task A_GitHub_that_is_not_there_is_down_within_a_second()
    {
        await using var lab = await GitHubLab.StartAsync(("GitHub:ApiUrl", "http://127.0.0.1:9/api/v3"));
        var from = lab.Clock.GetUtcNow();

        Assert.Equal(HealthState.Down, (await HealthAsync(lab)).State);
        Assert.InRange(lab.Clock.GetUtcNow() - from, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task An_app_is_known_by_its_name()
    {
        await using var lab = await GitHubLab.StartAsAppAsync();

        Assert.Equal((HealthState.Ok, "GitHub takes the App chatops."), ((await HealthAsync(lab)).State, (await HealthAsync(lab)).Detail));
    }

    private static Task<ComponentHealth> HealthAsync(GitHubLab lab) => lab.Get<IHealthComponent>().CheckAsync(default);
}
