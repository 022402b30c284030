using ChatOps.Running.Auditing;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Adapters.Jobs;

public sealed class CrashTests
{
    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_host_killed_in_the_middle_of_an_operation_completes_it_once_after_a_restart(string provider)
    {
        await using var database = await Databases.CreateAsync(provider);
        var folder = Directory.CreateTempSubdirectory("chatops-crash-").FullName;
        string id;
        await using (var first = await ChildHost.StartAsync(folder, database.Settings))
        {
            id = await first.SubmitAsync("wait", "survive");
            await Eventually.BecomesTrueAsync(() => TestCommands.Desk.Count(folder) == 1, "the command was entered");
            await first.KillAsync();
        }

        TestCommands.Desk.Open(folder);
        await using (var second = await ChildHost.StartAsync(folder, database.Settings))
        {
            await Eventually.BecomesTrueAsync(async () => (string?)(await second.OperationAsync(id))["state"] == "succeeded", "the operation succeeded after the restart");
            Assert.Equal("survive", (string?)(await second.OperationAsync(id))["result"]!["text"]);
            await second.KillAsync();
        }

        Assert.Equal(2, TestCommands.Desk.Count(folder));
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Database = database, DataDirectory = folder });
        Assert.True((await app.Get<AuditLog>().VerifyAsync(null, default)).IsWhole);
        Assert.Single((await app.GetJsonAsync("/history/audit"))["items"]!.AsArray(), row => (string?)row!["subject"] == id);
    }
}
