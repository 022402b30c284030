using ChatOps.Adapters.Llm;
using ChatOps.Settings;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Adapters.Llm;

public class LlmModuleTests
{
    [Fact]
    public async Task Health_shows_each_provider()
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = new() { ["OPENAI_API_KEY"] = "k" }, Adjust = AddLlm });

        var health = await app.GetJsonAsync("/health");

        Assert.Equal("not_configured", (string?)health["components"]!["ai"]!["anthropic"]!["state"]);
        Assert.Equal("ok", (string?)health["components"]!["ai"]!["openai"]!["state"]);
        Assert.True(app.Get<ModelRouter>().IsConfigured(ModelRole.Diagnose));
    }

    [Fact]
    public async Task Health_says_which_model_has_no_price()
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = new() { ["OPENAI_API_KEY"] = "k", ["ANTHROPIC_API_KEY"] = "k", ["OPENAI_MODEL"] = "our-deployment" }, Adjust = AddLlm });

        var health = (await app.GetJsonAsync("/health"))["components"]!["ai"]!;

        Assert.Contains("our-deployment has no price, so its calls are counted as unpriced", health["openai"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("no price", health["anthropic"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_that_is_not_supported_stops_the_host()
    {
        var refusal = await Assert.ThrowsAsync<SettingException>(() => ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = new() { ["Ai:Providers:0:Kind"] = "oracle" }, Adjust = AddLlm }));

        Assert.StartsWith("Ai:Providers:0:Kind: 'oracle' is not a kind of provider", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Unless the program has done it already.</summary>
    private static void AddLlm(Microsoft.AspNetCore.Builder.WebApplicationBuilder builder)
    {
        if (!builder.Services.Any(service => service.ServiceType == typeof(ModelRouter)))
            builder.AddLlm();
    }
}
