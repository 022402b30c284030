using System.Net;
using ChatOps.Adapters.Llm;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Auditing;
using ChatOps.Settings;
using ChatOps.Tests.Running.Operations;
using ChatOps.Tests.Support;
using Dapper;

namespace ChatOps.Tests.Running;

/// <summary>A person is forgotten; what others need stays, about nobody.</summary>
public sealed class ForgettingTests
{
    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_a_person_asked_and_was_answered_goes_and_the_audit_log_still_holds(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Provider = provider, Settings = OperationTests.Keys(("admin", "admin"), ("leaver", "responder")) });
        Assert.True((await AskAsync(app, "leaver")).IsSuccessStatusCode);
        Assert.True((await AskAsync(app, "admin")).IsSuccessStatusCode);
        Assert.True((await app.SendAsync(HttpMethod.Post, "/test/echo", ChatOpsApp.Json("""{"text":"the leaver's own words"}"""), Bearer("leaver"))).IsSuccessStatusCode);
        var leaver = (await app.Get<People>().FindAsync("key:leaver", CancellationToken.None))!;
        await app.Get<ModelCallLedger>().EnterAsync("op_1", CallBook.Dollar / 10, call => call with { Caller = new Caller("key:leaver", "leaver", Role.Responder) });
        var before = await app.Get<AuditLog>().HeadAsync(CancellationToken.None);

        var answer = await ChatOpsApp.JsonAsync(await app.SendAsync(HttpMethod.Delete, "/people/key%3Aleaver", null, Bearer("admin")));

        Assert.Equal(leaver, (string?)answer["pseudonym"]);
        Assert.Equal((1, 2, 1), ((int)answer["deleted"]!["people"]!, (int)answer["deleted"]!["operations"]!, (int)answer["deleted"]!["diagnoses"]!));
        Assert.Null(await app.Get<People>().FindAsync(leaver, CancellationToken.None));
        await using var connection = await app.Get<Database>().OpenAsync(CancellationToken.None);
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from operations where requested_by = @leaver", new { leaver }));
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("select count(*) from diagnoses"));
        var export = await (await app.SendAsync(HttpMethod.Post, "/analytics/export", null, Bearer("admin"))).Content.ReadAsStringAsync();
        Assert.DoesNotContain("the leaver's own words", export, StringComparison.Ordinal);
        // Money and the log stay.
        Assert.Equal(0.1m, (decimal)(await ChatOpsApp.JsonAsync(await app.SendAsync(HttpMethod.Get, "/analytics/costs", null, Bearer("admin"))))["total_cost_usd"]!);
        var verdict = await app.Get<AuditLog>().VerifyAsync(before, CancellationToken.None);
        Assert.True(verdict.IsWhole, verdict.Sentence);
        Assert.Equal("forget", await connection.ExecuteScalarAsync<string>("select action from audit where subject = @leaver", new { leaver }));
    }

    [Fact]
    public async Task Who_comes_back_is_somebody_new()
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = OperationTests.Keys(("admin", "admin"), ("leaver", "responder")) });
        await app.SendAsync(HttpMethod.Post, "/test/echo", ChatOpsApp.Json("""{"text":"x"}"""), Bearer("leaver"));
        var before = await app.Get<People>().FindAsync("leaver", CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Delete, "/people/leaver", null, Bearer("admin"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.SendAsync(HttpMethod.Delete, "/people/leaver", null, Bearer("admin"))).StatusCode);

        await app.SendAsync(HttpMethod.Post, "/test/echo", ChatOpsApp.Json("""{"text":"x"}"""), Bearer("leaver"));

        Assert.NotEqual(before, await app.Get<People>().FindAsync("leaver", CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_is_forgotten_while_something_of_theirs_is_under_way()
    {
        await using var app = await ChatOpsApp.StartAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync("/test/wait", new { text = "x" }, ("Prefer", "respond-async"))).StatusCode);

        Assert.Equal(HttpStatusCode.Conflict, (await app.SendAsync(HttpMethod.Delete, "/people/local")).StatusCode);
        app.Desk.Open();
        await Eventually.BecomesTrueAsync(async () => (await app.SendAsync(HttpMethod.Delete, "/people/local")).StatusCode == HttpStatusCode.OK, "the person is forgotten");
    }

    [Fact]
    public void Calls_of_models_are_kept_as_long_as_a_month_is_added_up()
    {
        var kept = new StorageOptions { Retention = [new RetentionOptions { Table = "model_calls", Days = 30 }] };

        Assert.Contains("Ai:Budgets:Month", Assert.Throws<SettingException>(() => kept.Check("Storage")).Message, StringComparison.Ordinal);
        kept.Retention[0].Days = 31;
        kept.Check("Storage");
    }

    private static Task<HttpResponseMessage> AskAsync(ChatOpsApp app, string key) => app.SendAsync(HttpMethod.Post, "/diagnose", ChatOpsApp.Json("""{"error_message":"KeyError: 'total'","fresh":true}"""), Bearer(key));

    private static (string Name, string Value) Bearer(string key) => ("Authorization", $"Bearer {key}");
}
