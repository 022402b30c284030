using System.Runtime.CompilerServices;
using System.Text.Json;
using ChatOps.Adapters.Llm;
using ChatOps.Adapters.Storage;
using ChatOps.Capabilities.Costs;
using ChatOps.Capabilities.Costs.Digest;
using ChatOps.Capabilities.History;
using ChatOps.Chat;
using ChatOps.Running.Auditing;
using ChatOps.Settings;
using ChatOps.Tests.Support;
using Dapper;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Adapters.Llm;

/// <summary>Ten thousand random operations over a year, with everything that can happen to a call, must come to the same nano-dollar wherever they are added up.</summary>
public sealed class ReconciliationTests
{
    private const int Operations = 10_000;
    private const int AtOnce = 16;
    private const decimal NanoPerDollar = 1_000_000_000m;

    private static readonly string[] Models = ["claude-test", "gpt-test", "unpriced"];
    private static readonly string[] Repositories = ["orders", "shop", "billing"];
    private static readonly string[] Kinds = ["diagnose", "orchestrate"];

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Rows_operations_analytics_export_and_timeline_agree_to_the_nano_dollar(string provider)
    {
        await using var home = await Databases.CreateAsync(provider);
        var folder = Directory.CreateTempSubdirectory("chatops-test-");
        using var database = new Database(new StorageOptions { Provider = Enum.Parse<StorageProvider>(provider), ConnectionString = home.Settings.GetValueOrDefault("Storage:ConnectionString") }, new DataDirectory(folder.FullName));
        var time = new VirtualTime();
        var options = new AiOptions
        {
            Budgets = new BudgetOptions { PerOperation = null, Month = null },
            Prices =
            [
                new PriceOptions { Model = "claude-test", Input = 2.37m, CachedInput = 0.113m, CacheWrite = 2.9m, Output = 11.01m },
                new PriceOptions { Model = "gpt-test", Input = 1.7m, CachedInput = 0.03m, Output = 5.3m },
            ],
        };
        var people = new People(database, time);
        var ledger = new ModelCallLedger(database, people, options, time);
        var prices = new ModelPrices(options, time);
        var expected = new List<Expected>();

        foreach (var batch in Enumerable.Range(0, Operations).Chunk(AtOnce))
        {
            time.Advance(TimeSpan.FromMinutes(new Random(batch[0]).Next(AtOnce * 100)));
            expected.AddRange(await Task.WhenAll(batch.Select(number => RunAsync(number, new Random(number), ledger, prices, time))));
        }

        // Rows are operations.
        await using var connection = await database.OpenAsync(CancellationToken.None);
        var rows = (await connection.QueryAsync<(string Operation, long Nano, long Unpriced)>(
            "select operation_id, cast(coalesce(sum(cost_nano_usd), 0) as bigint), count(*) - count(cost_nano_usd) from model_calls group by operation_id")).ToDictionary(row => row.Operation);
        foreach (var operation in expected.Where(operation => operation.Calls > 0))
        {
            Assert.Equal(operation.Unpriced, rows[operation.Id].Unpriced);
            if (operation.Unpriced == 0)
                Assert.Equal(operation.Nano, rows[operation.Id].Nano);
        }

        Assert.Equal(expected.Count(operation => operation.Calls > 0), rows.Count);
        Assert.True(expected.Count(operation => operation.Unpriced > 0) > 500);
        var outcomes = (await connection.QueryAsync<string>("select distinct outcome from model_calls")).ToHashSet();
        Assert.Superset(new HashSet<string>(["ok", "busy", "error", "cut", "malformed", "cancelled", "running", "too_long", "network"]), outcomes);
        var total = rows.Values.Sum(row => row.Nano) / NanoPerDollar;
        var unpriced = rows.Values.Sum(row => row.Unpriced);
        Assert.True(total > 1);

        var books = new CostBooks(database, time);
        var audit = new AuditLog(database, new HostKeys(new StorageOptions(), new DataDirectory(folder.FullName), database), time);
        var now = time.GetUtcNow();
        // Call by call, and from the sums of days that are over.
        foreach (var byDay in (bool[])[false, true])
        {
            if (byDay)
                await new CostDays(database, time, NullLogger<CostDays>.Instance).RunAsync(CancellationToken.None);
            // Rows are analytics, whatever they are broken down by.
            var summary = await books.SummariseAsync(CostPeriod.All, (IReadOnlyList<string>?)null, CancellationToken.None);
            Assert.Equal(total, summary.TotalCostUsd);
            Assert.Equal(rows.Count, summary.Operations);
            Assert.Equal(unpriced, summary.UnpricedCalls);
            foreach (var dimension in Enum.GetValues<CostDimension>())
            {
                Assert.Equal(total, summary.By(dimension).Sum(row => row.CostUsd ?? 0));
                Assert.Equal(unpriced, summary.By(dimension).Sum(row => row.UnpricedCalls));
                Assert.Equal(summary.InputTokens, summary.By(dimension).Sum(row => row.InputTokens));
            }

            Assert.Equal(rows.Count, summary.ByRepo.Sum(row => row.Operations));
            Assert.Null(summary.ByModel.Single(row => row.Key == "unpriced").CostUsd);
            foreach (var kind in Kinds)
                Assert.Equal(await connection.ExecuteScalarAsync<long>("select cast(sum(cost_nano_usd) as bigint) from model_calls where kind = @kind", new { kind }) / NanoPerDollar, summary.ByOperation.Single(row => row.Key == kind).CostUsd);

            // Rows are the timeline, in buckets of any length and for any period.
            foreach (var bucket in (CostBucketSize[])[CostBucketSize.Hour, CostBucketSize.Day, CostBucketSize.Week])
                Assert.Equal(total, (await books.TimelineAsync(CostScope.Of(CostPeriod.All, now, null), bucket, 100_000, CancellationToken.None))!.Buckets.Sum(point => point.CostUsd ?? 0));
            foreach (var period in (CostPeriod[])[CostPeriod.Day, CostPeriod.Week, CostPeriod.Month])
            {
                var shown = await books.SummariseAsync(period, (IReadOnlyList<string>?)null, CancellationToken.None);
                Assert.Equal(shown.TotalCostUsd ?? 0, (await books.TimelineAsync(CostScope.Of(period, now, null), CostBucketSize.Hour, 100_000, CancellationToken.None))!.Buckets.Sum(point => point.CostUsd ?? 0));
            }

            // Rows are the digest: the week, the one before, and its days.
            var digest = await new DigestBuilder(database, books, ledger, audit, time).BuildAsync(null, CancellationToken.None);
            Assert.Equal(await SumAsync(now.AddDays(-7), now), digest.Costs.TotalCostUsd);
            Assert.Equal(await SumAsync(now.AddDays(-14), now.AddDays(-7).AddMilliseconds(-1)), digest.LastWeekUsd);
            Assert.Equal(await SumAsync(new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-13), now), digest.Days.Sum(day => day.CostUsd ?? 0));
        }

