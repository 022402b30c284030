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

    private GitHubLab(FakeGitHub fake, VirtualTime clock, WebApplication app, TestLog log) => (Fake, Clock, this.app, Log) = (fake, clock, app, log);

    public FakeGitHub Fake { get; }

    public VirtualTime Clock { get; }

    public TestLog Log { get; }

    public GitHubApi Api => Get<GitHubApi>();

    /// <summary>acme/orders.</summary>
    public RepositoryRef Orders => Fake.Repository;

    /// <param name="settings">By key, beside the fake's address and token; null takes a setting away.</param>
    public static async Task<GitHubLab> StartAsync(params (string Key, string? Value)[] settings)
    {
        var clock = new VirtualTime();
        var fake = await FakeGitHub.StartAsync(clock);
        var all = fake.Settings;
        foreach (var (key, value) in settings) all[key] = value?.Replace("{fake}", fake.Address, StringComparison.Ordinal);
        return new GitHubLab(fake, clock, Build(all, clock, out var log), log);
    }

    /// <summary>A lab whose host acts as a GitHub App.</summary>
    public static async Task<GitHubLab> StartAsAppAsync()
    {
        var clock = new VirtualTime();
        var fake = await FakeGitHub.StartAsync(clock);
        fake.Orders.Permissions[FakeApp.Login] = "write";
        var all = fake.Settings;
        (all["GitHub:Token"], all["GitHub:AppId"], all["GitHub:PrivateKeyPath"]) = (null, "4711", fake.App.WriteKey(fake.Orders.Git.Folder));
        return new GitHubLab(fake, clock, Build(all, clock, out var log), log);
    }

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await Fake.DisposeAsync();
    }

    private static WebApplication Build(Dictionary<string, string?> settings, VirtualTime clock, out TestLog log)
    {
        log = new TestLog();
        var builder = SettingsModule.CreateBuilder(new HostSetup { ReadEnvironment = false, Settings = settings });
        builder.AddGitHub();
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        return builder.Build();
    }
}
