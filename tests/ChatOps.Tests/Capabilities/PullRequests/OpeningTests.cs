using ChatOps.Adapters.Git;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Running.Plans;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOps.Tests.Capabilities.PullRequests;

/// <summary>A plan becomes a branch, a pull request and a workflow: once, on what it was planned on, or not at all.</summary>
public sealed class OpeningTests : IAsyncLifetime
{
    private static readonly Caller Ann = new("key:ann", "Ann", Role.Approver);
    private static readonly Dictionary<string, string?> Slower = new() { ["src/retry.py"] = "ATTEMPTS = 3\nDELAY = 8\n" };
    private FakeGitHub gitHub = null!;
    private ChatOpsApp host = null!;

    public async Task InitializeAsync()
    {
        gitHub = await FakeGitHub.StartAsync();
        host = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = gitHub.Settings });
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await gitHub.DisposeAsync();
    }

    [Fact]
    public async Task A_plan_becomes_one_commit_one_branch_and_one_pull_request_with_our_label()
    {
        var plan = await PlanAsync(Slower);

        var applied = (await ApplyAsync(plan)).Value!;

        var pull = Assert.Single(gitHub.PullRequestsOpenedSince());
        Assert.Equal(pull.Number, applied.Result!.PrNumber);
        Assert.Equal("ai/fix-delay", pull.Branch);
        Assert.Contains("ai-generated", pull.Labels);
        Assert.Equal([pull.HeadSha], pull.Commits);
        Assert.Equal("ATTEMPTS = 3\nDELAY = 8\n", gitHub.Orders.Git.Run("show", $"{pull.HeadSha}:src/retry.py"));
        Assert.Equal("open", (await host.Get<WorkflowStore>().FindAsync("orders", pull.Number, CancellationToken.None))!.State);
    }

    [Fact]
    public async Task Another_commit_on_the_base_does_not_matter_unless_it_touches_the_same_files()
    {
        var (first, second) = (await PlanAsync(Slower), await PlanAsync(Slower, "ai/fix-delay-2"));

        gitHub.Commit("main", "Say more", ("README.md", "# Orders, more\n"));
        var beside = await ApplyAsync(first);
        gitHub.Commit("main", "Try more", ("src/retry.py", "ATTEMPTS = 9\nDELAY = 1\n"));
        var same = await ApplyAsync(second);

        Assert.NotNull(beside.Value);
        Assert.Equal(RefusalKind.Conflict, same.Refusal!.Kind);
        Assert.Contains("src/retry.py changed on main since this was planned", same.Refusal.Sentence, StringComparison.Ordinal);
        Assert.Single(gitHub.PullRequestsOpenedSince());
        Assert.Null(gitHub.Orders.Git.Tip("ai/fix-delay-2"));
    }

    [Fact]
    public async Task A_pull_request_that_github_refuses_leaves_no_branch_behind()
    {
        var plan = await PlanAsync(Slower);
        gitHub.FailNext(new FakeFault.Refusal(422, "Validation Failed"), "POST", "/pulls");

        var answer = await ApplyAsync(plan);

        Assert.Equal(RefusalKind.Unprocessable, answer.Refusal!.Kind);
        Assert.Null(gitHub.Orders.Git.Tip("ai/fix-delay"));
        Assert.Empty(gitHub.PullRequestsOpenedSince());
    }

    [Fact]
    public async Task Without_github_the_branch_is_made_in_our_clone_and_the_rest_says_what_to_set()
    {
        await using var alone = await ChatOpsApp.StartAsync();
        var repository = alone.Get<RepositoryDirectory>().All[0];
        var plan = await PlanAsync(alone, new() { ["README.md"] = "# Other\n" }, "ai/fix-readme", repository);

        var applied = (await ApplyAsync(alone, plan)).Value!;

        Assert.Null(applied.Result!.PrNumber);
        Assert.Contains("GITHUB_TOKEN", applied.Result.Message, StringComparison.Ordinal);
        var git = (await alone.Get<GitStore>().OpenForChangesAsync(repository, push: false, CancellationToken.None)).Value!;
        Assert.Equal(applied.Result.Commit, (await git.TipAsync("ai/fix-readme", CancellationToken.None)).Value!.Sha);
    }

    private Task<StoredPlan> PlanAsync(Dictionary<string, string?> files, string branch = "ai/fix-delay") => PlanAsync(host, files, branch, gitHub.Repository);

    private static async Task<StoredPlan> PlanAsync(ChatOpsApp host, Dictionary<string, string?> files, string branch, RepositoryRef repository)
    {
        var git = (await host.Get<GitStore>().OpenForChangesAsync(repository, push: true, CancellationToken.None)).Value!;
        var draft = new PullRequestDraft { Message = "Wait longer", Body = "Because.", Files = files };
        var change = (await ChangeTree.MakeAsync(git, git.BaseSha, draft, CancellationToken.None)).Value!;
        return await host.Get<PlanStore>().ProposeAsync(
            Context($"op_{Guid.NewGuid():N}"),
            new ChangePlan { Kind = ChangeKind.Fix, Repository = repository.Name, BaseBranch = git.BaseBranch, BaseSha = git.BaseSha, Branch = branch, Title = "Wait longer", Files = Planned.Files(change), Diff = change.Diff, Details = draft.Write() },
            CancellationToken.None);
    }

    private Task<Answer<StoredPlan>> ApplyAsync(StoredPlan plan) => ApplyAsync(host, plan);

    private static async Task<Answer<StoredPlan>> ApplyAsync(ChatOpsApp host, StoredPlan plan)
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RunScope>().Context = Context($"op_{Guid.NewGuid():N}");
        return await scope.ServiceProvider.GetRequiredService<PlanApplier>().ApplyAsync(plan.Plan.Id, plan.Digest, CancellationToken.None);
    }

    private static RunContext Context(string operation) => new()
    {
        OperationId = operation,
        Request = new CommandRequest { Command = "apply", Arguments = new Dictionary<string, string>(), Caller = Ann, Door = "test" },
        Repository = new RepositoryRef { Name = "orders" },
        Deadline = DateTimeOffset.MaxValue,
        StepAsync = (_, _) => Task.CompletedTask,
    };
}
