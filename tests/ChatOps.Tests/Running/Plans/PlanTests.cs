using System.Net;
using ChatOps.Adapters.GitHub;
using ChatOps.Adapters.Storage;
using ChatOps.Capabilities.Accounts;
using ChatOps.Chat;
using ChatOps.Running.Auditing;
using ChatOps.Running.Plans;
using ChatOps.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOps.Tests.Running.Plans;

/// <summary>A plan is applied once, by somebody who may, as it was looked at, in time.</summary>
public sealed class PlanTests
{
    private static readonly Caller Approver = new("key:ann", "Ann", Role.Approver);

    /// <summary>Counts what it was told to do.</summary>
    private sealed class Applier : IChangeApplier
    {
        public int Runs { get; private set; }

        public Answer<ChangeResult>? Says { get; set; }

        public Task<Answer<ChangeResult>> ApplyAsync(PlanRun run, CancellationToken leaving)
        {
            Runs++;
            return Task.FromResult(Says ?? (Answer<ChangeResult>)new ChangeResult("#46 is closed.", 46));
        }
    }

    private static readonly ChangePlan Close = new()
    {
        Kind = ChangeKind.Close,
        Repository = "orders",
        BaseBranch = "main",
        BaseSha = "4be0643f1d98",
        Branch = "ai/fix-1",
        Title = "Tune retries",
        PullRequest = new PlannedPullRequest(46, "https://github.com/acme/orders/pull/46", "aaaa"),
    };

    [SkippableTheory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_plan_is_applied_once(string provider)
    {
        await using var host = await HostAsync(provider);
        var plan = await ProposeAsync(host, Close);

        var first = await ApplyAsync(host, plan, plan.Digest);
        var second = await ApplyAsync(host, plan, plan.Digest);

        Assert.Equal(PlanState.Applied, first.Value!.State);
        Assert.Equal(RefusalKind.Conflict, second.Refusal!.Kind);
        Assert.Contains("applied already: #46 is closed.", second.Refusal.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, Fake(host).Runs);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_ten_that_apply_a_plan_at_once_one_does(string provider)
    {
        await using var host = await HostAsync(provider);
        var plan = await ProposeAsync(host, Close);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ApplyAsync(host, plan, plan.Digest)));

        Assert.Single(answers, answer => answer.Value is not null);
        Assert.All(answers.Where(answer => answer.Value is null), answer => Assert.Equal(RefusalKind.Conflict, answer.Refusal!.Kind));
        Assert.Equal(1, Fake(host).Runs);
    }

    [Fact]
    public async Task Another_digest_changes_nothing()
    {
        await using var host = await HostAsync();
        var plan = await ProposeAsync(host, Close);

        var answer = await ApplyAsync(host, plan, new string('0', 64));

        Assert.Equal(RefusalKind.Conflict, answer.Refusal!.Kind);
        Assert.Equal(0, Fake(host).Runs);
    }

    [Fact]
    public async Task A_plan_that_waited_too_long_is_refused()
    {
        await using var host = await HostAsync();
        var plan = await ProposeAsync(host, Close);
        host.Clock.Advance(TimeSpan.FromMinutes(31));

        var answer = await ApplyAsync(host, plan, plan.Digest);

        Assert.Contains("Ask for the change again to get a fresh one", answer.Refusal!.Sentence, StringComparison.Ordinal);
        Assert.Equal(0, Fake(host).Runs);
    }

    [Fact]
    public async Task A_role_that_is_too_low_is_refused_and_written_down()
    {
        await using var host = await HostAsync();
        var plan = await ProposeAsync(host, Close);

        var answer = await ApplyAsync(host, plan, plan.Digest, new Caller("key:bob", "Bob", Role.Responder));

        Assert.Equal(RefusalKind.Forbidden, answer.Refusal!.Kind);
        Assert.Contains("you need the role approver and yours is responder", answer.Refusal.Sentence, StringComparison.Ordinal);
        Assert.Equal(0, Fake(host).Runs);
        var audit = await host.GetJsonAsync("/history/audit");
        Assert.Equal("denied", (string?)audit["items"]![0]!["action"]);
    }

