using ChatOps.Capabilities.Diagnose;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.Diagnose.Model;

/// <summary>What must hold with each vendor's own SDK.</summary>
public class CoreScenarioTests
{
    public static TheoryData<string> Vendors => ["anthropic", "openai"];

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_good_answer_becomes_a_verified_diagnosis(string vendor)
    {
        await using var lab = await ModelLab.StartAsync(vendor);
        lab.Server.Script(ModelLab.Good());

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Engine.Model, diagnosis.Engine);
        Assert.Equal(vendor, diagnosis.Provider);
        Assert.Equal(Outcome.RootCauseFound, diagnosis.Outcome);
        Assert.Equal(Category.Network, diagnosis.Category);
        Assert.Equal(("E1", OrdersCase.RetryPath, 12), (diagnosis.Evidence[0].Id, diagnosis.Evidence[0].Path, diagnosis.Evidence[0].StartLine));
        Assert.Contains("+ATTEMPTS = 6", diagnosis.FixDiff, StringComparison.Ordinal);
        Assert.All(diagnosis.FixChecks, check => Assert.True(check.Passed, check.Detail));
        Assert.Equal(0, lab.Repository.Git(diagnosis.FixDiff, ["apply", "--check", "-"]).ExitCode);
        Assert.Equal((1_000, 200), (diagnosis.InputTokens, diagnosis.OutputTokens));
        Assert.Equal(vendor == "anthropic" ? 0.004m : 0.002m, diagnosis.CostUsd);
        Assert.Empty(diagnosis.Warnings);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task The_request_asks_for_the_strictest_form_and_streams(string vendor)
    {
        await using var lab = await ModelLab.StartAsync(vendor);
        lab.Server.Script(ModelLab.Good());

        await lab.DiagnoseAsync();

        var request = Assert.Single(lab.Server.Requests);
        Assert.True(request.Body.GetProperty("stream").GetBoolean());
        Assert.Equal(5, request.Body.GetProperty("tools").GetArrayLength());
        if (vendor == "anthropic")
        {
            Assert.Equal("json_schema", request.Body.GetProperty("output_config").GetProperty("format").GetProperty("type").GetString());
            Assert.Equal("ephemeral", request.Body.GetProperty("system")[0].GetProperty("cache_control").GetProperty("type").GetString());
        }
        else
        {
            Assert.True(request.Body.GetProperty("response_format").GetProperty("json_schema").GetProperty("strict").GetBoolean());
        }
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task Every_call_is_a_row_with_its_tokens_and_its_cost(string vendor)
    {
        await using var lab = await ModelLab.StartAsync(vendor);
        lab.Server.Script(ModelLab.Good() with { InputTokens = 4_400, CachedTokens = 4_000, CacheWriteTokens = 300, OutputTokens = 50 });

        var diagnosis = await lab.DiagnoseAsync();

        var row = Assert.Single(await lab.RowsAsync());
        Assert.Equal((4_400, 4_000, 300, 50), (row.Input, row.Cached, row.CacheWrite, row.Output));
        // 100 × 2 + 4,000 × 0.1 + 300 × 2.5 + 50 × 10, or 100 × 1 + 4,000 × 0.05 + 300 × 1.25 + 50 × 5, in thousands of nano-dollars.
        Assert.Equal(vendor == "anthropic" ? 1_850_000 : 925_000, row.Cost);
        Assert.Equal(("ok", "diagnose-1", "orders", "op_1", 1L), (row.Outcome, row.PromptVersion, row.Repo, row.Operation, row.Attempt));
        Assert.Equal(row.Cost / 1_000_000_000m, diagnosis.CostUsd);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_model_can_look_things_up_and_the_tokens_of_all_rounds_are_summed(string vendor)
    {
        await using var lab = await ModelLab.StartAsync(vendor);
        lab.Server.Script(
            ScriptedReply.Call("repository_search", new { text = "ATTEMPTS" }),
            ScriptedReply.Call("repository_read", new { path = OrdersCase.RetryPath, startLine = 1, endLine = 5 }),
            ModelLab.Good());

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Engine.Model, diagnosis.Engine);
        Assert.Equal((3_000, 600), (diagnosis.InputTokens, diagnosis.OutputTokens));
        Assert.Contains("src/utils/retry.py:3: ATTEMPTS = 3", lab.Server.Requests.ElementAt(1).Text, StringComparison.Ordinal);
        Assert.Equal(3, (await lab.RowsAsync()).Count);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task Functions_without_end_are_cut_short(string vendor)
    {
        await using var lab = await ModelLab.StartAsync(vendor);
        lab.Server.Script(ScriptedReply.Call("repository_search", new { text = "ATTEMPTS" }));

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Engine.Rules, diagnosis.Engine);
        Assert.Contains(diagnosis.Warnings, warning => warning.Contains("did not answer", StringComparison.Ordinal));
        Assert.InRange(lab.Server.Requests.Count, 9, 11);
        Assert.Contains("No calls are left", lab.Server.Requests.Last().Text, StringComparison.Ordinal);
        Assert.True(diagnosis.CostUsd > 0);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_rate_limit_is_waited_out_as_the_provider_says(string vendor)
    {
        await using var lab = await ModelLab.StartAsync(vendor);
        lab.Server.Script(ScriptedReply.Status(429, "7"), ModelLab.Good());

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Engine.Model, diagnosis.Engine);
        Assert.Equal([TimeSpan.FromSeconds(7)], lab.Time.Delays);
        Assert.Equal([("busy", 1L, 0L), ("ok", 2L, 1_000L)], (await lab.RowsAsync()).Select(row => (row.Outcome, row.Attempt, row.Input)));
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task An_overloaded_provider_is_tried_three_times_and_then_left(string vendor)
    {
        await using var lab = await ModelLab.StartAsync(vendor);
        lab.Server.Script(ScriptedReply.Status(529));

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Engine.Rules, diagnosis.Engine);
        Assert.Equal(3, lab.Server.Requests.Count);
        Assert.Contains(diagnosis.Warnings, warning => warning.Contains($"{vendor} is rate-limited or overloaded (529)", StringComparison.Ordinal));
        Assert.Equal(0m, diagnosis.CostUsd);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_stream_that_is_cut_is_no_answer_but_costs_what_it_costs(string vendor)
    {
        await using var lab = await ModelLab.StartAsync(vendor);
        lab.Server.Script(ModelLab.Good() with { Ending = Ending.Cut }, ModelLab.Good());

        var diagnosis = await lab.DiagnoseAsync();

        var rows = await lab.RowsAsync();
        Assert.Equal(["cut", "ok"], rows.Select(row => row.Outcome));
        Assert.InRange(rows[0].Output, 100, 400);
        Assert.True(rows[0].Input > 500 && rows[0].Cost > 0);
        Assert.Equal(rows.Sum(row => row.Cost) / 1_000_000_000m, diagnosis.CostUsd);
        Assert.Equal(rows.Sum(row => row.Input), diagnosis.InputTokens);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_connection_that_breaks_is_tried_again(string vendor)
    {
        await using var lab = await ModelLab.StartAsync(vendor);
        lab.Server.Script(ModelLab.Good() with { Ending = Ending.Reset }, ModelLab.Good());

        Assert.Equal(Engine.Model, (await lab.DiagnoseAsync()).Engine);
        Assert.Equal(["cut", "ok"], (await lab.RowsAsync()).Select(row => row.Outcome));
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_slow_provider_is_left_when_its_time_is_over(string vendor)
    {
        await using var lab = await ModelLab.StartAsync(vendor);
        var slow = ModelLab.Good() with { Ending = Ending.Hang };
        lab.Server.Script(slow);

        var diagnosing = lab.DiagnoseAsync();
        await slow.Sent.Task;
        lab.Time.Advance(TimeSpan.FromSeconds(58));
        var diagnosis = await diagnosing;

        Assert.Equal(Engine.Rules, diagnosis.Engine);
        Assert.Contains(diagnosis.Warnings, warning => warning.Contains("did not answer in time", StringComparison.Ordinal));
        Assert.Equal("timeout", Assert.Single(await lab.RowsAsync()).Outcome);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_slow_drip_is_left_when_its_time_is_over_however_much_has_come(string vendor)
    {
        await using var lab = await ModelLab.StartAsync(vendor);
        var drip = ModelLab.Good() with { Drip = new SemaphoreSlim(0) };
        lab.Server.Script(drip);

        var diagnosing = lab.DiagnoseAsync();
        for (var piece = 0; piece < 3; piece++)
        {
            drip.Drip.Release();
            await drip.Dripped.WaitAsync();
            lab.Time.Advance(TimeSpan.FromSeconds(20));
        }

        var diagnosis = await diagnosing;

        Assert.Equal(Engine.Rules, diagnosis.Engine);
        Assert.Contains(diagnosis.Warnings, warning => warning.Contains("did not answer in time", StringComparison.Ordinal));
        var row = Assert.Single(await lab.RowsAsync());
        Assert.Equal("timeout", row.Outcome);
        Assert.True(row.Cost > 0);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task Cancelling_stops_in_the_middle_of_the_stream_and_the_row_says_so(string vendor)
    {
        await using var lab = await ModelLab.StartAsync(vendor);
        var slow = ModelLab.Good() with { Ending = Ending.Hang };
        lab.Server.Script(slow);
        using var stop = new CancellationTokenSource();

        var diagnosing = lab.DiagnoseAsync(cancellationToken: stop.Token);
        await slow.Sent.Task;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => diagnosing);
        var row = Assert.Single(await lab.RowsAsync());
        Assert.Equal("cancelled", row.Outcome);
        Assert.True(row.Input > 500);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task An_invented_quote_is_repaired_once(string vendor)
    {
        await using var lab = await ModelLab.StartAsync(vendor);
        lab.Server.Script(
            ModelLab.Good(answer => answer["citations"] = new[] { ModelLab.Cite(OrdersCase.RetryPath, 12, 12, "raise SystemExit(1)") }),
            ModelLab.Good());

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Outcome.RootCauseFound, diagnosis.Outcome);
        Assert.Empty(diagnosis.Warnings);
        Assert.Contains("does not stand in src/utils/retry.py", lab.Server.Requests.Last().Text, StringComparison.Ordinal);
        Assert.Equal(["diagnose-1", "diagnose-1+repair-1"], (await lab.RowsAsync()).Select(row => row.PromptVersion));
        Assert.Equal(2_000, diagnosis.InputTokens);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task Malformed_JSON_is_asked_for_again_and_then_given_up(string vendor)
    {
        await using var lab = await ModelLab.StartAsync(vendor);
        lab.Server.Script(ScriptedReply.Say("{\"root_cause\": 7}"));

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Engine.Rules, diagnosis.Engine);
        Assert.Equal(["malformed", "malformed"], (await lab.RowsAsync()).Select(row => row.Outcome));
        Assert.Contains("could not be read", lab.Server.Requests.Last().Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task The_key_is_sent_and_appears_nowhere_else(string vendor)
    {
        await using var lab = await ModelLab.StartAsync(vendor);
        lab.Server.Script(ScriptedReply.Status(401));

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Contains("secret", lab.Server.Requests.First().Authorization, StringComparison.Ordinal);
        Assert.NotEmpty(lab.Log);
        Assert.DoesNotContain("secret", string.Join('\n', lab.Log.Concat(diagnosis.Warnings)), StringComparison.Ordinal);
        Assert.Contains(diagnosis.Warnings, warning => warning.Contains("refused the key (401)", StringComparison.Ordinal));
    }
}
