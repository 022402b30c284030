using ChatOps.Adapters.Llm;
using ChatOps.Settings;
using ChatOps.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace ChatOps.Tests.Adapters.Llm;

public class AiOptionsTests
{
    [Theory]
    [InlineData("Ai:Providers:0:Region", "eu.evil.example/", "is not a region")]
    [InlineData("Ai:Providers:0:Kind", "oracle", "not a kind")]
    [InlineData("Ai:Providers:0:Name", " ", "is missing")]
    [InlineData("Ai:Providers:0:Model", "", "is missing")]
    [InlineData("Ai:Providers:0:BaseUrl", "localhost", "is not an address")]
    [InlineData("Ai:Providers:1:Name", "ANTHROPIC", "its own name")]
    [InlineData("Ai:Roles:Diagnose:0", "nobody", "not in Ai:Providers")]
    [InlineData("Ai:Prices:0:Output", "-1", "below zero")]
    [InlineData("Ai:Budgets:Month", "-1", "dollars")]
    public void A_setting_that_cannot_work_is_refused_in_one_sentence_that_names_it(string key, string value, string words)
    {
        var refusal = Assert.Throws<SettingException>(() => Read((key, value)));

        Assert.StartsWith(key.StartsWith("Ai:Providers:1", StringComparison.Ordinal) ? "Ai:Providers" : key[..key.LastIndexOf(':')], refusal.Key, StringComparison.Ordinal);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_that_come_with_the_program_hold_and_price_their_own_models()
    {
        var options = Read();

        Assert.All(options.Providers, provider => Assert.Contains(options.Prices, price => price.Model == provider.Model && price.CachedInput is not null));
        Assert.All(options.Providers, provider => Assert.False(provider.IsConfigured));
        Assert.Equal((0.50m, 50m), (options.Budgets.PerOperation, options.Budgets.Month));
    }

    [Theory]
    [InlineData("claude-sonnet-5-5", "2026-10-06", 0.20)]
    [InlineData("claude-sonnet-5-5", "2026-11-26", 0.10)]
    [InlineData("global.anthropic.claude-sonnet-5-5-v1:0", "2026-11-26", 0.10)]
    [InlineData("eu.anthropic.claude-sonnet-5-5", "2026-11-26", 0.11)]
    public void Prices_hold_from_their_day(string model, string day, double cached)
    {
        var time = new VirtualTime();
        time.Advance(DateTimeOffset.Parse(day + "T12:00Z", System.Globalization.CultureInfo.InvariantCulture) - time.GetUtcNow());

        Assert.Equal((long)(cached * 1_000_000_000), new ModelPrices(Read(), time).Cost(model, new TokenUsage(1_000_000, 1_000_000, 0, 0, 0)));
    }

    [Fact]
    public void One_key_in_the_environment_is_enough()
    {
        var options = Read(("OPENAI_API_KEY", "k"), ("OPENAI_MODEL", "gpt-mine"), ("OPENAI_BASE_URL", "http://127.0.0.1:1/v1"));

        Assert.Equal(("k", "gpt-mine", true), (options.Providers[1].ApiKey, options.Providers[1].Model, options.Providers[1].IsConfigured));
        Assert.False(options.Providers[0].IsConfigured);
    }

    [Fact]
    public void Azure_needs_its_resource_and_Bedrock_its_region()
    {
        Assert.Equal("Ai:Providers:0:BaseUrl", Assert.Throws<SettingException>(() => Read(("Ai:Providers:0:Kind", "azure_openai"), ("Ai:Providers:0:ApiKey", "k"))).Key);
        Assert.True(Read(("Ai:Providers:0:Kind", "azure_openai"), ("Ai:Providers:0:ApiKey", "k"), ("Ai:Providers:0:BaseUrl", "https://acme.openai.azure.com")).Providers[0].IsConfigured);
        Assert.False(Read(("Ai:Providers:0:Kind", "bedrock")).Providers[0].IsConfigured);
        var bedrock = Read(("Ai:Providers:0:Kind", "bedrock"), ("AWS_REGION", "eu-central-1"), ("AWS_BEARER_TOKEN_BEDROCK", "t")).Providers[0];
        Assert.Equal((true, "eu-central-1", "t"), (bedrock.IsConfigured, bedrock.Region, bedrock.ApiKey));
    }

    [Fact]
    public void A_key_that_is_written_out_wins_over_the_environments()
    {
        var options = Read(("ANTHROPIC_API_KEY", "theirs"), ("ANTHROPIC_BASE_URL", " http://127.0.0.1:1 "), ("Ai:Providers:0:ApiKey", "ours"));

        Assert.Equal(("ours", "http://127.0.0.1:1"), (options.Providers[0].ApiKey, options.Providers[0].BaseUrl));
    }

    private static AiOptions Read(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"))
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
            .Build();
        return SettingsReader.Read<AiOptions>(new ConfigurationBuilder().AddConfiguration(configuration).AddInMemoryCollection(WellKnownVariables.Imply(configuration)).Build(), "Ai", []);
    }
}
