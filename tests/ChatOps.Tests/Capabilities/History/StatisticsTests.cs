using System.Text.Json.Nodes;
using ChatOps.Adapters.Storage;
using ChatOps.Capabilities.History;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Running.Rest;
using ChatOps.Tests.Support;
using Dapper;

namespace ChatOps.Tests.Capabilities.History;

/// <summary>Pages and figures over what is kept, on both databases.</summary>
public sealed class StatisticsTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Workflows_come_newest_first_a_page_at_a_time_and_filtered(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        for (var number = 1; number <= 5; number++)
            await AddAsync(app, number, number % 2 == 0 ? "billing" : "orders", number == 3 ? "p_bob" : "p_ann");

        List<int> seen = [];
        var path = "/history/workflows?limit=2";
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await app.GetJsonAsync(cursor.Length == 0 ? path : $"{path}&cursor={cursor}");
            seen.AddRange(Numbers(page));
            cursor = (string?)page["next_cursor"];
        }

        Assert.Equal([5, 4, 3, 2, 1], seen);
        Assert.Equal([5, 3, 1], Numbers(await app.GetJsonAsync("/history/workflows?repo=ORDERS")));
        Assert.Empty(Numbers(await app.GetJsonAsync("/history/workflows?user=nobody")));
        app.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Empty(Numbers(await app.GetJsonAsync("/history/workflows?since_days=2")));
        Assert.Equal(400, (int)(await app.SendAsync(HttpMethod.Get, "/history/workflows?limit=0")).StatusCode);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_figures_add_up(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        await AddAsync(app, 1, "orders", "p_ann", "merged");
        await AddAsync(app, 2, "orders", "p_ann", "merged", revertedBy: 4);
        await AddAsync(app, 3, "orders", "p_ann", "closed");
        await AddAsync(app, 4, "orders", "p_ann", "open", ChangeKind.Revert);
        foreach (var milliseconds in (int[])[400, 1_000, 9_000, 2_000])
            await DiagnosisAsync(app, milliseconds);
        await CallAsync(app, 1_500_000_000);
        await CallAsync(app, 250_000_001);
        await CallAsync(app, null);

        var stats = await app.GetJsonAsync("/analytics/stats");

        Assert.Equal(
            """{"total_orchestrations":0,"total_diagnoses":4,"total_workflows":4,"workflow_success_rate":0.3333333333333333,"total_cost_usd":1.750000001,"orchestrations_with_iam_warnings":0,"rollbacks":1,"open_ai_prs":1,"median_diagnosis_seconds":1.5}""",
            stats.ToJsonString());
    }

    [Fact]
    public async Task Of_an_odd_number_of_diagnoses_the_middle_one_counts()
    {
        await using var app = await ChatOpsApp.StartAsync();
        foreach (var milliseconds in (int[])[9_000, 400, 1_000])
            await DiagnosisAsync(app, milliseconds);

        Assert.Equal(1.0, (double)(await app.GetJsonAsync("/analytics/stats"))["median_diagnosis_seconds"]!);
    }

    [Fact]
    public async Task Whoever_may_see_one_repository_gets_the_figures_of_that_one()
    {
        await using var app = await ChatOpsApp.StartAsync();
        await AddAsync(app, 1, "orders", "p_ann", "merged");
        await AddAsync(app, 2, "billing", "p_ann", "closed");

        var stats = await app.Get<Statistics>().ReadAsync(["ORDERS"], default);
        var page = await app.Get<WorkflowHistory>().PageAsync(new PageQuery { Limit = 20, Since = 0 }, ["ORDERS"], default);

        Assert.Equal((1L, 1.0), (stats.TotalWorkflows, stats.WorkflowSuccessRate!.Value));
        Assert.Equal([1], page.Items.Select(item => item.PrNumber));
        Assert.Equal(0, (await app.Get<Statistics>().ReadAsync([], default)).TotalWorkflows);
    }

    private static IEnumerable<int> Numbers(JsonNode page) => page["items"]!.AsArray().Select(item => (int)item!["pr_number"]!);

    private static async Task AddAsync(ChatOpsApp app, int number, string repo, string person, string state = "open", ChangeKind kind = ChangeKind.Fix, int? revertedBy = null)
    {
        await app.Get<WorkflowStore>().AddAsync(
            new Workflow { Id = $"wf_{number:D3}", PlanId = $"pl_{number}", OperationId = "op_1", Repo = repo, Kind = kind, PrNumber = number, PrUrl = $"https://github.com/acme/{repo}/pull/{number}", Title = "Fix", Branch = $"ai/fix-{number}", State = state, RequestedBy = person, CreatedAt = app.Clock.GetUtcNow() },
            default);
        if (revertedBy is not null)
            await app.Get<Database>().WriteAsync(transaction => transaction.Connection!.ExecuteAsync("update workflows set reverted_by = @revertedBy where pr_number = @number", new { revertedBy, number }, transaction), default);
    }

    private static Task<int> DiagnosisAsync(ChatOpsApp app, int milliseconds) => app.Get<Database>().WriteAsync(
        transaction => transaction.Connection!.ExecuteAsync(
            """
            insert into diagnoses (id, operation_id, repo, sha, fingerprint, outcome, engine, confidence_score, requested_by, created_at, input_tokens, output_tokens, duration_ms, error_text, document)
            values (@id, @id, 'orders', 'a', 'f', 'likely', 'rules', 0.5, 'p_ann', 1, 0, 0, @milliseconds, '', '{}')
            """,
            new { id = $"dg_{milliseconds}", milliseconds },
            transaction),
        default);

    private static Task<int> CallAsync(ChatOpsApp app, long? cost) => app.Get<Database>().WriteAsync(
        transaction => transaction.Connection!.ExecuteAsync(
            """
            insert into model_calls (id, operation_id, role, provider, model, prompt_version, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens, cost_nano_usd, latency_ms, attempt, outcome, requested_by, repo, created_at)
            values (@id, 'op_1', 'diagnose', 'p', 'm', '1', 0, 0, 0, 0, 0, @cost, 1, 1, 'ok', 'p_ann', 'orders', 1)
            """,
            new { id = Guid.NewGuid().ToString("N"), cost },
            transaction),
        default);
}
