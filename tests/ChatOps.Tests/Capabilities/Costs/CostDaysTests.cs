using System.Text.Json;
using ChatOps.Adapters.Llm;
using ChatOps.Adapters.Storage;
using ChatOps.Capabilities.Costs;
using ChatOps.Chat;
using ChatOps.Running.Rest;
using ChatOps.Settings;
using ChatOps.Tests.Support;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Capabilities.Costs;

/// <summary>The sums of days that are over say what their calls say, whatever happens to those calls.</summary>
public sealed class CostDaysTests : IAsyncLifetime, IDisposable
{
    private const int Calls = 400;
    private static readonly string[] Repositories = ["orders", "shop", "Billing"];
    private static readonly string[] Providers = ["anthropic", "openai"];
    private static readonly string[]?[] Readers = [null, ["ORDERS"], ["shop", "billing"], []];
    private readonly VirtualTime time = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chatops-test-");
    private TestDatabase? home;
    private Database? database;

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_period_says_the_same_by_day_as_call_by_call(string provider)
    {
        await StartAsync(provider);
        await FillAsync();
        var before = await EverythingAsync();

        await Days().RunAsync(CancellationToken.None);

        Assert.True(await KeptAsync() > 40);
        Assert.Equal(before, await EverythingAsync());
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_call_that_is_settled_or_entered_late_is_in_the_sums(string provider)
    {
        await StartAsync(provider);
        await FillAsync();
        var entry = Entry("mc_late", "op_late");
        Assert.Null(await Ledger().ReserveAsync(entry, 10, 1_000, CancellationToken.None));
        time.Advance(TimeSpan.FromDays(2));
        await Days().RunAsync(CancellationToken.None);
        var (before, kept) = (await TotalAsync(), await KeptAsync());

        await Ledger().SettleAsync(entry.Id, "ok", new TokenUsage(7, 0, 0, 7, 0), 5_000, TimeSpan.FromHours(30), CancellationToken.None);

        Assert.Equal(kept - 1, await KeptAsync());
        Assert.Equal(before + 0.000004m, await TotalAsync());
        await Days().RunAsync(CancellationToken.None);
        Assert.Equal(kept, await KeptAsync());
        Assert.Equal(before + 0.000004m, await TotalAsync());
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_retention_deletes_is_in_no_sum(string provider)
    {
        await StartAsync(provider);
        await FillAsync();
        await Days().RunAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromDays(10));
        await Days().RunAsync(CancellationToken.None);

        await new Retention(database!, new StorageOptions { Retention = [new RetentionOptions { Table = "model_calls", Days = 31 }] }, time, NullLogger<Retention>.Instance).RunAsync(CancellationToken.None);

        await using var connection = await database!.OpenAsync(CancellationToken.None);
        var left = await connection.ExecuteScalarAsync<long>("select cast(coalesce(sum(cost_nano_usd), 0) as bigint) from model_calls") / 1_000_000_000m;
        Assert.True(left > 0 && left < Calls);
        Assert.Equal(left, await TotalAsync());
        var before = await EverythingAsync();
        await Days().RunAsync(CancellationToken.None);
        Assert.Equal(before, await EverythingAsync());
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Two_hosts_and_calls_in_between_leave_one_true_sum_of_each_day(string provider)
    {
        await StartAsync(provider);
        await FillAsync();
        await using var connection = await database!.OpenAsync(CancellationToken.None);
        var ids = (await connection.QueryAsync<string>("select id from model_calls order by created_at limit 60")).AsList();

        await Task.WhenAll(
            Days().RunAsync(CancellationToken.None),
            Days().RunAsync(CancellationToken.None),
            Task.WhenAll(ids.Select(id => Ledger().SettleAsync(id, "ok", new TokenUsage(9, 0, 0, 9, 0), 123_456_789, TimeSpan.Zero, CancellationToken.None))));

        var byDay = await EverythingAsync();
        await connection.ExecuteAsync("delete from cost_days");
        Assert.Equal(await EverythingAsync(), byDay);
    }

    [Fact]
    public async Task An_operation_that_works_past_midnight_is_counted_once()
    {
        await StartAsync(nameof(StorageProvider.Sqlite));
        time.Advance(TimeSpan.FromHours(11) + TimeSpan.FromMinutes(59));
        await EnterAsync("mc_1", "op_1", 1_000);
        time.Advance(TimeSpan.FromMinutes(2));
        await EnterAsync("mc_2", "op_1", 1_000);
        time.Advance(TimeSpan.FromDays(2));
        await Days().RunAsync(CancellationToken.None);

        var costs = await Books().SummariseAsync(CostPeriod.Week, (IReadOnlyList<string>?)null, CancellationToken.None);

        Assert.Equal((1, 0.000002m), (costs.Operations, costs.TotalCostUsd!.Value));
        Assert.All(Enum.GetValues<CostDimension>(), dimension => Assert.Equal(1, Assert.Single(costs.By(dimension)).Operations));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (home is not null)
            await home.DisposeAsync();
    }

    public void Dispose()
    {
        database?.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task StartAsync(string provider)
    {
        home = await Databases.CreateAsync(provider);
        database = new Database(new StorageOptions { Provider = Enum.Parse<StorageProvider>(provider), ConnectionString = home.Settings.GetValueOrDefault("Storage:ConnectionString") }, new DataDirectory(folder.FullName));
    }

    /// <summary>Calls of about fifty days, several an operation, some of them a day or more apart.</summary>
    private async Task FillAsync()
    {
        var random = new Random(8);
        for (var i = 0; i < Calls; i++)
        {
            time.Advance(TimeSpan.FromMinutes(random.Next(360)));
            var of = Math.Abs(i - random.Next(12));
            await EnterAsync($"mc_{i}", $"op_{of}", random.Next(6) == 0 ? null : random.Next(1, 90_000_000), call => call with
            {
                Kind = of % 3 == 0 ? "orchestrate" : "diagnose",
                Repo = Repositories[of % Repositories.Length],
                Provider = Providers[random.Next(Providers.Length)],
                Model = $"model-{random.Next(3)}",
                Caller = new Caller($"key:{of % 5}", "somebody", Role.Responder),
            });
        }
    }

    private async Task EnterAsync(string id, string operation, long? nano, Func<CallEntry, CallEntry>? change = null)
    {
        var entry = Entry(id, operation);
        entry = change?.Invoke(entry) ?? entry;
        Assert.Null(await Ledger().ReserveAsync(entry, 10, nano, CancellationToken.None));
        await Ledger().SettleAsync(entry.Id, "ok", new TokenUsage(100, 40, 0, 20, 0), nano, TimeSpan.FromSeconds(2), CancellationToken.None);
    }

    private static CallEntry Entry(string id, string operation) => new() { Id = id, OperationId = operation, Kind = "diagnose", Role = ModelRole.Diagnose, Provider = "anthropic", Model = "claude-test", PromptVersion = "1", Caller = Caller.Local, Repo = "orders", Attempt = 1 };

    /// <summary>All that can be asked, as REST shows it.</summary>
    private async Task<List<string>> EverythingAsync()
    {
        var all = new List<string>();
        foreach (var reader in Readers)
        {
            foreach (var period in Enum.GetValues<CostPeriod>())
                all.Add(Show(await Books().SummariseAsync(period, reader, CancellationToken.None)));
            foreach (var bucket in Enum.GetValues<CostBucketSize>())
                all.Add(Show(await Books().TimelineAsync(CostScope.Of(CostPeriod.All, time.GetUtcNow(), reader), bucket, 10_000, CancellationToken.None)));
            foreach (var bucket in Enum.GetValues<CostBucketSize>())
                all.Add(Show(await Books().TimelineAsync(CostScope.Of(CostPeriod.Month, time.GetUtcNow(), reader), bucket, 10_000, CancellationToken.None)));
        }

        return all;
    }

    private static string Show<T>(T value) => JsonSerializer.Serialize(value, RestJson.Options);

    private async Task<decimal> TotalAsync() => (await Books().SummariseAsync(CostPeriod.All, (IReadOnlyList<string>?)null, CancellationToken.None)).TotalCostUsd!.Value;

    private async Task<long> KeptAsync()
    {
        await using var connection = await database!.OpenAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<long>("select count(*) from cost_days where dimension = 'day'");
    }

    private CostBooks Books() => new(database!, time);

    private CostDays Days() => new(database!, time, NullLogger<CostDays>.Instance);

    private ModelCallLedger Ledger() => new(database!, new People(database!, time), new AiOptions { Budgets = new BudgetOptions { PerOperation = null, Month = null } }, time);
}
