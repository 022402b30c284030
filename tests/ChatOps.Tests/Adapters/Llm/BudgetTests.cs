using ChatOps.Adapters.Llm;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Settings;
using ChatOps.Tests.Support;
using Dapper;

namespace ChatOps.Tests.Adapters.Llm;

public class BudgetTests
{
    private const long Dollar = 1_000_000_000;

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Calls_that_run_at_the_same_time_do_not_overshoot_by_more_than_one_each(string provider)
    {
        await using var books = await Books.OpenAsync(provider, new BudgetOptions { Month = 1m });

        var reserved = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => books.Ledger.ReserveAsync(Entry(i, $"op_{i}"), 10, Dollar / 10, CancellationToken.None)));
        var later = await books.Ledger.ReserveAsync(Entry(99, "op_99"), 10, Dollar / 10, CancellationToken.None);

        Assert.InRange(reserved.Count(sentence => sentence is null), 10, provider == "Sqlite" ? 10 : 30);
        Assert.EndsWith("for models and the next call may cost $0.10; the limit is Ai:Budgets:Month.", later, StringComparison.Ordinal);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Runs_that_go_on_until_they_are_stopped_overshoot_by_at_most_one_call_each(string provider)
    {
        const int Runs = 8;
        await using var books = await Books.OpenAsync(provider, new BudgetOptions { PerOperation = null, Month = 2m });

        // Each run settles below, at or above what it reserved, and goes on until a sentence stops it.
        await Task.WhenAll(Enumerable.Range(0, Runs).Select(async run =>
        {
            for (var call = 0; ; call++)
            {
                var id = run * 1_000 + call;
                if (await books.Ledger.ReserveAsync(Entry(id, $"op_{run}"), 10, Dollar / 10, CancellationToken.None) is not null)
                    return;
                await books.Ledger.SettleAsync($"mc_{id}", "ok", new TokenUsage(10, 0, 0, 1, 0), Dollar / 10 - (id % 3) * 1_000_000, TimeSpan.Zero, CancellationToken.None);
            }
        }));

        await using var connection = await books.Database.OpenAsync(CancellationToken.None);
        var spent = await connection.QuerySingleAsync<long>("select cast(sum(cost_nano_usd) as bigint) from model_calls");
        Assert.InRange(spent, 2 * Dollar - Dollar / 10, provider == "Sqlite" ? 2 * Dollar : 2 * Dollar + (Runs - 1) * Dollar / 10);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_was_reserved_and_not_used_is_free_again(string provider)
    {
        await using var books = await Books.OpenAsync(provider, new BudgetOptions());
        Assert.Null(await books.Ledger.ReserveAsync(Entry(1), 10, Dollar * 4 / 10, CancellationToken.None));
        Assert.NotNull(await books.Ledger.ReserveAsync(Entry(2), 10, Dollar * 2 / 10, CancellationToken.None));

        await books.Ledger.SettleAsync("mc_1", "ok", new TokenUsage(10, 0, 0, 1, 0), Dollar / 10, TimeSpan.Zero, CancellationToken.None);

        Assert.Null(await books.Ledger.ReserveAsync(Entry(2), 10, Dollar * 2 / 10, CancellationToken.None));
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_persons_day_is_theirs_alone_and_ends_at_midnight(string provider)
    {
        await using var books = await Books.OpenAsync(provider, new BudgetOptions { PerUserDay = 0.10m });
        var other = Caller.Local with { Id = "key:ci", Name = "ci" };
        Assert.Null(await books.Ledger.ReserveAsync(Entry(1), 10, Dollar / 10, CancellationToken.None));

        Assert.EndsWith("Ai:Budgets:PerUserDay.", await books.Ledger.ReserveAsync(Entry(2, "op_2"), 10, Dollar / 10, CancellationToken.None), StringComparison.Ordinal);
        Assert.Null(await books.Ledger.ReserveAsync(Entry(3, "op_3") with { Caller = other }, 10, Dollar / 10, CancellationToken.None));
        books.Time.Advance(TimeSpan.FromHours(12));
        Assert.Null(await books.Ledger.ReserveAsync(Entry(4, "op_4"), 10, Dollar / 10, CancellationToken.None));
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_model_without_a_price_has_nothing_to_reserve_and_no_budget_stops_it(string provider)
    {
        await using var books = await Books.OpenAsync(provider, new BudgetOptions { PerOperation = null, Month = 0 });

        Assert.Null(await books.Ledger.ReserveAsync(Entry(1), 10, null, CancellationToken.None));
        await books.Ledger.SettleAsync("mc_1", "ok", new TokenUsage(10, 0, 0, 1, 0), null, TimeSpan.Zero, CancellationToken.None);
        await using var connection = await books.Database.OpenAsync(CancellationToken.None);
        Assert.Null(await connection.QuerySingleAsync<long?>("select cost_nano_usd from model_calls where outcome = 'ok'"));
    }

    private static CallEntry Entry(int id, string operation = "op_1") => new()
    {
        Id = $"mc_{id}",
        OperationId = operation,
        Kind = "diagnose",
        Role = ModelRole.Diagnose,
        Provider = "p",
        Model = "m",
        PromptVersion = "v",
        Caller = Caller.Local,
        Repo = "orders",
        Attempt = 1,
    };

    private sealed class Books(TestDatabase home, Database database, ModelCallLedger ledger, VirtualTime time, DirectoryInfo folder) : IAsyncDisposable
    {
        public Database Database => database;

        public ModelCallLedger Ledger => ledger;

        public VirtualTime Time => time;

        public static async Task<Books> OpenAsync(string provider, BudgetOptions budgets)
        {
            var home = await Databases.CreateAsync(provider);
            var folder = Directory.CreateTempSubdirectory("chatops-test-");
            var storage = new StorageOptions { Provider = Enum.Parse<StorageProvider>(provider), ConnectionString = home.Settings.GetValueOrDefault("Storage:ConnectionString") };
            var database = new Database(storage, new DataDirectory(folder.FullName));
            var time = new VirtualTime();
            return new Books(home, database, new ModelCallLedger(database, new People(database, time), new AiOptions { Budgets = budgets }, time), time, folder);
        }

        public async ValueTask DisposeAsync()
        {
            database.Dispose();
            await home.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }
}
