using ChatOps.Capabilities.Diagnose;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Adapters.Llm;

public class AzureOpenAiTests
{
    [Fact]
    public async Task A_deployment_is_asked_at_its_own_address_with_the_key_in_its_own_header()
    {
        await using var lab = await ModelLab.StartAsync("azure");
        lab.Server.ScriptAzure(ModelLab.Good() with { InputTokens = 1_000, CachedTokens = 400, OutputTokens = 50 });

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal((Engine.Model, "azure"), (diagnosis.Engine, diagnosis.Provider));
        var request = Assert.Single(lab.Server.Requests);
        Assert.Equal("/openai/deployments/our%20gpt/chat/completions?api-version=2024-10-21", request.Target);
        Assert.Equal(("azure-secret", ""), (request.Headers["api-key"], request.Authorization));
        Assert.True(request.Body.GetProperty("response_format").GetProperty("json_schema").GetProperty("strict").GetBoolean());
        var row = Assert.Single(await lab.RowsAsync());
        Assert.Equal((600 * 1_000) + (400 * 50) + (50 * 5_000), row.Cost);
    }

    [Fact]
    public async Task The_newer_address_is_taken_as_it_is()
    {
        await using var lab = await ModelLab.StartAsync("azure", options =>
        {
            var azure = options.Providers.Single(provider => provider.Name == "azure");
            azure.BaseUrl += "openai/v1/";
        });
        lab.Server.ScriptAzure(ModelLab.Good());

        Assert.Equal(Engine.Model, (await lab.DiagnoseAsync()).Engine);
        var request = Assert.Single(lab.Server.Requests);
        Assert.Equal(("/openai/v1/chat/completions", "azure-secret", ""), (request.Target, request.Headers["api-key"], request.Authorization));
    }

    [Fact]
    public async Task What_goes_wrong_is_told_apart_as_with_others()
    {
        await using var lab = await ModelLab.StartAsync("azure");
        lab.Server.ScriptAzure(ScriptedReply.Status(429, "3"), ModelLab.Good() with { FinishReason = "content_filter" });

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Engine.Rules, diagnosis.Engine);
        Assert.Equal(["busy", "refused"], (await lab.RowsAsync()).Select(row => row.Outcome));
        Assert.Equal(TimeSpan.FromSeconds(3), lab.Time.Delays[0]);
        Assert.Contains(diagnosis.Warnings, warning => warning.Contains("azure", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_is_refused_is_named_without_being_shown()
    {
        await using var lab = await ModelLab.StartAsync("azure");
        lab.Server.ScriptAzure(ScriptedReply.Status(401));

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Contains(diagnosis.Warnings, warning => warning.Contains("azure refused the key (401)", StringComparison.Ordinal));
        Assert.DoesNotContain(lab.Log, line => line.Contains("azure-secret", StringComparison.Ordinal));
    }
}
