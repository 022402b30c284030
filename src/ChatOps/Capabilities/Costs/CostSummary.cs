using System.Text.Json.Serialization;

namespace ChatOps.Capabilities.Costs;

/// <summary>What models cost in a period.</summary>
internal sealed record CostSummary
{
    /// <summary>The period asked for.</summary>
    public required CostPeriod Period { get; init; }

    /// <summary>When it begins; for everything, the first call.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When it was added up.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>US dollars of all calls that have a price; null when calls were made and none has.</summary>
    public required decimal? TotalCostUsd { get; init; }

    /// <summary>Operations whose first call of a model is in the period.</summary>
    public required long Operations { get; init; }

    public required long InputTokens { get; init; }

    public required long OutputTokens { get; init; }

    /// <summary>Calls of models without a price; their cost is in no figure.</summary>
    public required long UnpricedCalls { get; init; }

    public required IReadOnlyList<CostRow> ByOperation { get; init; }

    public required IReadOnlyList<CostRow> ByProvider { get; init; }

    public required IReadOnlyList<CostRow> ByModel { get; init; }

    /// <summary>Keys are pseudonyms.</summary>
    public required IReadOnlyList<CostRow> ByUser { get; init; }

    public required IReadOnlyList<CostRow> ByRepo { get; init; }

    /// <summary>Whether nothing was used: the calls of an operation that began before the period count though it does not.</summary>
    [JsonIgnore]
    public bool IsNothing => Operations == 0 && TotalCostUsd == 0 && InputTokens + OutputTokens + UnpricedCalls == 0;

    /// <summary>The rows of a dimension.</summary>
    public IReadOnlyList<CostRow> By(CostDimension dimension) => dimension switch
    {
        CostDimension.Operation => ByOperation,
        CostDimension.Provider => ByProvider,
        CostDimension.Model => ByModel,
        CostDimension.User => ByUser,
        _ => ByRepo,
    };
}

/// <summary>What calls with something in common cost.</summary>
/// <param name="Key">What they have in common; empty for calls about no repository.</param>
/// <param name="CostUsd">US dollars of those with a price; null when none has.</param>
/// <param name="Operations">Operations whose first such call is in the period.</param>
/// <param name="InputTokens">All input, cached or not.</param>
/// <param name="OutputTokens">All output.</param>
/// <param name="UnpricedCalls">Calls of models without a price.</param>
internal sealed record CostRow(string Key, decimal? CostUsd, long Operations, long InputTokens, long OutputTokens, long UnpricedCalls)
{
    private const decimal NanoPerDollar = 1_000_000_000m;

    /// <summary>Nano-dollars as dollars; nothing is rounded. Null when all that was used has no price: calls that were turned away cost nothing beside it.</summary>
    public static decimal? Dollars(long nano, long unpriced) => nano == 0 && unpriced > 0 ? null : nano / NanoPerDollar;
}

/// <summary>Costs over time.</summary>
/// <param name="Buckets">Oldest first, without a gap; the first begins at or before the period.</param>
internal sealed record CostTimeline(IReadOnlyList<CostBucket> Buckets);

/// <summary>A stretch of time.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="CostUsd">US dollars; null when calls were made and none has a price.</param>
/// <param name="Operations">Operations whose first call of a model is in it.</param>
internal sealed record CostBucket(DateTimeOffset Start, decimal? CostUsd, long Operations);

/// <summary>Which calls may be counted.</summary>
/// <param name="From">The first moment, in milliseconds; null for the first call.</param>
/// <param name="To">The last moment, in milliseconds.</param>
/// <param name="Repositories">Names of the repositories that may be seen; null for all.</param>
internal sealed record CostScope(long? From, long To, IReadOnlyList<string>? Repositories)
{
    /// <summary>The scope of a period that ends now.</summary>
    public static CostScope Of(CostPeriod period, DateTimeOffset now, IReadOnlyList<string>? repositories) =>
        new(period.Start(now)?.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), repositories);
}
