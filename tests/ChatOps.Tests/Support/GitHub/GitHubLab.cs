using ChatOps.Adapters.GitHub;
using ChatOps.Chat;
using ChatOps.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>The adapter as the host puts it together, against the fake, with time that a test turns by hand.</summary>
internal sealed class GitHubLab : IAsyncDisposable
{
    private readonly WebApplication app;

    private readonly bool ownsFake;

    private GitHubLab(FakeGitHub fake, bool ownsFake, VirtualTime clock, WebApplication app, TestLog log) => (Fake, this.ownsFake, Clock, this.app, Log) = (fake, ownsFake, clock, app, log);

    public FakeGitHub Fake { get; }

    public VirtualTime Clock { get; }

    public TestLog Log { get; }

    public GitHubApi Api => Get<GitHubApi>();

    /// <summary>acme/orders.</summary>
    public RepositoryRef Orders => Fake.Repository;

    /// <param name="settings">By key, beside the fake's address and token; null takes a setting away, <c>{fake}</c> is its address.</param>
    public static async Task<GitHubLab> StartAsync(params (string Key, string? Value)[] settings)
    {
        var clock = new VirtualTime();
        return Build(await FakeGitHub.StartAsync(clock), clock, ownsFake: true, settings);
    }

    /// <summary>A second lab on another's fake.</summary>
    public static Task<GitHubLab> StartAsync(FakeGitHub fake, params (string Key, string? Value)[] settings) =>
        Task.FromResult(Build(fake, (VirtualTime)fake.Clock, ownsFake: false, settings));

    /// <summary>A lab whose host acts as a GitHub App.</summary>
    /// <param name="fake">Another lab's; null for one of its own.</param>
    /// <param name="settings">As above.</param>
    public static async Task<GitHubLab> StartAsAppAsync(FakeGitHub? fake = null, params (string Key, string? Value)[] settings)
    {
        var clock = fake?.Clock as VirtualTime ?? new VirtualTime();
        var own = fake is null ? await FakeGitHub.StartAsync(clock) : null;
        fake ??= own!;
        fake.Orders.Permissions[FakeApp.Login] = "write";
        return Build(fake, clock, own is not null, [("GitHub:Token", null), ("GitHub:AppId", "4711"), ("GitHub:PrivateKeyPath", fake.App.WriteKey(fake.Orders.Git.Folder)), .. settings]);
    }

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        if (ownsFake) await Fake.DisposeAsync();
    }

    private static GitHubLab Build(FakeGitHub fake, VirtualTime clock, bool ownsFake, (string Key, string? Value)[] settings)
    {
        var all = fake.Settings;
        foreach (var (key, value) in settings) all[key] = value?.Replace("{fake}", fake.Address, StringComparison.Ordinal);
        var log = new TestLog();
        var builder = SettingsModule.CreateBuilder(new HostSetup { ReadEnvironment = false, Settings = all });
        builder.AddGitHub();
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        return new GitHubLab(fake, ownsFake, clock, builder.Build(), log);
    }
}
