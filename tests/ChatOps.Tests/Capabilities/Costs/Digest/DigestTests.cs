using ChatOps.Adapters.Charts;
using ChatOps.Adapters.Storage;
using ChatOps.Capabilities.Costs.Digest;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Tests.Support;
using Dapper;
using SkiaSharp;

namespace ChatOps.Tests.Capabilities.Costs.Digest;

public sealed class DigestTests
{
    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_week_is_held_against_the_one_before_and_against_what_it_was_for(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        await CostsEndpointTests.FillAsync(app);
        app.Clock.Advance(TimeSpan.FromDays(7.5));
        await app.Get<ChatOps.Adapters.Llm.ModelCallLedger>().EnterAsync("op_9", CallBook.Dollar / 2);
        for (var i = 0; i < 3; i++)
            Assert.True((await app.PostAsync("/diagnose", new { error_message = "KeyError: 'total'", fresh = true })).IsSuccessStatusCode);
        await AddWorkflowsAsync(app);

        var digest = await app.Get<DigestBuilder>().BuildAsync(null, CancellationToken.None);

        Assert.Equal(0.5m, digest.Costs.TotalCostUsd);
        Assert.Equal(0.123456789m, digest.LastWeekUsd);
        Assert.Equal(2, digest.MergedFixes);
        Assert.Equal(0.25m, digest.PerMergedFixUsd);
        Assert.Equal(1, digest.Rollbacks);
        // Two merged, one of them taken back, and one closed: one of three was kept.
        Assert.Equal(1.0 / 3, digest.SuccessRate);
        Assert.Equal(3, Assert.Single(digest.Recurring).Times);
        Assert.Equal(3, digest.Slowest.Count);
        Assert.Equal(14, digest.Days.Count);
        Assert.Equal(0.623456789m, digest.Days.Sum(day => day.CostUsd ?? 0));
        Assert.Matches("^[0-9]+:[0-9a-f]{64}$", digest.AuditHead);
    }

    [Fact]
    public async Task A_week_with_nothing_in_it_is_a_digest_too()
    {
        await using var app = await ChatOpsApp.StartAsync();

        var digest = await app.Get<DigestBuilder>().BuildAsync(["orders"], CancellationToken.None);
        var card = DigestCard.From(digest);

        Assert.Equal(0, digest.Costs.TotalCostUsd);
        Assert.Null(digest.SuccessRate);
        Assert.Null(digest.AuditHead);
        Assert.Contains(card.Parts.OfType<FieldsPart>().Single().Fields, field => field == ("Spent", "$0.00, as in the week before"));
    }

    [Fact]
    public async Task People_preview_it_with_costs_digest()
    {
        await using var app = await ChatOpsApp.StartAsync();
        await CostsEndpointTests.FillAsync(app);

        var card = (await app.Get<CommandRunner>().RunAsync(MaskedRequest.Create("costs", Caller.Local, "cli", null, ("text", "digest")), null, CancellationToken.None)).Card;

        Assert.StartsWith("The week to ", card.Title, StringComparison.Ordinal);
        Assert.EndsWith("$0.12 in 3 operations", card.Title, StringComparison.Ordinal);
        var chart = card.Parts.OfType<ImagePart>().Single();
        Assert.Contains("$0.12 in the last seven days", chart.Alt, StringComparison.Ordinal);
        using var picture = SKBitmap.Decode(chart.Png);
        Assert.Equal((900, 360), (picture.Width, picture.Height));
        if (Environment.GetEnvironmentVariable("CHATOPS_TEST_CHART") is { Length: > 0 } path)
            await File.WriteAllBytesAsync(path, chart.Png);
    }

    [Fact]
    public void The_chart_has_its_text_its_bars_and_a_background_of_its_own()
    {
        ChartBar[] bars = [new("Mon 1", 1, true), new("Tue 2", 2, false)];

        using var with = SKBitmap.Decode(BarChart.Draw("Spending", "US dollars", bars));
        using var without = SKBitmap.Decode(BarChart.Draw("", "", [bars[0] with { Label = "" }, bars[1] with { Label = "" }]));

        // Nothing shines through, so that a dark chat and a light one show the same.
        Assert.All(Pixels(with), pixel => Assert.Equal(255, pixel.Alpha));
        Assert.True(Dark(with) > Dark(without) + 200, $"{Dark(with)} dark pixels with text, {Dark(without)} without");
        Assert.True(Pixels(with).Count(pixel => pixel is { Red: < 40, Blue: > 140 }) > 1_000);
    }

    private static int Dark(SKBitmap picture) => Pixels(picture).Count(pixel => pixel is { Red: < 100, Green: < 100, Blue: < 100 });

    private static SKColor[] Pixels(SKBitmap picture) => picture.Pixels;

    private static Task AddWorkflowsAsync(ChatOpsApp app) => app.Get<Database>().WriteAsync(
        async transaction =>
        {
            var now = app.Clock.GetUtcNow().ToUnixTimeMilliseconds();
            foreach (var (id, kind, state, revertedBy) in new[] { ("wf_1", "fix", "merged", (int?)null), ("wf_2", "fix", "merged", 3), ("wf_3", "revert", "open", null), ("wf_4", "feature", "closed", null) })
            {
                await transaction.Connection!.ExecuteAsync(
                    """
                    insert into workflows (id, plan_id, operation_id, repo, kind, pr_number, pr_url, title, branch, state, requested_by, reverted_by, created_at, checked_at, merged_at, closed_at)
                    values (@id, @id, 'op_1', 'orders', @kind, @number, 'https://x', 't', 'b', @state, 'p_1', @revertedBy, @now, @now, @merged, @closed)
                    """,
                    new { id, kind, number = id[^1] - '0', state, revertedBy, now, merged = state == "merged" ? (long?)now : null, closed = state == "open" ? null : (long?)now },
                    transaction);
            }
        },
        CancellationToken.None);
}
