using ChatOps.Adapters.Storage;
using ChatOps.Settings;

namespace ChatOps.Adapters.Jobs;

/// <summary>Keeps a second host off a SQLite database: without a cluster it would take the first one's running work for a crash's leftovers.</summary>
internal sealed class SqliteOwnership(Database database, DataDirectory data) : IHostedService, IDisposable
{
    private FileStream? _lock;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (database.IsPostgreSql)
            return Task.CompletedTask;
        try
        {
            _lock = new FileStream(data.File("chatops.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new SettingException("Host:DataDirectory", "another host is running with this data directory; stop it, name another folder, or use Storage:Provider PostgreSql for several hosts.");
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lets the next host in, after the jobs have stopped.</summary>
    public void Dispose() => _lock?.Dispose();
}
