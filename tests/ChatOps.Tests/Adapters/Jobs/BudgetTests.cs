using System.Net;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Adapters.Jobs;

public sealed class BudgetTests
{
    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Thirty_hanging_model_calls_do_not_keep_a_short_command_waiting(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        for (var i = 0; i < 30; i++)
            await app.PostAsync("/test/model_wait", new { text = "hang" }, ("Prefer", "respond-async"));
        await Eventually.BecomesTrueAsync(() => app.Desk.Runs == 16, "the budget of long work was used up");

        var answer = await app.PostAsync("/test/echo", new { text = "quick" });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(17, app.Desk.Runs);
        app.Desk.Open();
        await Eventually.BecomesTrueAsync(() => app.Desk.Runs == 31, "the rest of the long work began");
    }
}
