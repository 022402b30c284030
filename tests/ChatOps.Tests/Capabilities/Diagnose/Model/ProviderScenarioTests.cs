using ChatOps.Capabilities.Diagnose;
using ChatOps.Chat;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.Diagnose.Model;

/// <summary>What providers do wrong, and what comes of it.</summary>
public class ProviderScenarioTests
{
    [Fact]
    public async Task An_empty_answer_is_asked_for_again_and_then_left()
    {
        await using var lab = await ModelLab.StartAsync("anthropic");
        lab.Server.Script(ScriptedReply.Say(""));

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Engine.Rules, diagnosis.Engine);
        Assert.Equal(["empty", "empty"], (await lab.RowsAsync()).Select(row => row.Outcome));
        Assert.Contains(diagnosis.Warnings, warning => warning.Contains("was empty", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_error_in_the_middle_of_the_stream_is_tried_again()
    {
        await using var lab = await ModelLab.StartAsync("anthropic");
        lab.Server.Script(ModelLab.Good() with { Ending = Ending.Error }, ModelLab.Good());

        Assert.Equal(Engine.Model, (await lab.DiagnoseAsync()).Engine);
        Assert.Equal(["error", "ok"], (await lab.RowsAsync()).Select(row => row.Outcome));
    }

    [Fact]
    public async Task A_server_error_is_tried_again()
    {
        await using var lab = await ModelLab.StartAsync("openai");
        lab.Server.Script(ScriptedReply.Status(500), ModelLab.Good());

        Assert.Equal(Engine.Model, (await lab.DiagnoseAsync()).Engine);
        Assert.Equal(["error", "ok"], (await lab.RowsAsync()).Select(row => row.Outcome));
    }

    [Fact]
    public async Task A_body_that_is_not_the_vendors_format_is_no_answer()
    {
        await using var lab = await ModelLab.StartAsync("anthropic");
        lab.Server.Script(new ScriptedReply { Raw = "event: message_start\ndata: {not json\n\n" }, ModelLab.Good());

        Assert.Equal(Engine.Model, (await lab.DiagnoseAsync()).Engine);
        Assert.Equal("ok", (await lab.RowsAsync())[1].Outcome);
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_not_waited_when_another_provider_can_be_asked()
    {
        await using var lab = await ModelLab.StartAsync();
        lab.Server.ScriptAnthropic(ScriptedReply.Status(429, "300"));
        lab.Server.ScriptOpenAi(ModelLab.Good());

        var first = await lab.DiagnoseAsync();
        var second = await lab.DiagnoseAsync();

        Assert.Empty(lab.Time.Delays);
        Assert.Equal(("openai", "openai"), (first.Provider, second.Provider));
        Assert.Equal(1, lab.Server.Requests.Count(request => request.Vendor == "anthropic"));
    }

    [Theory]
    [InlineData(529)]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(404)]
    public async Task The_next_provider_answers_and_the_answer_says_so(int status)
    {
        await using var lab = await ModelLab.StartAsync();
        lab.Server.ScriptAnthropic(ScriptedReply.Status(status));
        lab.Server.ScriptOpenAi(ModelLab.Good());

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(("openai", "gpt-test"), (diagnosis.Provider, diagnosis.Model));
        Assert.Contains(diagnosis.Warnings, warning => warning.Contains($"({status})", StringComparison.Ordinal) && warning.EndsWith("openai answered.", StringComparison.Ordinal));
        Assert.NotEqual(HealthState.Ok, lab.States.Of(lab.Options.Providers[0]).State);
        Assert.Equal(HealthState.Ok, lab.States.Of(lab.Options.Providers[1]).State);
    }

    [Fact]
    public async Task When_all_fail_the_rules_engine_answers_and_says_why()
    {
        await using var lab = await ModelLab.StartAsync();
        lab.Server.ScriptAnthropic(ScriptedReply.Status(529));
        lab.Server.ScriptOpenAi(ScriptedReply.Status(500));

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Engine.Rules, diagnosis.Engine);
        Assert.Null(diagnosis.Provider);
        Assert.Contains(diagnosis.Warnings, warning => warning.StartsWith("No model answered: anthropic is rate-limited or overloaded (529); openai failed (500)", StringComparison.Ordinal));
        Assert.Contains("The rules engine answered instead of a model.", diagnosis.Warnings);
        Assert.Equal(6, (await lab.RowsAsync()).Count);
    }

    [Fact]
    public async Task A_model_that_declines_is_not_asked_again()
    {
        await using var lab = await ModelLab.StartAsync();
        lab.Server.ScriptAnthropic(ScriptedReply.Say("I cannot help with that.") with { FinishReason = "refusal" });
        lab.Server.ScriptOpenAi(ModelLab.Good());

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal("openai", diagnosis.Provider);
        Assert.Equal(["refused", "ok"], (await lab.RowsAsync()).Select(row => row.Outcome));
    }

    [Fact]
    public async Task An_answer_that_reaches_its_limit_is_left()
    {
        await using var lab = await ModelLab.StartAsync("openai");
        lab.Server.Script(ModelLab.Good() with { FinishReason = "length" });

        Assert.Equal(Engine.Rules, (await lab.DiagnoseAsync()).Engine);
        Assert.Equal("too_long", Assert.Single(await lab.RowsAsync()).Outcome);
    }

    [Fact]
    public async Task An_answer_without_end_is_left_and_paid()
    {
        await using var lab = await ModelLab.StartAsync("anthropic");
        lab.Server.Script(ScriptedReply.Say(new string('x', 450_000)));

        var diagnosis = await lab.DiagnoseAsync();

        var row = Assert.Single(await lab.RowsAsync());
        Assert.Equal("too_long", row.Outcome);
        Assert.True(row.Output > 10_000 && row.Cost > 0);
        Assert.Equal(row.Cost / 1_000_000_000m, diagnosis.CostUsd);
    }

    [Fact]
    public async Task An_endpoint_that_takes_no_functions_is_asked_without_them()
    {
        await using var lab = await ModelLab.StartAsync("openai");
        lab.Server.Script(ScriptedReply.Status(400), ModelLab.Good());

        var first = await lab.DiagnoseAsync();
        var second = await lab.DiagnoseAsync();

        Assert.Equal((Engine.Model, Engine.Model), (first.Engine, second.Engine));
        Assert.Equal([true, false, false], lab.Server.Requests.Select(request => request.Body.TryGetProperty("tools", out _)));
    }

    [Fact]
    public async Task With_no_model_the_rules_engine_answers_without_a_word_about_failure()
    {
        await using var lab = await ModelLab.StartAsync(adjust: options => options.Roles.Diagnose.Clear());

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Engine.Rules, diagnosis.Engine);
        Assert.Equal(0m, diagnosis.CostUsd);
        Assert.Empty(diagnosis.Warnings);
    }
}
