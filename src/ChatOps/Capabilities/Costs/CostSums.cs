using ChatOps.Adapters.Storage;

namespace ChatOps.Capabilities.Costs;

/// <summary>
/// Adds calls up by everything that they have in common, as SQL that both databases know. An operation counts where its first call is, for a provider or a model where its first call to that is,
/// so that the sums of days, and of what is left of a period before and after them, add up to the period's.
/// </summary>
internal static class CostSums
{
    /// <summary>The figures of every row.</summary>
    public const string Figures = "operations, nano, unpriced, input, output";

    /// <summary>The dimensions that are kept by day; those of repositories and of everything follow from the first.</summary>
    public const string Dimensions = "'operation', 'user', 'provider', 'model'";

    // A sum over bigint is numeric on PostgreSQL.
    private const string Add = "sum(nano) as nano, sum(unpriced) as unpriced, sum(input) as input, sum(output) as output";

    /// <summary>What goes behind <c>with</c>; it ends with <c>sums (dimension, repo, item, …)</c>.</summary>
    /// <param name="calls">The condition over <c>model_calls</c>.</param>
    public static string Of(string calls) => $"""
        calls as materialized (
          select operation_id, kind, provider, model, requested_by, coalesce(repo, '') as repo, created_at, coalesce(cost_nano_usd, 0) as nano, case when cost_nano_usd is null then 1 else 0 end as unpriced, input_tokens as input, output_tokens as output
          from model_calls where {calls}),
        asked as materialized (
          select operation_id, min(kind) as kind, min(requested_by) as requested_by, min(repo) as repo, min(created_at) as first, {Add} from calls group by operation_id),
        begun as materialized (
          select asked.*, case when exists (select 1 from model_calls earlier where earlier.operation_id = asked.operation_id and earlier.created_at < asked.first) then 0 else 1 end as began from asked),
        paired as materialized (
          select operation_id, provider, model, min(repo) as repo, min(created_at) as first, {Add} from calls group by operation_id, provider, model),
        sums as (
          select 'operation' as dimension, repo, kind as item, sum(began) as operations, {Add} from begun group by repo, kind
          union all select 'user', repo, requested_by, sum(began), {Add} from begun group by repo, requested_by
          union all select 'provider', repo, provider, {First("provider")}, {Add} from paired group by repo, provider
          union all select 'model', repo, model, {First("model")}, {Add} from paired group by repo, model)
        """;

    /// <summary>Adds a day up and keeps it.</summary>
    public static string KeepDay { get; } = $"insert into cost_days (dimension, day, repo, item, {Figures}) with {Of($"created_at >= @day * {CostDay.Length} and created_at < (@day + 1) * {CostDay.Length}")} select dimension, @day, repo, item, {Figures} from sums";

    private static string First(string what) =>
        $"count(distinct case when not exists (select 1 from model_calls earlier where earlier.operation_id = paired.operation_id and earlier.{what} = paired.{what} and earlier.created_at < paired.first) then operation_id end)";
}
