using System.Data;
using System.Data.Common;
using ChatOps.Adapters.Storage;
using ChatOps.Tests.Support;
using Dapper;
using Quartz;

namespace ChatOps.Tests.Adapters.Storage;

/// <summary>No commit that somebody waits for does the disk's work: neither ours nor Quartz's.</summary>
public sealed class CheckpointTests
{
    [Fact]
    public async Task What_is_written_reaches_the_file_in_the_background_alone()
    {
        await using var app = await ChatOpsApp.StartAsync();
        var file = new FileInfo(Path.Combine(app.DataDirectory, "chatops.db"));
        // Over the thousand pages at which SQLite itself would make the commit do it.
        await app.Get<Database>().WriteAsync(transaction => transaction.Connection!.ExecuteAsync("create table filler as select zeroblob(8000000) as bytes", null, transaction), default);
        file.Refresh();
        Assert.True(file.Length < 8_000_000, "the commit did it");

        app.Clock.Advance(TimeSpan.FromSeconds(1));

        await Eventually.BecomesTrueAsync(
            () =>
            {
                file.Refresh();
                return file.Length > 8_000_000;
            },
            "it is in the file");
    }

    [Fact]
    public async Task Every_connection_leaves_the_disk_to_the_background()
    {
        await using var app = await ChatOpsApp.StartAsync();
        Assert.NotNull(await app.Get<ISchedulerFactory>().GetScheduler());

        // The pool hands them out in any order: as many at once as there may be, those that Quartz opened among them.
        var connections = new List<DbConnection>();
        for (var i = 0; i < 20; i++)
            connections.Add(await app.Get<Database>().OpenAsync(default));
        foreach (var connection in connections)
        {
            Assert.Equal(1, await connection.ExecuteScalarAsync<long>("pragma synchronous ", commandType: CommandType.Text));
            Assert.Equal(16384, await connection.ExecuteScalarAsync<long>("pragma wal_autocheckpoint ", commandType: CommandType.Text));
            await connection.DisposeAsync();
        }
    }
}
