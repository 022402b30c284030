using System.Net;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.Orchestrate;

/// <summary>Who plays which role, and what happens when keys, providers or money are missing.</summary>
public sealed class OrchestrateProviderTests : OrchestrateLab
{
    [Fact]
    public async Task With_one_key_the_same_vendor_plays_all_roles_and_the_answer_says_so()
    {
        Models.ScriptAnthropic(Plan(), Change("DELAY = 1\n", "DELAY = 8\n"), Review("approve"));
        await StartAsync(("Ai:Providers:1:ApiKey", null), ("Ai:Providers:1:BaseUrl", null));

        var done = await OrchestrateAsync();

        Assert.All(done["agents"]!.AsArray(), turn => Assert.Equal("anthropic", (string?)turn!["provider"]));
        Assert.Contains(done["warnings"]!.AsArray(), warning => ((string)warning!).Contains("configure a second vendor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_no_key_a_sentence_names_the_settings()
    {
        await StartAsync(("Ai:Providers:0:ApiKey", null), ("Ai:Providers:0:BaseUrl", null), ("Ai:Providers:1:ApiKey", null), ("Ai:Providers:1:BaseUrl", null));

        var answer = await Host.SendAsync(HttpMethod.Post, "/orchestrate", ChatOpsApp.Json(Task));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("ANTHROPIC_API_KEY", (string?)(await ChatOpsApp.JsonAsync(answer))["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_budget_it_stops_and_shows_what_there_is()
    {
        Models.ScriptAnthropic(Plan() with { OutputTokens = 4_000 }, Review("approve"));
        Models.ScriptOpenAi(Change("DELAY = 1\n", "DELAY = 8\n"));
        await StartAsync(("Ai:Budgets:PerOperation", "0.10"));

        var done = await OrchestrateAsync();

        Assert.Equal("Waits longer.", (string?)done["plan"]!["summary"]);
        Assert.Empty(done["files"]!.AsObject());
        Assert.True((decimal)done["cost_usd"]! > 0);
        Assert.Contains(done["warnings"]!.AsArray(), warning => ((string)warning!).Contains("PerOperation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_what_roles_lack_is_named_when_some_can_be_played()
    {
        await StartAsync(("Ai:Roles:Review:0", "openai"), ("Ai:Roles:Review:1", "openai"), ("Ai:Providers:1:ApiKey", null), ("Ai:Providers:1:BaseUrl", null));

        var answer = await Host.SendAsync(HttpMethod.Post, "/orchestrate", ChatOpsApp.Json(Task));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("no model is configured for Ai:Roles:Review.", (string?)(await ChatOpsApp.JsonAsync(answer))["detail"], StringComparison.Ordinal);
        Assert.Empty(Models.Requests);
    }

    [Fact]
    public async Task A_vendor_that_fails_in_the_middle_is_replaced_and_history_and_costs_know_both()
    {
        Models.ScriptAnthropic(Plan(), Change("DELAY = 1\n", "DELAY = 8\n"), Review("approve"));
        Models.ScriptOpenAi(ScriptedReply.Status(429, "600"));
        await StartAsync();

        var done = await OrchestrateAsync();

        Assert.Equal(["planner anthropic", "implementer anthropic", "reviewer anthropic"], done["agents"]!.AsArray().Select(turn => $"{turn!["role"]} {turn["provider"]}"));
        Assert.Contains(done["warnings"]!.AsArray(), warning => (string?)warning == "openai is rate-limited or overloaded (429); anthropic answered.");
        Assert.Equal((decimal)done["cost_usd"]!, (decimal)(await Host.GetJsonAsync("/history/orchestrations"))["items"]![0]!["cost_usd"]!);
        var costs = await Host.GetJsonAsync("/analytics/costs?period=day");
        Assert.Equal((decimal)done["cost_usd"]!, (decimal)costs["total_cost_usd"]!);
        Assert.Equal(["anthropic", "openai"], costs["by_provider"]!.AsArray().Select(row => (string?)row!["key"]));
        Assert.Contains("429", (string?)(await Host.GetJsonAsync("/health"))["components"]!["ai"]!["openai"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_the_months_budget_nothing_is_asked()
    {
        await StartAsync(("Ai:Budgets:Month", "0.0001"));

        var answer = await Host.SendAsync(HttpMethod.Post, "/orchestrate", ChatOpsApp.Json(Task));

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Contains("Ai:Budgets:Month", (string?)(await ChatOpsApp.JsonAsync(answer))["detail"], StringComparison.Ordinal);
        Assert.Empty(Models.Requests);
    }
}
