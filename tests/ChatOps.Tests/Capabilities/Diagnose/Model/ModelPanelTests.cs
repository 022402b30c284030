using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.Diagnose.Model;
using ChatOps.Capabilities.Diagnose.Verification;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.Diagnose.Model;

/// <summary>Several vendors answer without knowing of each other; where they point decides, not what they say.</summary>
public sealed class ModelPanelTests
{
    [Fact]
    public async Task Vendors_that_point_at_the_same_lines_make_the_answer_surer()
    {
        await using var lab = await ModelLab.StartAsync(adjust: options => options.Providers.RemoveAll(provider => provider.Name is not ("anthropic" or "openai")));
        lab.Server.Script(ModelLab.Good());

        var alone = await lab.DiagnoseAsync();
        var together = await PanelAsync(lab);

        Assert.Equal(2, together.Panel!.Count);
        Assert.All(together.Panel, opinion => Assert.True(opinion.Agrees));
        Assert.True(together.ConfidenceScore > alone.ConfidenceScore);
        Assert.Contains("2 vendors' models independently point at the same lines", together.ConfidenceReasons);
        Assert.Equal(together.Panel.Sum(opinion => opinion.CostUsd), together.CostUsd);
    }

    [Fact]
    public async Task A_vendor_that_points_elsewhere_is_shown_and_makes_it_less_sure()
    {
        await using var lab = await ModelLab.StartAsync(adjust: options => options.Providers.RemoveAll(provider => provider.Name is not ("anthropic" or "openai")));
        lab.Server.ScriptAnthropic(ModelLab.Good());
        var alone = await lab.DiagnoseAsync();
        lab.Server.ScriptOpenAi(ModelLab.Good(answer => (answer["root_cause"], answer["citations"]) = ("The handler loses the order.", new[] { ModelLab.Cite("src/handlers/order_handler.py", 6, 6, "return call_with_retry(lambda: save(order[\"id\"]))") })));

        var together = await PanelAsync(lab);

        Assert.Equal([true, false], together.Panel!.Select(opinion => opinion.Agrees));
        Assert.True(together.ConfidenceScore < alone.ConfidenceScore);
        Assert.Contains(together.ConfidenceReasons, reason => reason.Contains("gpt-test disagrees", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_vendor_that_fails_leaves_the_others_answer_with_a_warning()
    {
        await using var lab = await ModelLab.StartAsync(adjust: options => options.Providers.RemoveAll(provider => provider.Name is not ("anthropic" or "openai")));
        lab.Server.ScriptAnthropic(ModelLab.Good());
        lab.Server.ScriptOpenAi(ScriptedReply.Status(401));

        var together = await PanelAsync(lab);

        Assert.Single(together.Panel!);
        Assert.Equal("anthropic", together.Provider);
        Assert.Contains("Of 2 vendors asked, 1 gave an answer that holds.", together.Warnings);
    }

    [Fact]
    public async Task One_vendor_is_no_panel_and_the_answer_says_so()
    {
        await using var lab = await ModelLab.StartAsync("anthropic", options => options.Providers.RemoveAll(provider => provider.Name != "anthropic"));
        lab.Server.ScriptAnthropic(ModelLab.Good());

        Assert.Contains((await PanelAsync(lab)).Warnings, warning => warning.StartsWith("A panel needs several vendors", StringComparison.Ordinal));
    }

    private static async Task<Diagnosis> PanelAsync(ModelLab lab)
    {
        var evidence = OrdersCase.Evidence(lab.Repository.Snapshot());
        var opinion = await new ModelPanel(new ModelAnalyst(lab.Router, [])).AskAsync(evidence, lab.Context(), CancellationToken.None);
        return await DiagnosisBuilder.BuildAsync(evidence, opinion.Analysis!, new DiagnosisFacts { Id = "dg_1", CreatedAt = lab.Time.GetUtcNow(), DurationMs = 1 }, CancellationToken.None);
    }
}
