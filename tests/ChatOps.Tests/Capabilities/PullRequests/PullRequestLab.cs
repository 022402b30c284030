using System.Text.Json.Nodes;
using ChatOps.Adapters.Git;
using ChatOps.Adapters.Git.Changes;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Running.Plans;
using ChatOps.Tests.Running.Operations;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOps.Tests.Capabilities.PullRequests;

/// <summary>The host before a GitHub, with people of every role: ann and bob approve, root is an admin, rex may only respond.</summary>
internal sealed class PullRequestLab : IAsyncDisposable
{
    public const string WebhookSecret = "webhook-secret-of-the-tests";
    private readonly bool _ownsFake;

    private PullRequestLab(FakeGitHub fake, bool ownsFake, ChatOpsApp host) => (Fake, _ownsFake, Host) = (fake, ownsFake, host);

    public FakeGitHub Fake { get; }

    public ChatOpsApp Host { get; }

    /// <param name="settings">Beside the fake's.</param>
    public static Task<PullRequestLab> StartAsync(params (string Key, string? Value)[] settings) => StartAsync("Sqlite", settings);

    public static async Task<PullRequestLab> StartAsync(string provider, params (string Key, string? Value)[] settings)
    {
        var clock = new TestClock();
        var fake = await FakeGitHub.StartAsync(clock);
        return new PullRequestLab(fake, true, await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Provider = provider, Clock = clock, Settings = SettingsOf(fake, settings) }));
    }

    /// <summary>A host that acts as a GitHub App.</summary>
    public static Task<PullRequestLab> StartAsAppAsync(params (string Key, string? Value)[] settings) => StartAsAppAsync(null, settings);

    /// <param name="other">Another lab's fake; null for one of its own.</param>
    /// <param name="settings">Beside the fake's.</param>
    public static async Task<PullRequestLab> StartAsAppAsync(FakeGitHub? other, params (string Key, string? Value)[] settings)
    {
        var clock = other?.Clock as TestClock ?? new TestClock();
        var fake = other ?? await FakeGitHub.StartAsync(clock);
        fake.Orders.Permissions[FakeApp.Login] = "write";
        return new PullRequestLab(fake, other is null, await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Clock = clock, Settings = SettingsOf(fake, [("GitHub:Token", null), ("GitHub:AppId", "4711"), ("GitHub:PrivateKeyPath", fake.App.WriteKey(fake.Orders.Git.Folder)), .. settings]) }));
    }

    /// <summary>The settings of a host before the fake.</summary>
    public static Dictionary<string, string?> SettingsOf(FakeGitHub fake, params (string Key, string? Value)[] more)
    {
        var settings = fake.Settings;
        foreach (var (key, value) in OperationTests.Keys(("ann", "approver"), ("bob", "approver"), ("root", "admin"), ("rex", "responder")))
            settings[key] = value;
        settings["GitHub:ClientId"] = FakeDeviceFlow.ClientId;
        settings["GitHub:WebhookSecret"] = WebhookSecret;
        foreach (var (key, value) in more)
            settings[key] = value?.Replace("{fake}", fake.Address, StringComparison.Ordinal);
        return settings;
    }

    public Task<HttpResponseMessage> PostAsync(string who, string path, object? body = null) => Host.PostAsync(path, body ?? new { }, ("Authorization", $"Bearer {who}"));

    public async Task<JsonNode> GetAsync(string who, string path) => await ChatOpsApp.JsonAsync(await Host.SendAsync(HttpMethod.Get, path, null, ("Authorization", $"Bearer {who}")));

    /// <summary>A refusal's sentence, with its status.</summary>
    public static async Task<(int Status, string Sentence)> RefusedAsync(HttpResponseMessage answer) => ((int)answer.StatusCode, (string)(await ChatOpsApp.JsonAsync(answer))["detail"]!);

    /// <summary>The plan of a decision.</summary>
    public async Task<JsonNode> PlanAsync(string who, int number, string decision, object? body = null)
    {
        var answer = await PostAsync(who, $"/pr/{number}/{decision}", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await ChatOpsApp.JsonAsync(answer);
    }

    /// <summary>Applies a decision by digest.</summary>
    public Task<HttpResponseMessage> ApplyAsync(string who, int number, string decision, JsonNode plan) => PostAsync(who, $"/pr/{number}/{decision}", new { digest = (string)plan["digest"]! });

    /// <summary>Links somebody's account; returns their login's token as the fake gave it out.</summary>
    public async Task LinkAsync(string who, string login, string permission = "write")
    {
        Fake.AddPerson(login, permission);
        var begun = await ChatOpsApp.JsonAsync(await PostAsync(who, "/me/github"));
        Fake.DeviceFlow.Authorize((string)begun["user_code"]!, login);
        Host.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("linked", (string?)(await GetAsync(who, "/me/github"))["state"]);
    }

    /// <summary>A pull request that we opened for somebody.</summary>
    public async Task<FakePullRequest> OpenOursAsync(string branch = "ai/fix-delay", string text = "ATTEMPTS = 3\nDELAY = 8\n", Caller? by = null)
    {
        var git = (await Host.Get<GitStore>().OpenForChangesAsync(Host.Get<RepositoryDirectory>().All[0], push: true, CancellationToken.None)).Value!;
        var draft = new PullRequestDraft { Message = "Wait longer", Body = "Because.", Files = new Dictionary<string, string?> { ["src/retry.py"] = text } };
        var change = (await ChangeTree.MakeAsync(git, git.BaseSha, draft, CancellationToken.None)).Value!;
        return await ApplyAsync(new ChangePlan { Kind = ChangeKind.Fix, Repository = "orders", BaseBranch = git.BaseBranch, BaseSha = git.BaseSha, Branch = branch, Title = "Wait longer", Files = Planned.Files(change), Diff = change.Diff, Details = draft.Write() }, by ?? new Caller("key:ann", "ann", Role.Approver));
    }

    /// <summary>A pull request of ours that takes merged ones back, or brings back what one took.</summary>
    public async Task<FakePullRequest> RevertAsync(FakePullRequest merged, string branch, ChangeKind kind = ChangeKind.Revert)
    {
        var git = (await Host.Get<GitStore>().OpenForChangesAsync(Host.Get<RepositoryDirectory>().All[0], push: true, CancellationToken.None)).Value!;
        var pull = new MergedPullRequest(merged.Number, merged.Title, merged.MergeCommitSha!, ["Wait longer"]);
        var draft = new PullRequestDraft { Message = "Back", Body = "Because.", Reverts = [pull] };
        var change = (await ChangeTree.MakeAsync(git, git.BaseSha, draft, CancellationToken.None)).Value!;
        return await ApplyAsync(new ChangePlan { Kind = kind, Repository = "orders", BaseBranch = git.BaseBranch, BaseSha = git.BaseSha, Branch = branch, Title = "Back", Files = Planned.Files(change), Diff = change.Diff, Details = draft.Write() }, new Caller("key:ann", "ann", Role.Approver));
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        if (_ownsFake)
            await Fake.DisposeAsync();
    }

    private async Task<FakePullRequest> ApplyAsync(ChangePlan plan, Caller by)
    {
        RunContext Context(string operation) => new()
        {
            OperationId = operation,
            Request = new CommandRequest { Command = "apply", Arguments = new Dictionary<string, string>(), Caller = by, Door = "test" },
            Repository = new RepositoryRef { Name = "orders" },
            Deadline = DateTimeOffset.MaxValue,
            StepAsync = (_, _) => Task.CompletedTask,
        };
        var stored = await Host.Get<PlanStore>().ProposeAsync(Context($"op_{Guid.NewGuid():N}"), plan, CancellationToken.None);
        await using var scope = Host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RunScope>().Context = Context($"op_{Guid.NewGuid():N}");
        var applied = await scope.ServiceProvider.GetRequiredService<PlanApplier>().ApplyAsync(stored.Plan.Id, stored.Digest, CancellationToken.None);
        Assert.Null(applied.Refusal);
        return Fake.Orders.Find(applied.Value!.Result!.PrNumber!.Value)!;
    }
}
