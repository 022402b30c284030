using System.Net;
using ChatOps.Tests.Running.Operations;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Running;

public sealed class RateTests
{
    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task More_model_backed_calls_than_a_minute_allows_are_429_with_the_time_to_wait(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Provider = provider, Settings = new(OperationTests.Keys(("ann", "responder"), ("bob", "responder"))) { ["Access:CallsPerMinute"] = "3" } });
        Task<HttpResponseMessage> Ask(string who, string command = "model_echo") => app.PostAsync($"/test/{command}", new { text = "a" }, ("Authorization", $"Bearer {who}"));
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await Ask("ann")).StatusCode);

        var refused = await Ask("ann");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("Access:CallsPerMinute", (string?)(await ChatOpsApp.JsonAsync(refused))["detail"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Ask("bob")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Ask("ann", "echo")).StatusCode);
        Assert.Equal(5, app.Desk.Runs);

        app.Clock.Advance(refused.Headers.RetryAfter.Delta!.Value);
        Assert.Equal(HttpStatusCode.OK, (await Ask("ann")).StatusCode);
    }

    [Fact]
    public async Task The_local_caller_and_a_limit_of_zero_have_no_limit()
    {
        await using var local = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = { ["Access:CallsPerMinute"] = "1" } });
        await using var unlimited = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = new(OperationTests.Keys(("ann", "responder"))) { ["Access:CallsPerMinute"] = "0" } });

        for (var i = 0; i < 12; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await local.PostAsync("/test/model_echo", new { text = "a" })).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await unlimited.PostAsync("/test/model_echo", new { text = "a" }, ("Authorization", "Bearer ann"))).StatusCode);
        }
    }

    [Theory]
    [InlineData(false, HttpStatusCode.Accepted)]
    [InlineData(true, HttpStatusCode.TooManyRequests)]
    public async Task Only_a_diagnosis_that_may_ask_a_model_counts(bool withModel, HttpStatusCode second)
    {
        var settings = new Dictionary<string, string?>(OperationTests.Keys(("ann", "responder"))) { ["Access:CallsPerMinute"] = "1" };
        // Nobody listens there; the rules engine answers in its place.
        if (withModel)
            (settings["OPENAI_API_KEY"], settings["OPENAI_BASE_URL"]) = ("k", "http://127.0.0.1:9/v1");
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = settings });
        Task<HttpResponseMessage> Ask() => app.PostAsync("/diagnose", new { error_message = "KeyError: 'a'" }, ("Authorization", "Bearer ann"), ("Prefer", "respond-async"));
        Assert.Equal(HttpStatusCode.Accepted, (await Ask()).StatusCode);

        Assert.Equal(second, (await Ask()).StatusCode);
    }
}
