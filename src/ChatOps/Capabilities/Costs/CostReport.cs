using System.Text.Json.Serialization;
using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.Costs.Digest;

namespace ChatOps.Capabilities.Costs;

/// <summary>What <c>/costs</c> answers.</summary>
internal sealed record CostReport
{
    /// <summary>The figures.</summary>
    public required CostSummary Costs { get; init; }

    /// <summary>What was asked to be seen first; null for the usual view.</summary>
    public CostDimension? By { get; init; }

    /// <summary>How far the budgets are used that have a limit.</summary>
    public required IReadOnlyList<BudgetUse> Budgets { get; init; }

    /// <summary>What one operation may cost, in US dollars; null for any amount.</summary>
    public required decimal? PerOperationUsd { get; init; }

    /// <summary>Names of the repositories that it is about; null for all.</summary>
    public IReadOnlyList<string>? Repositories { get; init; }

    /// <summary>The weekly digest, when that was asked for.</summary>
    public WeeklyDigest? Digest { get; init; }

    /// <summary>Names of people by pseudonym; for the card, never stored with the answer.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();
}
