using System.Text.Json.Nodes;
using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.Fix.Planning;
using ChatOps.Capabilities.Patches;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Running.Plans;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOps.Tests.Capabilities.Fix;

/// <summary>A host on a GitHub that holds the sample's order service.</summary>
internal sealed class FixLab : IAsyncDisposable
{
    public const string Body = """{"error_message": "ProvisionedThroughputExceededException: Rate exceeded", "file_path": "src/handlers/order_handler.py"}""";

    public const string Retry = "src/utils/retry.py";

    private FixLab(FakeGitHub gitHub, ChatOpsApp app) => (GitHub, App) = (gitHub, app);

    public FakeGitHub GitHub { get; }

    public ChatOpsApp App { get; }

    public string RetryText => GitHub.Orders.Git.Run("show", $"main:{Retry}");

    public static async Task<FixLab> StartAsync(params (string Key, string Value)[] settings)
    {
        var gitHub = await FakeGitHub.StartAsync();
        Fill(gitHub);
        var all = gitHub.Settings;
        foreach (var (key, value) in settings)
            all[key] = value;
        return new FixLab(gitHub, await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = all }));
    }

    /// <summary>Puts the sample's files on the fake's main branch.</summary>
    public static void Fill(FakeGitHub gitHub)
    {
        var files = new Dictionary<string, string>();
        var assembly = typeof(CommandRunner).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("sample/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            files[name.Split('/', 3)[2]] = reader.ReadToEnd();
        }

        gitHub.Commit("main", "Retry at once (#46)", [.. files.Select(file => (file.Key, (string?)file.Value))]);
        gitHub.Orders.CountFrom(47);
    }

    public async Task<JsonNode> PostAsync(string body = Body, string path = "/diagnose-and-fix")
    {
        var answer = await App.SendAsync(HttpMethod.Post, path, ChatOpsApp.Json(body));
        var json = await ChatOpsApp.JsonAsync(answer);
        Assert.True(answer.IsSuccessStatusCode, json.ToJsonString());
        return json;
    }

    /// <summary>The branches that we made and left.</summary>
    public IReadOnlyList<string> Branches => BranchesOf(GitHub);

    public static IReadOnlyList<string> BranchesOf(FakeGitHub gitHub) => gitHub.Orders.Git.Run("for-each-ref", "--format=%(refname:short)", "refs/heads/ai").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A stored diagnosis of the retry helper with some change, made at a commit.</summary>
    public async Task<Diagnosis> DiagnosisAsync(IReadOnlyDictionary<string, string> fix, string? sha = null, string rootCause = "Missing exponential backoff in src/utils/retry.py causes retry storms", string explanation = "It asks again at once.", string error = "ProvisionedThroughputExceededException: Rate exceeded", ChatOps.Iam.IamAnalysis? iam = null)
    {
        var at = sha ?? GitHub.Orders.Git.Tip("main")!;
        var operation = $"op_{Guid.NewGuid():N}";
        var diagnosis = new Diagnosis
        {
            Id = Identifier.New("dg", App.Clock),
            Outcome = Outcome.Likely,
            RootCause = rootCause,
            Explanation = explanation,
            Confidence = Confidence.Medium,
            ConfidenceScore = 0.7,
            ConfidenceReasons = [],
            Category = Category.Throttling,
            AffectedFiles = [Retry],
            Evidence = [new EvidenceItem("E1", Retry, at, 1, 2, "def call(action):\n    return action()", "innermost frame in the repository")],
            Suspects = [],
            SuggestedFix = "Wait between the tries.",
            FixCode = fix,
            FixDiff = "",
            FixChecks = [new FixCheck("applies", true, "1 file changed.")],
            Similar = [],
            Fingerprint = "f",
            MaskedSecrets = new Dictionary<string, int>(),
            Warnings = [],
            Repo = "orders",
            Sha = at,
            Engine = Engine.Rules,
            CostUsd = 0,
            DurationMs = 1,
            CreatedAt = App.Clock.GetUtcNow(),
            IamAnalysis = iam,
        };
        await App.Get<DiagnosisStore>().SaveAsync(diagnosis, error, Context(operation), CancellationToken.None);
        return diagnosis;
    }

    public Task<Answer<StoredPlan>> PlanAsync(Diagnosis diagnosis, string? operation = null) =>
        App.Get<FixPlanner>().PlanAsync(diagnosis, draft: false, Context(operation ?? $"op_{Guid.NewGuid():N}"), CancellationToken.None);

    public async Task<Answer<StoredPlan>> ApplyAsync(StoredPlan plan)
    {
        await using var scope = App.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RunScope>().Context = Context($"op_{Guid.NewGuid():N}");
        return await scope.ServiceProvider.GetRequiredService<PlanApplier>().ApplyAsync(plan.Plan.Id, plan.Digest, CancellationToken.None);
    }

    /// <summary>What the pull request of a plan would say.</summary>
    public static PullRequestDraft DraftOf(StoredPlan plan) => PullRequestDraft.Of(plan.Plan);

    public static RunContext Context(string operation) => new()
    {
        OperationId = operation,
        Request = new CommandRequest { Command = "fix", Arguments = new Dictionary<string, string>(), Caller = Caller.Local, Door = "test" },
        Repository = new RepositoryRef { Name = "orders" },
        Deadline = DateTimeOffset.UtcNow.AddMinutes(5),
        StepAsync = (_, _) => Task.CompletedTask,
    };

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await GitHub.DisposeAsync();
    }
}
