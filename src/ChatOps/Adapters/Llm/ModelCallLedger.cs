using System.Globalization;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using Dapper;

namespace ChatOps.Adapters.Llm;

/// <summary>
/// The table of model calls and the budgets over it. A call is entered with its estimated cost before it is made and corrected afterwards,
/// so calls that run at the same time, on any replica, see each other; a crash leaves the estimate standing.
/// </summary>
internal sealed class ModelCallLedger(Database database, People people, AiOptions options, TimeProvider clock)
{
    private const string InsertWithinBudget = """
        insert into model_calls (id, operation_id, kind, role, provider, model, prompt_version, input_tokens, cached_input_tokens, cache_write_tokens,
            output_tokens, reasoning_tokens, cost_nano_usd, latency_ms, attempt, outcome, requested_by, repo, created_at)
        select @Id, @OperationId, @Kind, @Role, @Provider, @Model, @PromptVersion, @InputTokens, 0, 0, 0, 0, @Cost, 0, @Attempt, 'running', @Caller, @Repo, @Now
        where (select coalesce(sum(cost_nano_usd), 0) from model_calls where operation_id = @OperationId) + @Estimate <= @PerOperation
          and (select coalesce(sum(cost_nano_usd), 0) from model_calls where requested_by = @Caller and created_at >= @Day) + @Estimate <= @PerUserDay
          and (select coalesce(sum(cost_nano_usd), 0) from model_calls where created_at >= @Month) + @Estimate <= @PerMonth
        """;

    private const string Spent = """
        select
          cast((select coalesce(sum(cost_nano_usd), 0) from model_calls where operation_id = @OperationId) as bigint) as "Operation",
          cast((select coalesce(sum(cost_nano_usd), 0) from model_calls where requested_by = @Caller and created_at >= @Day) as bigint) as "UserDay",
          cast((select coalesce(sum(cost_nano_usd), 0) from model_calls where created_at >= @Month) as bigint) as "Month"
        """;

    private const string SettleCall = """
        update model_calls set input_tokens = @Input, cached_input_tokens = @Cached, cache_write_tokens = @CacheWrite, output_tokens = @Output,
            reasoning_tokens = @Reasoning, cost_nano_usd = @Cost, latency_ms = @LatencyMs, outcome = @Outcome
        where id = @Id
        """;

    /// <summary>Enters a call that is about to be made.</summary>
    /// <param name="call">The call.</param>
    /// <param name="inputTokens">Its input, estimated.</param>
    /// <param name="estimate">What it can cost at most; null when its model has no price.</param>
    /// <param name="cancellationToken">Stops the entry.</param>
    /// <returns>Null when it may be made, else a sentence that names the budget in its way.</returns>
    public async Task<string?> ReserveAsync(CallEntry call, long inputTokens, long? estimate, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var budgets = options.Budgets;
        var arguments = new
        {
            call.Id,
            call.OperationId,
            call.Kind,
            Role = RoleName(call.Role),
            call.Provider,
            call.Model,
            call.PromptVersion,
            call.Attempt,
            call.Repo,
            Caller = await people.PseudonymAsync(call.Caller, cancellationToken),
            InputTokens = inputTokens,
            Cost = estimate,
            Estimate = estimate ?? 0,
            Now = now.ToUnixTimeMilliseconds(),
            Day = StartOfDay(now),
            Month = StartOfMonth(now),
            PerOperation = Nano(budgets.PerOperation),
            PerUserDay = Nano(budgets.PerUserDay),
            PerMonth = Nano(budgets.Month),
        };

        if (await WriteAsync(InsertWithinBudget, arguments, call.Id, cancellationToken) > 0)
            return null;

        await using var connection = await database.OpenAsync(cancellationToken);
        var spent = await connection.QuerySingleAsync<SpentRow>(new CommandDefinition(Spent, arguments, cancellationToken: cancellationToken));
        return Sentence(spent, arguments.Estimate, budgets);
    }

