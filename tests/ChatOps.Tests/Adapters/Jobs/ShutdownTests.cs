using System.Net;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Adapters.Jobs;

public sealed class ShutdownTests
{
    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_stopping_host_gives_back_what_it_cannot_finish_and_the_next_one_finishes_it(string provider)
    {
        await using var database = await Databases.CreateAsync(provider);
        var folder = Directory.CreateTempSubdirectory("chatops-stop-").FullName;
        // One clock for both: what the first gives back is due at once by its own clock, which the test pushes, and a deadline that no push reaches.
        var setup = new ChatOpsApp.Setup { Database = database, DataDirectory = folder, Clock = new TestClock(), Settings = { ["Host:DeadlineSeconds:Diagnose"] = "3600" } };
        string? id;
        await using (var first = await ChatOpsApp.StartAsync(setup))
        {
            var waiting = first.PostAsync("/test/wait", new { text = "later" });
            await Eventually.BecomesTrueAsync(() => first.Desk.Runs == 1, "the command was entered");
            var stop = first.StopAsync();
            await Eventually.BecomesTrueAsync(() => { first.Clock.Advance(TimeSpan.FromSeconds(1)); return waiting.IsCompleted || stop.IsCompleted; }, "the waiting client was answered");
            var answer = await waiting;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            id = (string?)(await ChatOpsApp.JsonAsync(answer))["operation_id"];
            Assert.Equal($"/operations/{id}", answer.Headers.Location!.ToString());
            await Eventually.BecomesTrueAsync(() => { first.Clock.Advance(TimeSpan.FromSeconds(1)); return stop.IsCompleted; }, "the host stopped");
        }

        await using var second = await ChatOpsApp.StartAsync(setup);
        second.Desk.Open();
        await Eventually.BecomesTrueAsync(async () => (string?)(await second.GetJsonAsync($"/operations/{id}"))["state"] == "succeeded", "the next host finished it");
        Assert.Equal(1, second.Desk.Runs);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Short_work_still_gets_its_answer_through_while_the_host_stops(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        var waiting = app.PostAsync("/test/wait", new { text = "just in time" });
        await Eventually.BecomesTrueAsync(() => app.Desk.Runs == 1, "the command was entered");

        var stop = app.StopAsync();
        app.Desk.Open();

        Assert.Equal("just in time", (string?)(await ChatOpsApp.JsonAsync(await waiting))["text"]);
        await stop;
    }
}
