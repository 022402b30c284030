using System.Net;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Platforms;

public sealed class ShutdownTests
{
    [Fact]
    public async Task A_stopping_host_ends_open_streams_and_still_answers_who_waits()
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = { ["Host:DeadlineSeconds:Diagnose"] = "3600" } });
        var id = (string?)(await ChatOpsApp.JsonAsync(await app.PostAsync("/test/wait", new { text = "a" }, ("Prefer", "respond-async"))))["id"];
        await Eventually.BecomesTrueAsync(() => app.Desk.Runs == 1, "the command was entered");
        var response = await app.SendAsync(HttpMethod.Get, $"/operations/{id}/events");
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("event: hello", await events.ReadLineAsync());
        var waiting = app.PostAsync("/test/wait", new { text = "b" });
        await Eventually.BecomesTrueAsync(() => app.Desk.Runs == 2, "the command was entered");

        var stop = app.StopAsync();

        Assert.DoesNotContain("event: done", await events.ReadToEndAsync(), StringComparison.Ordinal);
        app.Desk.Open();
        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
        await stop;
    }
}
