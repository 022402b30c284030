using ChatOps.Chat;

namespace ChatOps.Capabilities.Costs;

/// <summary>How far back costs are added up.</summary>
internal enum CostPeriod
{
    /// <summary>The last 24 hours.</summary>
    Day,

    /// <summary>The last 7 days.</summary>
    Week,

    /// <summary>The last 30 days.</summary>
    Month,

    /// <summary>Everything.</summary>
    All,
}

/// <summary>What costs are broken down by.</summary>
internal enum CostDimension
{
    /// <summary>The command.</summary>
    Operation,

    /// <summary>The provider.</summary>
    Provider,

    /// <summary>The model.</summary>
    Model,

    /// <summary>The person, by pseudonym.</summary>
    User,

    /// <summary>The repository.</summary>
    Repo,
}

/// <summary>How long a bucket of the timeline is.</summary>
internal enum CostBucketSize
{
    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day, in UTC.</summary>
    Day,

    /// <summary>A week from Monday, in UTC.</summary>
    Week,
}

/// <summary>Periods and their words.</summary>
internal static class CostPeriods
{
    /// <summary>When the period begins; null for everything.</summary>
    public static DateTimeOffset? Start(this CostPeriod period, DateTimeOffset now) => period switch
    {
        CostPeriod.Day => now.AddHours(-24),
        CostPeriod.Week => now.AddDays(-7),
        CostPeriod.Month => now.AddDays(-30),
        _ => null,
    };

    /// <summary>The bucket that suits a period.</summary>
    public static CostBucketSize UsualBucket(this CostPeriod period) => period switch
    {
        CostPeriod.Day => CostBucketSize.Hour,
        CostPeriod.All => CostBucketSize.Week,
        _ => CostBucketSize.Day,
    };

    /// <summary>In milliseconds.</summary>
    public static long Length(this CostBucketSize bucket) => bucket switch
    {
        CostBucketSize.Hour => 3_600_000,
        CostBucketSize.Day => 86_400_000,
        _ => 604_800_000,
    };

    /// <summary>Reads one word of an enum; null stands for the default.</summary>
    /// <param name="name">The field's name, for the refusal.</param>
    /// <param name="text">The word.</param>
    /// <param name="usual">What null and nothing stand for.</param>
    /// <param name="value">The value; meaningless with a refusal.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static Refusal? TryRead<T>(string name, string? text, T usual, out T value) where T : struct, Enum
    {
        value = usual;
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var word = text.Trim();
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (!candidate.ToString().Equals(word, StringComparison.OrdinalIgnoreCase))
                continue;
            value = candidate;
            return null;
        }

        var takes = $"takes {string.Join(", ", Enum.GetNames<T>().Select(known => known.ToLowerInvariant()))}.";
        return new Refusal(RefusalKind.Invalid, $"{name} {takes} Correct it and try again.") { Fields = new Dictionary<string, string> { [name] = takes } };
    }
}