    [Fact]
    public async Task Where_four_eyes_are_asked_for_nobody_merges_what_they_asked_for()
    {
        await using var host = await HostAsync(settings: ("Access:FourEyes", "true"));
        var ann = await host.Get<People>().PseudonymAsync(Approver, CancellationToken.None);
        var plan = await ProposeAsync(host, Close with { Kind = ChangeKind.Merge, AgreesWith = ann });

        var own = await ApplyAsync(host, plan, plan.Digest);
        var others = await ApplyAsync(host, plan, plan.Digest, new Caller("key:bob", "Bob", Role.Approver));

        Assert.Contains("Access:FourEyes", own.Refusal!.Sentence, StringComparison.Ordinal);
        Assert.NotNull(others.Value);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_proved_one_github_account_in_two_chats_is_one_person_to_four_eyes(string provider)
    {
        await using var host = await HostAsync(provider, ("Access:FourEyes", "true"));
        var (bob, cyd) = (new Caller("teams:bob", "Bob", Role.Approver), new Caller("teams:cyd", "Cyd", Role.Approver));
        var people = await Task.WhenAll(new[] { Approver, bob, cyd }.Select(caller => host.Get<People>().PseudonymAsync(caller, CancellationToken.None)));
        foreach (var (person, account) in new[] { (people[0], 7), (people[1], 7), (people[2], 8) })
        {
            await host.Get<LinkStore>().BeginAsync(person, new DeviceCode("secret", "WDJB", "https://github.com/login/device", DateTimeOffset.MaxValue, TimeSpan.FromSeconds(5)), CancellationToken.None);
            await host.Get<LinkStore>().LinkAsync(person, "WDJB", new LinkedAccount(account, $"login-{account}", "token"), CancellationToken.None);
        }

        var plan = await ProposeAsync(host, Close with { Kind = ChangeKind.Merge, AgreesWith = people[0] });

        Assert.Contains("Access:FourEyes", (await ApplyAsync(host, plan, plan.Digest, bob)).Refusal!.Sentence, StringComparison.Ordinal);
        Assert.NotNull((await ApplyAsync(host, plan, plan.Digest, cyd)).Value);
    }

    [Fact]
    public async Task Who_sees_nothing_of_a_repository_does_not_learn_that_a_plan_concerns_it()
    {
        await using var host = await HostAsync();
        var plan = await ProposeAsync(host, Close);

        var answer = await ApplyAsync(host, plan, plan.Digest, new Caller("key:eve", "Eve", Role.None) { RepositoryRoles = new Dictionary<string, Role> { ["billing"] = Role.Admin } });

        Assert.Equal(PlanGate.Unknown, answer.Refusal);
        Assert.Equal("denied", (string?)(await host.GetJsonAsync("/history/audit"))["items"]![0]!["action"]);
        Assert.Equal(0, Fake(host).Runs);
    }

    [Fact]
    public async Task After_a_conflict_a_plan_is_void_and_after_another_refusal_it_may_be_tried_again()
    {
        await using var host = await HostAsync();
        var (stale, unlucky) = (await ProposeAsync(host, Close), await ProposeAsync(host, Close));

        Fake(host).Says = new Refusal(RefusalKind.Conflict, "It has new commits.");
        await ApplyAsync(host, stale, stale.Digest);
        Fake(host).Says = new Refusal(RefusalKind.ProviderFailed, "GitHub does not answer.");
        await ApplyAsync(host, unlucky, unlucky.Digest);
        Fake(host).Says = null;

        Assert.Contains("can no longer be applied", (await ApplyAsync(host, stale, stale.Digest)).Refusal!.Sentence, StringComparison.Ordinal);
        Assert.NotNull((await ApplyAsync(host, unlucky, unlucky.Digest)).Value);
    }

    [Fact]
    public async Task Over_rest_a_plan_is_looked_at_and_applied_as_an_operation()
    {
        await using var host = await HostAsync();
        var plan = await ProposeAsync(host, Close, Caller.Local);

        var shown = await host.GetJsonAsync($"/plans/{plan.Plan.Id}");
        var without = await host.PostAsync($"/plans/{plan.Plan.Id}/apply", new { });
        var applied = await ChatOpsApp.JsonAsync(await host.PostAsync($"/plans/{plan.Plan.Id}/apply", new { digest = (string)shown["digest"]! }));

        Assert.Equal("proposed", (string?)shown["state"]);
        Assert.Equal("close", (string?)shown["kind"]);
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Equal("applied", (string?)applied["state"]);
        Assert.Equal(46, (int?)applied["result"]!["pr_number"]);
        Assert.Equal("applied", (string?)(await host.GetJsonAsync($"/plans/{plan.Plan.Id}"))["state"]);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync(new Uri("/plans/pl_unknown", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task What_was_applied_is_in_the_audit_log_which_stays_whole()
    {
        await using var host = await HostAsync();
        var plan = await ProposeAsync(host, Close);
        await ApplyAsync(host, plan, plan.Digest);

        var audit = await host.GetJsonAsync("/history/audit");

        Assert.Equal("apply", (string?)audit["items"]![0]!["action"]);
        Assert.Equal(plan.Digest, (string?)audit["items"]![0]!["detail"]!["digest"]);
        Assert.Equal("46", (string?)audit["items"]![0]!["detail"]!["pr"]);
        Assert.True((await host.Get<AuditLog>().VerifyAsync(null, CancellationToken.None)).IsWhole);
    }

    [Theory]
    [InlineData("title")]
    [InlineData("reason")]
    [InlineData("branch")]
    [InlineData("base")]
    [InlineData("file")]
    [InlineData("head")]
    public void The_digest_covers(string part)
    {
        var plan = Close with { Files = [new PlannedFile("a.py", "100644", "1", "2", 1, 1)] };
        var other = part switch
        {
            "title" => plan with { Title = "Tune retries " },
            "reason" => plan with { Reason = "why" },
            "branch" => plan with { Branch = "ai/fix-2" },
            "base" => plan with { BaseSha = "4be0643f1d99" },
            "file" => plan with { Files = [plan.Files[0] with { Mode = "100755" }] },
            _ => plan with { PullRequest = plan.PullRequest! with { HeadSha = "bbbb" } },
        };

        Assert.NotEqual(PlanDigest.Of(plan), PlanDigest.Of(other));
        Assert.Equal(PlanDigest.Of(plan), PlanDigest.Of(plan with { RequestedBy = "p_1", ExpiresAt = DateTimeOffset.MaxValue }));
    }

    private static Task<ChatOpsApp> HostAsync(string provider = "Sqlite", params (string Key, string Value)[] settings) => ChatOpsApp.StartAsync(new ChatOpsApp.Setup
    {
        Provider = provider,
        Settings = settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value),
        Adjust = builder =>
        {
            builder.Services.AddSingleton<Applier>();
            foreach (var kind in (ChangeKind[])[ChangeKind.Close, ChangeKind.Merge])
                builder.Services.AddKeyedSingleton<IChangeApplier>(kind, (services, _) => services.GetRequiredService<Applier>());
        },
    });

    private static Applier Fake(ChatOpsApp host) => host.Get<Applier>();

    private static Task<StoredPlan> ProposeAsync(ChatOpsApp host, ChangePlan plan, Caller? caller = null) => host.Get<PlanStore>().ProposeAsync(ContextOf("op_made", caller ?? Approver), plan, CancellationToken.None);

    private static async Task<Answer<StoredPlan>> ApplyAsync(ChatOpsApp host, StoredPlan plan, string digest, Caller? caller = null)
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ChatOps.Running.RunScope>().Context = ContextOf($"op_{Guid.NewGuid():N}", caller ?? Approver);
        return await scope.ServiceProvider.GetRequiredService<PlanApplier>().ApplyAsync(plan.Plan.Id, digest, CancellationToken.None);
    }

    private static RunContext ContextOf(string operation, Caller caller) => new()
    {
        OperationId = operation,
        Request = new CommandRequest { Command = "apply", Arguments = new Dictionary<string, string>(), Caller = caller, Door = "test" },
        Repository = new RepositoryRef { Name = "orders" },
        Deadline = DateTimeOffset.MaxValue,
        StepAsync = (_, _) => Task.CompletedTask,
    };
}
