using System.Net;
using ChatOps.Adapters.Storage;
using ChatOps.Tests.Running.Operations;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Running;

public sealed class IdempotencyTests
{
    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Twenty_requests_at_once_with_one_key_have_one_effect_and_one_answer(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);

        var all = Enumerable.Range(0, 20).Select(_ => app.PostAsync("/test/wait", new { text = "once" }, ("Idempotency-Key", "k1"))).ToArray();
        await Eventually.BecomesTrueAsync(() => app.Desk.Runs > 0, "the command was entered");
        app.Desk.Open();

        var bodies = await Task.WhenAll(all.Select(async one => await (await one).Content.ReadAsStringAsync()));
        Assert.Single(bodies.Distinct());
        Assert.Contains("once", bodies[0], StringComparison.Ordinal);
        Assert.Equal(1, app.Desk.Runs);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_key_holds_across_a_restart_and_for_a_day(string provider)
    {
        await using var database = await Databases.CreateAsync(provider);
        var folder = Directory.CreateTempSubdirectory("chatops-key-").FullName;
        string first;
        await using (var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Database = database, DataDirectory = folder }))
            first = await (await app.PostAsync("/test/echo", new { text = "a" }, ("Idempotency-Key", "k"))).Content.ReadAsStringAsync();

        await using var again = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Database = database, DataDirectory = folder });
        Assert.Equal(first, await (await again.PostAsync("/test/echo", new { text = "a" }, ("Idempotency-Key", "k"))).Content.ReadAsStringAsync());

        again.Clock.Advance(TimeSpan.FromHours(25));
        Assert.NotEqual(first, await (await again.PostAsync("/test/echo", new { text = "a" }, ("Idempotency-Key", "k"))).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_422()
    {
        await using var app = await ChatOpsApp.StartAsync();
        await app.PostAsync("/test/echo", new { text = "a" }, ("Idempotency-Key", "k"));

        var answer = await app.PostAsync("/test/echo", new { text = "b" }, ("Idempotency-Key", "k"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task A_refusal_is_repeated_too()
    {
        await using var app = await ChatOpsApp.StartAsync();
        var first = await ChatOpsApp.JsonAsync(await app.PostAsync("/test/refuse", new { text = "a" }, ("Idempotency-Key", "k")));

        var second = await ChatOpsApp.JsonAsync(await app.PostAsync("/test/refuse", new { text = "a" }, ("Idempotency-Key", "k")));

        Assert.Equal(409, (int?)first["status"]);
        Assert.Equal((string?)first["operation_id"], (string?)second["operation_id"]);
    }

    [Fact]
    public async Task Callers_and_addresses_do_not_meet_each_others_keys()
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = OperationTests.Keys(("ann", "responder"), ("bob", "responder")) });

        await app.PostAsync("/test/echo", new { text = "a" }, ("Idempotency-Key", "k"), ("Authorization", "Bearer ann"));
        await app.PostAsync("/test/echo", new { text = "a" }, ("Idempotency-Key", "k"), ("Authorization", "Bearer bob"));
        await app.PostAsync("/test/model_echo", new { text = "a" }, ("Idempotency-Key", "k"), ("Authorization", "Bearer bob"));

        Assert.Equal(3, app.Desk.Runs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tab\there")]
    public async Task A_key_that_is_no_key_is_400(string key)
    {
        await using var app = await ChatOpsApp.StartAsync();

        var answer = await app.PostAsync("/test/echo", new { text = "a" }, ("Idempotency-Key", key));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_has_outlived_its_time_is_deleted(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Provider = provider, Settings = { ["Storage:Retention:0:Table"] = "operations", ["Storage:Retention:0:Days"] = "30" } });
        var id = (string?)(await ChatOpsApp.JsonAsync(await app.PostAsync("/test/echo", new { text = "a" }, ("Idempotency-Key", "k"))))["operation_id"];

        app.Clock.Advance(TimeSpan.FromDays(31));
        await app.Get<Retention>().RunAsync(default);

        Assert.Equal(HttpStatusCode.NotFound, (await app.SendAsync(HttpMethod.Get, $"/operations/{id}")).StatusCode);
        Assert.Single((await app.GetJsonAsync("/history/audit"))["items"]!.AsArray());
    }
}