        Assert.True(await connection.ExecuteScalarAsync<long>("select count(*) from cost_days where dimension = 'day'") > 300);
        async Task<decimal?> SumAsync(DateTimeOffset from, DateTimeOffset to) => await connection.ExecuteScalarAsync<long>(
            "select cast(coalesce(sum(cost_nano_usd), 0) as bigint) from model_calls where created_at between @from and @to", new { from = from.ToUnixTimeMilliseconds(), to = to.ToUnixTimeMilliseconds() }) / NanoPerDollar;

        // Rows are the export.
        await using var stream = new MemoryStream();
        await new HistoryExport(database, people, audit, time).WriteAsync(stream, CancellationToken.None);
        stream.Position = 0;
        using var export = await JsonDocument.ParseAsync(stream);
        var exported = export.RootElement.GetProperty("model_calls").EnumerateArray().Select(call => call.GetProperty("cost_usd")).ToList();
        Assert.Equal(total, exported.Sum(cost => cost.ValueKind == JsonValueKind.Null ? 0 : cost.GetDecimal()));
        Assert.Equal(unpriced, exported.Count(cost => cost.ValueKind == JsonValueKind.Null));
        folder.Delete(recursive: true);
    }

    /// <summary>One operation: no call up to four, each to any model, with any ending.</summary>
    private static async Task<Expected> RunAsync(int number, Random random, ModelCallLedger ledger, ModelPrices prices, VirtualTime time)
    {
        var spend = new ModelSpend();
        var (repo, kind) = (Repositories[random.Next(Repositories.Length)], Kinds[random.Next(Kinds.Length)]);
        var caller = new Caller($"key:{random.Next(20)}", "somebody", Role.Responder);
        var (calls, unpriced, left) = (random.Next(4) == 0 ? 0 : random.Next(5) == 0 ? random.Next(2, 5) : 1, 0L, 0L);
        for (var i = 0; i < calls; i++)
        {
            var model = Models[random.Next(10) == 0 ? 2 : random.Next(2)];
            var entry = new CallEntry { Id = "", OperationId = $"op_{number}", Kind = kind, Role = ModelRole.Diagnose, Provider = model.Split('-')[0], Model = model, PromptVersion = "1", Caller = caller, Repo = repo, Attempt = i + 1 };
            var meter = new Meter(ledger, prices, time, entry, spend);
            var fault = (Fault)random.Next(Enum.GetValues<Fault>().Length);
            if (fault == Fault.Crash)
            {
                // The process died during the call: its estimate stands.
                var crashed = await meter.StartAsync([new ChatMessage(ChatRole.User, "why?")], new ChatOptions { MaxOutputTokens = 100 }, 1, CancellationToken.None);
                left += prices.Cost(model, new TokenUsage(crashed.Usage.Input, 0, 0, 100, 0)) ?? 0;
                unpriced += model == "unpriced" ? 1 : 0;
                continue;
            }

            var before = spend.Calls;
            using var cancel = new CancellationTokenSource();
            using var client = new MeteredChatClient(new Scripted(fault, random, cancel), meter);
            try
            {
                await client.GetResponseAsync([new ChatMessage(ChatRole.User, "why?")], new ChatOptions { MaxOutputTokens = 100 }, cancel.Token);
                if (fault == Fault.Malformed)
                    await meter.MarkAsync(client.LastCallId!, CallFailure.Malformed, CancellationToken.None);
            }
            catch (Exception e) when (e is CallFailedException or OperationCanceledException)
            {
                Assert.False(fault is Fault.Fine or Fault.Malformed);
            }

            unpriced += model == "unpriced" && spend.Calls > before ? 1 : 0;
        }

        return new Expected($"op_{number}", calls, unpriced == 0 ? spend.CostNanoUsd!.Value + left : 0, unpriced);
    }

    private sealed record Expected(string Id, int Calls, long Nano, long Unpriced);

    private enum Fault
    {
        Fine,
        Malformed,
        Busy,
        Error,
        Cut,
        Network,
        TooLong,
        Cancelled,
        Crash,
    }

    /// <summary>A vendor's client as far as the meter sees it.</summary>
    private sealed class Scripted(Fault fault, Random random, CancellationTokenSource cancel) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            switch (fault)
            {
                case Fault.Busy:
                    throw new CallFailedException(CallFailure.Busy, 429);
                case Fault.Error:
                    throw new CallFailedException(CallFailure.Error, 500);
                case Fault.Network:
                    throw new HttpRequestException("no connection");
            }

            yield return new ChatResponseUpdate(ChatRole.Assistant, string.Join(' ', Enumerable.Repeat("word", random.Next(1, 60))));
            if (fault == Fault.Cancelled)
            {
                await cancel.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (fault == Fault.Cut)
                yield break;
            var input = random.Next(1, 20_000);
            var usage = new UsageDetails { InputTokenCount = input, CachedInputTokenCount = random.Next(input), OutputTokenCount = random.Next(1, 3_000) };
            if (random.Next(3) == 0)
                usage.AdditionalCounts = new AdditionalPropertiesDictionary<long> { ["CacheCreationInputTokens"] = random.Next(500) };
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(usage)]) { FinishReason = fault == Fault.TooLong ? ChatFinishReason.Length : ChatFinishReason.Stop };
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
