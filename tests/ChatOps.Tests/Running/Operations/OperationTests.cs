using System.Net;
using System.Security.Cryptography;
using System.Text;
using ChatOps.Running.Operations;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Running.Operations;

public sealed class OperationTests
{
    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_client_that_prefers_it_is_answered_at_once_and_reads_the_result_later(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);

        var accepted = await app.PostAsync("/test/wait", new { text = "later" }, ("Prefer", "respond-async"));

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var place = accepted.Headers.Location!.ToString();
        await Eventually.BecomesTrueAsync(async () => (string?)(await app.GetJsonAsync(place))["state"] == "running", "the operation runs");
        Assert.Null((await app.GetJsonAsync(place))["result"]);
        app.Desk.Open();
        await Eventually.BecomesTrueAsync(async () => (string?)(await app.GetJsonAsync(place))["state"] == "succeeded", "the operation succeeded");
        var operation = await app.GetJsonAsync(place);
        Assert.Equal("wait", (string?)operation["kind"]);
        Assert.Equal("later", (string?)operation["result"]!["text"]);
        Assert.Equal("Waiting", (string?)operation["steps"]![0]!["name"]);
        Assert.Equal("succeeded", (string?)operation["steps"]![0]!["state"]);
        Assert.Null(operation["error"]);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_running_operation_is_cancelled_and_its_waiting_client_hears_of_it(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        var id = await SubmitAsync(app, "wait");
        await Eventually.BecomesTrueAsync(() => app.Desk.Runs == 1, "the command was entered");

        await app.PostAsync($"/operations/{id}/cancel", new { });

        await Eventually.BecomesTrueAsync(async () => (string?)(await app.GetJsonAsync($"/operations/{id}"))["state"] == "cancelled", "the operation was cancelled");
        Assert.Contains("cancelled", (string?)(await app.GetJsonAsync($"/operations/{id}"))["error"]!["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_what_has_ended_changes_nothing()
    {
        await using var app = await ChatOpsApp.StartAsync();
        var id = (string?)(await ChatOpsApp.JsonAsync(await app.PostAsync("/test/echo", new { text = "done" })))["operation_id"];

        var answer = await ChatOpsApp.JsonAsync(await app.PostAsync($"/operations/{id}/cancel", new { }));

        Assert.Equal("succeeded", (string?)answer["state"]);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_operation_over_its_deadline_answers_504_with_the_setting_to_raise(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        var waiting = app.PostAsync("/test/wait", new { text = "slow" });
        await Eventually.BecomesTrueAsync(() => app.Desk.Runs == 1, "the command was entered");

        app.Clock.Advance(TimeSpan.FromSeconds(61));

        var answer = await waiting;
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Contains("Host:DeadlineSeconds", (string?)(await ChatOpsApp.JsonAsync(answer))["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_foresaw_is_a_sentence_with_the_operations_id_and_its_cause_is_only_in_the_log()
    {
        await using var app = await ChatOpsApp.StartAsync();

        var answer = await app.PostAsync("/test/throw", new { text = "boom" });

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("op_", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/srv/boom", text, StringComparison.Ordinal);
        Assert.Contains("/srv/boom", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_leaves_does_not_stop_the_work()
    {
        await using var app = await ChatOpsApp.StartAsync();
        using var gone = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/test/wait") { Content = ChatOpsApp.Json("""{"text":"alone"}""") };
        request.Headers.Add("Idempotency-Key", "mine");
        var waiting = app.Http.SendAsync(request, gone.Token);
        await Eventually.BecomesTrueAsync(() => app.Desk.Runs == 1, "the command was entered");

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        app.Desk.Open();

        Assert.Equal("alone", (string?)(await ChatOpsApp.JsonAsync(await app.SendAsync(HttpMethod.Post, "/test/wait", ChatOpsApp.Json("""{"text":"alone"}"""), ("Idempotency-Key", "mine"))))["text"]);
        Assert.Equal(1, app.Desk.Runs);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Progress_streams_as_events_from_hello_to_done(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        var id = await SubmitAsync(app, "wait");
        var response = await app.SendAsync(HttpMethod.Get, $"/operations/{id}/events");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("event: hello", await reader.ReadLineAsync());

        app.Desk.Open();

        var rest = await reader.ReadToEndAsync();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("event: step\ndata: {\"name\":\"Waiting\"", rest, StringComparison.Ordinal);
        Assert.Contains("event: done\ndata: {\"id\":\"" + id, rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_requester_and_admins_see_an_operation()
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = Keys(("ann", "responder"), ("bob", "approver"), ("root", "admin")) });
        var id = (string?)(await ChatOpsApp.JsonAsync(await app.PostAsync("/test/echo", new { text = "mine" }, ("Authorization", "Bearer ann"))))["operation_id"];

        foreach (var path in new[] { $"/operations/{id}", $"/operations/{id}/events" })
        {
            Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Get, path, null, ("Authorization", "Bearer ann"))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await app.SendAsync(HttpMethod.Get, path, null, ("Authorization", "Bearer bob"))).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Get, path, null, ("Authorization", "Bearer root"))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await app.PostAsync($"/operations/{id}/cancel", new { }, ("Authorization", "Bearer bob"))).StatusCode);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_answered_operation_keeps_its_request_no_longer(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        var id = (string)(await ChatOpsApp.JsonAsync(await app.PostAsync("/test/echo", new { text = "pasted" })))["operation_id"]!;

        var operation = await app.Get<OperationStore>().FindAsync(id, default);

        Assert.Null(operation!.Request);
        Assert.StartsWith("p_", operation.RequestedBy, StringComparison.Ordinal);
    }

    internal static Dictionary<string, string?> Keys(params (string Name, string Role)[] keys) =>
        keys.SelectMany((key, i) => new[]
        {
            ($"Host:ApiKeys:{i}:Name", key.Name),
            ($"Host:ApiKeys:{i}:Role", key.Role),
            ($"Host:ApiKeys:{i}:Sha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key.Name)))),
        }).ToDictionary(pair => pair.Item1, pair => (string?)pair.Item2);

    private static async Task<string> SubmitAsync(ChatOpsApp app, string command) =>
        (string)(await ChatOpsApp.JsonAsync(await app.PostAsync($"/test/{command}", new { text = "x" }, ("Prefer", "respond-async"))))["id"]!;
}