    /// <summary>Corrects the entry after the call.</summary>
    public Task SettleAsync(string id, string outcome, TokenUsage usage, long? cost, TimeSpan latency, CancellationToken cancellationToken)
        => WriteAsync(
            SettleCall,
            new { Id = id, Outcome = outcome, usage.Input, usage.Cached, usage.CacheWrite, usage.Output, usage.Reasoning, Cost = cost, LatencyMs = (long)latency.TotalMilliseconds },
            id,
            cancellationToken);

    /// <summary>Notes what turned out about an answer that had arrived whole (<c>malformed</c>).</summary>
    public Task MarkAsync(string id, string outcome, CancellationToken cancellationToken)
        => WriteAsync("update model_calls set outcome = @Outcome where id = @Id", new { Id = id, Outcome = outcome }, id, cancellationToken);

    /// <summary>How far the budgets of a person's day and of the month are used.</summary>
    /// <returns>Those that are limited, the person's first.</returns>
    public async Task<IReadOnlyList<BudgetUse>> UsedAsync(Caller caller, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenAsync(cancellationToken);
        var spent = await connection.QuerySingleAsync<SpentRow>(new CommandDefinition(
            Spent,
            new { OperationId = "", Caller = await people.FindAsync(caller.Id, cancellationToken) ?? "", Day = StartOfDay(now), Month = StartOfMonth(now) },
            cancellationToken: cancellationToken));
        return [.. Use("user_day", options.Budgets.PerUserDay, spent.UserDay), .. Use("month", options.Budgets.Month, spent.Month)];
    }

    private static IEnumerable<BudgetUse> Use(string name, decimal? limit, long spent) => limit is { } dollars ? [new BudgetUse(name, dollars, spent / 1_000_000_000m)] : [];

    private static long StartOfDay(DateTimeOffset now) => new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static long StartOfMonth(DateTimeOffset now) => new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private Task<int> WriteAsync(string sql, object arguments, string id, CancellationToken cancellationToken)
        => database.WriteAsync(
            async transaction =>
            {
                var rows = await transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken));
                await CostDay.ForgetAsync(transaction, id, cancellationToken);
                return rows;
            },
            cancellationToken);

    private static string Sentence(SpentRow spent, long estimate, BudgetOptions budgets)
    {
        var (what, used, limit, key) = spent.Operation + estimate > Nano(budgets.PerOperation) ? ("This operation", spent.Operation, budgets.PerOperation, "PerOperation")
            : spent.UserDay + estimate > Nano(budgets.PerUserDay) ? ("Your day", spent.UserDay, budgets.PerUserDay, "PerUserDay")
            : ("This month", spent.Month, budgets.Month, "Month");
        return $"{what} has used {Dollars(used)} of its {Dollars(Nano(limit))} for models and the next call may cost {Dollars(estimate)}; the limit is Ai:Budgets:{key}.";
    }

    private static long Nano(decimal? dollars) => dollars is { } limit ? (long)(limit * 1_000_000_000m) : long.MaxValue / 2;

    private static string Dollars(long nano) => (nano / 1_000_000_000m).ToString("$0.00##", CultureInfo.InvariantCulture);

    private static string RoleName(ModelRole role) => role switch
    {
        ModelRole.Diagnose => "diagnose",
        ModelRole.Plan => "plan",
        ModelRole.Implement => "implement",
        _ => "review",
    };

    private sealed class SpentRow
    {
        public long Operation { get; init; }

        public long UserDay { get; init; }

        public long Month { get; init; }
    }
}

/// <summary>How far a budget is used.</summary>
/// <param name="Name"><c>user_day</c> or <c>month</c>, both in UTC.</param>
/// <param name="LimitUsd">US dollars.</param>
/// <param name="SpentUsd">US dollars, calls under way with what they can cost at most.</param>
internal sealed record BudgetUse(string Name, decimal LimitUsd, decimal SpentUsd);

/// <summary>A call as it is entered.</summary>
internal sealed record CallEntry
{
    public required string Id { get; init; }

    public required string OperationId { get; init; }

    /// <summary>The command that it is made for.</summary>
    public required string Kind { get; init; }

    public required ModelRole Role { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    public required string PromptVersion { get; init; }

    public required Caller Caller { get; init; }

    public required string Repo { get; init; }

    /// <summary>From 1; counts the tries of one round.</summary>
    public required int Attempt { get; init; }
}
