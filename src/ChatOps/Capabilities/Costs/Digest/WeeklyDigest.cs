using ChatOps.Adapters.Llm;

namespace ChatOps.Capabilities.Costs.Digest;

/// <summary>A week in figures.</summary>
internal sealed record WeeklyDigest
{
    /// <summary>The last seven days.</summary>
    public required CostSummary Costs { get; init; }

    /// <summary>US dollars of the seven days before; null when all that was used has no price.</summary>
    public required decimal? LastWeekUsd { get; init; }

    /// <summary>The month's budget; null when it has no limit.</summary>
    public required BudgetUse? Month { get; init; }

    /// <summary>Fixes of ours that were merged.</summary>
    public required int MergedFixes { get; init; }

    /// <summary>Merged and not taken back, of all that were merged or closed; null when none was.</summary>
    public required double? SuccessRate { get; init; }

    /// <summary>Pull requests opened to take another back.</summary>
    public required int Rollbacks { get; init; }

    /// <summary>Errors that came again and again, the most frequent first.</summary>
    public required IReadOnlyList<RecurringError> Recurring { get; init; }

    /// <summary>What took longest, the slowest first.</summary>
    public required IReadOnlyList<SlowOperation> Slowest { get; init; }

    /// <summary>Fourteen days in UTC, oldest first.</summary>
    public required IReadOnlyList<CostBucket> Days { get; init; }

    /// <summary>Where the audit log ends (<c>COUNT:HASH</c>): kept here, it proves later that nothing was cut off. Null for who may not know.</summary>
    public string? AuditHead { get; init; }

    /// <summary>US dollars a merged fix, all of the week's spending over them; null without one, or without a price.</summary>
    public decimal? PerMergedFixUsd => MergedFixes == 0 ? null : Costs.TotalCostUsd / MergedFixes;
}

/// <summary>An error that came more than once.</summary>
/// <param name="Repo">The repository.</param>
/// <param name="RootCause">As last diagnosed.</param>
/// <param name="Times">How often.</param>
/// <param name="DiagnosisId">The last diagnosis.</param>
internal sealed record RecurringError(string Repo, string RootCause, int Times, string DiagnosisId);

/// <summary>Something that took long.</summary>
/// <param name="Kind">The command.</param>
/// <param name="Repo">The repository; null for none.</param>
/// <param name="Seconds">From its start to its answer.</param>
/// <param name="OperationId">The operation.</param>
internal sealed record SlowOperation(string Kind, string? Repo, double Seconds, string OperationId);
