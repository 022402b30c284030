using System.Net;
using System.Text.Json.Nodes;
using ChatOps.Adapters.Llm;
using ChatOps.Chat;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.Costs;

public sealed class CostsEndpointTests
{
    private static readonly Caller Ci = new("key:ci", "ci", Role.Viewer);

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_models_cost_is_added_up_by_everything_that_calls_have_in_common(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        await FillAsync(app);

        var costs = await app.GetJsonAsync("/analytics/costs?period=week");

        Assert.Equal(["period", "from", "to", "total_cost_usd", "operations", "input_tokens", "output_tokens", "unpriced_calls", "by_operation", "by_provider", "by_model", "by_user", "by_repo"], costs.AsObject().Select(member => member.Key));
        Assert.Equal("week", (string?)costs["period"]);
        Assert.Equal(0.123456789m, (decimal)costs["total_cost_usd"]!);
        Assert.Equal(3, (int)costs["operations"]!);
        Assert.Equal(500, (int)costs["input_tokens"]!);
        Assert.Equal(100, (int)costs["output_tokens"]!);
        Assert.Equal(1, (int)costs["unpriced_calls"]!);
        Assert.Equal(["diagnose 0.023456789 2", "orchestrate 0.1 1"], Rows(costs["by_operation"]!).Order());
        Assert.Equal(["anthropic 0.02 2", "local null 1", "openai 0.103456789 2"], Rows(costs["by_provider"]!).Order());
        Assert.Equal(["claude-test 0.02 2", "gpt-test 0.103456789 2", "qwen null 1"], Rows(costs["by_model"]!).Order());
        Assert.Equal(["orders 0.023456789 2", "shop 0.1 1"], Rows(costs["by_repo"]!).Order());
        // The dearest comes first, and people are pseudonyms.
        Assert.Equal("orchestrate", (string?)costs["by_operation"]![0]!["key"]);
        Assert.All(costs["by_user"]!.AsArray(), row => Assert.StartsWith("p_", (string?)row!["key"], StringComparison.Ordinal));
        Assert.Equal(["key", "cost_usd", "operations", "input_tokens", "output_tokens", "unpriced_calls"], costs["by_user"]![0]!.AsObject().Select(member => member.Key));
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_period_ends_now_and_leaves_out_what_is_older(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        await app.Get<ModelCallLedger>().EnterAsync("op_1", CallBook.Dollar / 10);
        var expected = new Dictionary<string, decimal> { ["day"] = 0.1m, ["week"] = 0.1m, ["month"] = 0.1m, ["all"] = 0.1m };
        foreach (var (days, gone) in new[] { (2, "day"), (6, "week"), (24, "month") })
        {
            app.Clock.Advance(TimeSpan.FromDays(days));
            expected[gone] = 0;
            foreach (var (period, dollars) in expected)
                Assert.Equal(dollars, (decimal)(await app.GetJsonAsync($"/analytics/costs?period={period}"))["total_cost_usd"]!);
        }
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_timeline_has_every_bucket_and_adds_up_to_the_total(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        await FillAsync(app);
        foreach (var (query, count) in new[] { ("period=week&bucket=day", 8), ("period=day", 25), ("period=month&bucket=week", 6), ("period=week&bucket=hour", 169), ("period=all", 1) })
        {
            var buckets = (await app.GetJsonAsync($"/analytics/costs/timeline?{query}"))["buckets"]!.AsArray();

            Assert.InRange(buckets.Count, count - 1, count + 1);
            Assert.Equal(0.123456789m, buckets.Sum(bucket => (decimal?)bucket!["cost_usd"] ?? 0));
            Assert.Equal(3, buckets.Sum(bucket => (int)bucket!["operations"]!));
            var starts = buckets.Select(bucket => (DateTimeOffset)bucket!["start"]!).ToList();
            Assert.All(starts.Zip(starts.Skip(1)), pair => Assert.Equal(starts[1] - starts[0], pair.Second - pair.First));
            if (query.Contains("week&", StringComparison.Ordinal) || query.EndsWith("week", StringComparison.Ordinal))
                Assert.All(starts, start => Assert.True(!query.EndsWith("bucket=week", StringComparison.Ordinal) || start.DayOfWeek == DayOfWeek.Monday));
        }
    }

    [Fact]
    public async Task A_word_that_is_no_period_is_refused_with_those_that_are()
    {
        await using var app = await ChatOpsApp.StartAsync();
        foreach (var address in new[] { "/analytics/costs?period=year", "/analytics/costs/timeline?bucket=minute", "/analytics/costs?period=0" })
        {
            var answer = await app.Http.GetAsync(new Uri(address, UriKind.Relative));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("takes", (string?)(await ChatOpsApp.JsonAsync(answer))["detail"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Too_many_buckets_are_refused()
    {
        await using var app = await ChatOpsApp.StartAsync();
        await app.Get<ModelCallLedger>().EnterAsync("op_1", 1);
        app.Clock.Advance(TimeSpan.FromDays(500));

        Assert.Equal(HttpStatusCode.BadRequest, (await app.Http.GetAsync(new Uri("/analytics/costs/timeline?period=all&bucket=hour", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync(new Uri("/analytics/costs/timeline?period=all&bucket=day", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task With_nothing_asked_everything_is_zero()
    {
        await using var app = await ChatOpsApp.StartAsync();

        var costs = await app.GetJsonAsync("/analytics/costs");

        Assert.Equal(0, (decimal)costs["total_cost_usd"]!);
        Assert.Empty(costs["by_model"]!.AsArray());
        Assert.All((await app.GetJsonAsync("/analytics/costs/timeline"))["buckets"]!.AsArray(), bucket => Assert.Equal(0, (decimal)bucket!["cost_usd"]!));
    }

    /// <summary>Two diagnoses and an orchestration, five calls, one of them unpriced: $0.123456789.</summary>
    internal static async Task FillAsync(ChatOpsApp app)
    {
        var ledger = app.Get<ModelCallLedger>();
        await ledger.EnterAsync("op_1", CallBook.Dollar / 100);
        await ledger.EnterAsync("op_1", 3_456_789, call => call with { Provider = "openai", Model = "gpt-test" });
        await ledger.EnterAsync("op_2", CallBook.Dollar / 100, call => call with { Caller = Ci });
        await ledger.EnterAsync("op_2", null, call => call with { Provider = "local", Model = "qwen", Caller = Ci });
        await ledger.EnterAsync("op_3", CallBook.Dollar / 10, call => call with { Kind = "orchestrate", Provider = "openai", Model = "gpt-test", Repo = "shop" });
    }

    private static IEnumerable<string> Rows(JsonNode rows) => rows.AsArray().Select(row => $"{row!["key"]} {row["cost_usd"]?.ToJsonString() ?? "null"} {row["operations"]}");
}
