using System.Text.RegularExpressions;

namespace ChatOps.Adapters.Llm;

/// <summary>What calls cost, in whole nano-dollars.</summary>
internal sealed partial class ModelPrices(AiOptions options, TimeProvider clock)
{
    /// <summary>Dollars per million tokens are thousands of nano-dollars per token.</summary>
    private const decimal NanoPerToken = 1_000m;

    /// <summary>The cost of a call, rounded once; null when the model has no price.</summary>
    public long? Cost(string model, TokenUsage usage)
    {
        if (Find(model) is not { } price)
            return null;

        var nano = usage.Fresh * price.Input
            + usage.Cached * (price.CachedInput ?? price.Input)
            + usage.CacheWrite * (price.CacheWrite ?? price.Input)
            + usage.Output * price.Output;
        return (long)decimal.Round(nano * NanoPerToken, MidpointRounding.AwayFromZero);
    }

    /// <summary>Whether a model has a price today.</summary>
    public bool Knows(string model) => Find(model) is not null;

    private PriceOptions? Find(string model)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        PriceOptions? Of(string id) => options.Prices
            .Where(price => string.Equals(price.Model, id, StringComparison.OrdinalIgnoreCase) && (price.From is null || price.From <= today))
            .MaxBy(price => price.From ?? DateOnly.MinValue);

        return Of(model) ?? Of(DatedVersion().Replace(model, ""));
    }

    // As Anthropic, OpenAI and Bedrock (-20260101-v1:0, -v1:0) write them.
    [GeneratedRegex(@"([-@](20\d{6}|20\d\d-\d\d-\d\d)(-v\d+(:\d+)?)?|-v\d+:\d+)$")]
    private static partial Regex DatedVersion();
}

/// <summary>Tokens of one call, or of several together.</summary>
/// <param name="Input">All input, cached or not.</param>
/// <param name="Cached">The part of it read from the provider's cache.</param>
/// <param name="CacheWrite">The part of it written to the provider's cache.</param>
/// <param name="Output">All output.</param>
/// <param name="Reasoning">The part of it that the model kept to itself.</param>
internal readonly record struct TokenUsage(long Input, long Cached, long CacheWrite, long Output, long Reasoning)
{
    /// <summary>The name under which clients count <see cref="CacheWrite"/>; Anthropic's SDK chose it.</summary>
    public const string CacheWriteCount = "CacheCreationInputTokens";

    /// <summary>Input at full price.</summary>
    public long Fresh => Math.Max(0, Input - Cached - CacheWrite);
}
