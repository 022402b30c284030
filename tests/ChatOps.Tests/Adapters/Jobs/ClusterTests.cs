using System.Net;
using ChatOps.Settings;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Adapters.Jobs;

public sealed class ClusterTests
{
    [SkippableFact]
    public async Task Two_hosts_on_one_PostgreSQL_share_the_work_and_see_each_others_operations()
    {
        await using var database = await Databases.CreateAsync("PostgreSql");
        await using var first = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Database = database });
        await using var second = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Database = database, Settings = { ["Storage:AuditKeyPath"] = Path.Combine(first.DataDirectory, "keys/audit.key") } });
        first.Desk.Open();
        second.Desk.Open();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? first : second).PostAsync("/test/wait", new { text = $"{i}" })));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(40, first.Desk.Runs + second.Desk.Runs);
        var id = (string?)(await ChatOpsApp.JsonAsync(answers[0]))["operation_id"];
        Assert.Equal("succeeded", (string?)(await second.GetJsonAsync($"/operations/{id}"))["state"]);
    }

    [SkippableFact]
    public async Task An_operation_is_cancelled_through_another_host_than_the_one_that_runs_it()
    {
        await using var database = await Databases.CreateAsync("PostgreSql");
        await using var first = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Database = database });
        var id = (string?)(await ChatOpsApp.JsonAsync(await first.PostAsync("/test/wait", new { text = "x" }, ("Prefer", "respond-async"))))["id"];
        await Eventually.BecomesTrueAsync(() => first.Desk.Runs == 1, "the command was entered");
        await using var second = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Database = database, Settings = { ["Storage:AuditKeyPath"] = Path.Combine(first.DataDirectory, "keys/audit.key") } });

        await second.PostAsync($"/operations/{id}/cancel", new { });

        await Eventually.BecomesTrueAsync(async () => (string?)(await second.GetJsonAsync($"/operations/{id}"))["state"] == "cancelled", "the operation was cancelled");
    }

    [SkippableFact]
    public async Task A_replica_with_another_audit_key_does_not_start()
    {
        await using var database = await Databases.CreateAsync("PostgreSql");
        await using var first = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Database = database });

        var refused = await Assert.ThrowsAsync<SettingException>(() => ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Database = database }));

        Assert.Equal("Storage:AuditKeyPath", refused.Key);
    }

    [Fact]
    public async Task A_second_host_on_one_SQLite_database_does_not_start()
    {
        await using var first = await ChatOpsApp.StartAsync();

        var refused = await Assert.ThrowsAsync<SettingException>(() => ChatOpsApp.StartAsync(new ChatOpsApp.Setup { DataDirectory = first.DataDirectory }));

        Assert.Contains("another host is running", refused.Message, StringComparison.Ordinal);
    }
}
