using ChatOps.Adapters.Llm;
using ChatOps.Chat;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Adapters.Llm;

public class BudgetTests
{
    private const long Dollar = 1_000_000_000;

    [Fact]
    public async Task Calls_that_run_at_the_same_time_do_not_overshoot()
    {
        await using var lab = await ModelLab.StartAsync(adjust: options => options.Budgets.Month = 1m);

        var reserved = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => lab.Ledger.ReserveAsync(Entry(i, $"op_{i}"), 10, Dollar / 10, CancellationToken.None)));

        Assert.Equal(10, reserved.Count(sentence => sentence is null));
        Assert.All(reserved.OfType<string>(), sentence => Assert.Equal("This month has used $1.00 of its $1.00 for models and the next call may cost $0.10; the limit is Ai:Budgets:Month.", sentence));
    }

    [Fact]
    public async Task What_was_reserved_and_not_used_is_free_again()
    {
        await using var lab = await ModelLab.StartAsync();
        Assert.Null(await lab.Ledger.ReserveAsync(Entry(1), 10, Dollar * 4 / 10, CancellationToken.None));
        Assert.NotNull(await lab.Ledger.ReserveAsync(Entry(2), 10, Dollar * 2 / 10, CancellationToken.None));

        await lab.Ledger.SettleAsync("mc_1", "ok", new TokenUsage(10, 0, 0, 1, 0), Dollar / 10, TimeSpan.Zero, CancellationToken.None);

        Assert.Null(await lab.Ledger.ReserveAsync(Entry(2), 10, Dollar * 2 / 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_persons_day_is_theirs_alone_and_ends_at_midnight()
    {
        await using var lab = await ModelLab.StartAsync(adjust: options => options.Budgets.PerUserDay = 0.10m);
        var other = Caller.Local with { Id = "key:ci", Name = "ci" };
        Assert.Null(await lab.Ledger.ReserveAsync(Entry(1), 10, Dollar / 10, CancellationToken.None));

        Assert.EndsWith("Ai:Budgets:PerUserDay.", await lab.Ledger.ReserveAsync(Entry(2, "op_2"), 10, Dollar / 10, CancellationToken.None), StringComparison.Ordinal);
        Assert.Null(await lab.Ledger.ReserveAsync(Entry(3, "op_3") with { Caller = other }, 10, Dollar / 10, CancellationToken.None));
        lab.Time.Advance(TimeSpan.FromHours(12));
        Assert.Null(await lab.Ledger.ReserveAsync(Entry(4, "op_4"), 10, Dollar / 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_model_without_a_price_has_nothing_to_reserve()
    {
        await using var lab = await ModelLab.StartAsync();

        Assert.Null(await lab.Ledger.ReserveAsync(Entry(1), 10, null, CancellationToken.None));
        Assert.Null(Assert.Single(await lab.RowsAsync()).Cost);
    }

    private static CallEntry Entry(int id, string operation = "op_1") => new()
    {
        Id = $"mc_{id}", OperationId = operation, Role = ModelRole.Diagnose, Provider = "p", Model = "m", PromptVersion = "v", Caller = Caller.Local, Repo = "orders", Attempt = 1,
    };
}
