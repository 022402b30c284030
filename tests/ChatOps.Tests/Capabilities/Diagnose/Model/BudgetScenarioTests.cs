using ChatOps.Capabilities.Diagnose;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.Diagnose.Model;

/// <summary>What a diagnosis may cost, and what it says when it may not.</summary>
public class BudgetScenarioTests
{
    [Fact]
    public async Task A_budget_stops_before_the_call_and_names_its_setting()
    {
        await using var lab = await ModelLab.StartAsync(adjust: options => options.Budgets.PerOperation = 0.0001m);
        lab.Server.Script(ModelLab.Good());

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Empty(lab.Server.Requests);
        Assert.Empty(await lab.RowsAsync());
        Assert.Equal(Engine.Rules, diagnosis.Engine);
        Assert.Contains(diagnosis.Warnings, warning => warning.EndsWith("the limit is Ai:Budgets:PerOperation.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_budget_with_nothing_else_to_say_blocks()
    {
        await using var lab = await ModelLab.StartAsync(adjust: options => options.Budgets.Month = 0.0001m);

        var diagnosis = await lab.DiagnoseAsync(OrdersCase.Evidence(lab.Repository.Snapshot()) with { Items = [], Files = [], LocationConfidence = 0.1 });

        Assert.Equal(Outcome.Blocked, diagnosis.Outcome);
        Assert.Contains("Ai:Budgets:Month", diagnosis.RootCause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_budget_that_runs_out_in_the_middle_leaves_the_answer_that_there_is()
    {
        await using var lab = await ModelLab.StartAsync("anthropic", options => options.Budgets.PerOperation = 0.13m);
        lab.Server.Script(ModelLab.Good(answer => answer["edits"] = new[] { ModelLab.Edit(OrdersCase.RetryPath, "nowhere", "x") }) with { OutputTokens = 5_000 });

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Engine.Model, diagnosis.Engine);
        Assert.Single(lab.Server.Requests);
        Assert.Contains(diagnosis.Warnings, warning => warning.Contains("could not be repaired", StringComparison.Ordinal) && warning.Contains("Ai:Budgets:PerOperation", StringComparison.Ordinal));
        Assert.Equal(0.052m, diagnosis.CostUsd);
    }

    [Fact]
    public async Task A_model_without_a_price_is_unpriced_and_not_free()
    {
        await using var lab = await ModelLab.StartAsync("openai", options => options.Prices.Clear());
        lab.Server.Script(ModelLab.Good());

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Null(diagnosis.CostUsd);
        Assert.Equal(1_000, diagnosis.InputTokens);
        Assert.Null(Assert.Single(await lab.RowsAsync()).Cost);
    }
}
