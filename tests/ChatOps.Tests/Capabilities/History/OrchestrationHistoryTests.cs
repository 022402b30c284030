using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Tests.Support;
using Dapper;

namespace ChatOps.Tests.Capabilities.History;

public sealed class OrchestrationHistoryTests
{
    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Past_orchestrations_are_listed_newest_first_a_page_at_a_time(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        Assert.Empty((await app.GetJsonAsync("/history/orchestrations?limit=10"))["items"]!.AsArray());
        foreach (var id in (string[])["or_01", "or_02", "or_03"])
            await AddAsync(app, id);

        var first = await app.GetJsonAsync("/history/orchestrations?limit=2");
        var second = await app.GetJsonAsync($"/history/orchestrations?limit=2&cursor={(string?)first["next_cursor"]}");

        Assert.Equal(["or_03", "or_02"], first["items"]!.AsArray().Select(item => (string?)item!["id"]));
        Assert.Equal(["or_01"], second["items"]!.AsArray().Select(item => (string?)item!["id"]));
        Assert.Null((string?)second["next_cursor"]);
        var item = second["items"]![0]!;
        Assert.Equal(0.25m, (decimal)item["cost_usd"]!);
        Assert.Equal(100, (int)item["input_tokens"]!);
        Assert.Equal("Count orders.", (string?)item["summary"]);
        Assert.Equal("src/a.py", (string?)item["files"]![0]);
        Assert.Equal(7, (int)item["pr_number"]!);
        Assert.Empty((await app.GetJsonAsync("/history/orchestrations?repo=shop"))["items"]!.AsArray());
        Assert.Equal(3, (await app.GetJsonAsync("/history/orchestrations?repo=ORDERS"))["items"]!.AsArray().Count);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Since_days_counts_from_now(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        await AddAsync(app, Identifier.New("or", app.Clock));
        app.Clock.Advance(TimeSpan.FromDays(3));
        await AddAsync(app, Identifier.New("or", app.Clock));

        Assert.Single((await app.GetJsonAsync("/history/orchestrations?since_days=2"))["items"]!.AsArray());
        Assert.Equal(2, (await app.GetJsonAsync("/history/orchestrations?since_days=4"))["items"]!.AsArray().Count);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_audit_log_can_be_limited_to_some_days(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        Assert.True((await app.PostAsync("/test/echo", new { text = "old" })).IsSuccessStatusCode);
        app.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Empty((await app.GetJsonAsync("/history/audit?since_days=2"))["items"]!.AsArray());
        Assert.True((await app.PostAsync("/test/echo", new { text = "new" })).IsSuccessStatusCode);

        Assert.Single((await app.GetJsonAsync("/history/audit?since_days=2"))["items"]!.AsArray());
        Assert.Equal(2, (await app.GetJsonAsync("/history/audit?since_days=4"))["items"]!.AsArray().Count);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_command_shows_what_was_done_lately(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        Assert.True((await app.PostAsync("/test/echo", new { text = "x" })).IsSuccessStatusCode);
        Assert.True((await app.PostAsync("/diagnose", new { error_message = "KeyError: 'total'" })).IsSuccessStatusCode);

        var card = (await AskAsync(app, Caller.Local, "3")).Card;
        var other = (await AskAsync(app, new Caller("slack:T1/U9", "Guest", Role.Viewer) { Repositories = ["other"] }, null)).Card;
        var nobody = (await AskAsync(app, new Caller("slack:T1/U8", "Nobody", Role.None), null)).Refusal;

        Assert.Equal(["Diagnoses", "Operations"], card.Parts.OfType<HeadingPart>().Select(part => part.Text));
        Assert.Contains(card.Parts.OfType<ListPart>().Last().Items, item => item.Text == "echo");
        // The operation under way is their own.
        Assert.Equal(["history"], other.Parts.OfType<ListPart>().Single().Items.Select(item => item.Text));
        Assert.Contains("what concerns other.", other.Footer, StringComparison.Ordinal);
        Assert.Equal(RefusalKind.Forbidden, nobody!.Kind);
        Assert.NotNull((await AskAsync(app, Caller.Local, "no-such-repository")).Refusal);
    }

    internal static async Task AddAsync(ChatOpsApp app, string id) => await app.Get<Database>().WriteAsync(
        transaction => transaction.Connection!.ExecuteAsync(
            """
            insert into orchestrations (id, operation_id, repo, sha, task, verdict, iam_warnings, requested_by, created_at, input_tokens, output_tokens, cost_nano_usd, duration_ms, document)
            values (@id, @operation, 'orders', 'abc', 'add a metric', 'approve', 1, 'p_1', @now, 100, 20, 250000000, 5, @document)
            """,
            new { id, operation = $"op_{id}", now = app.Clock.GetUtcNow().ToUnixTimeMilliseconds(), document = """{"plan":{"summary":"Count orders."},"files":{"src/a.py":"x"},"pr":{"pr_number":7,"pr_url":"https://x/7"}}""" },
            transaction),
        CancellationToken.None);

    private static Task<CommandOutcome> AskAsync(ChatOpsApp app, Caller caller, string? text) =>
        app.Get<CommandRunner>().RunAsync(MaskedRequest.Create("history", caller, "cli", null, ("text", text)), null, CancellationToken.None);
}
