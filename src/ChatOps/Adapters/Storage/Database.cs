using System.Data;
using System.Data.Common;
using ChatOps.Settings;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ChatOps.Adapters.Storage;

/// <summary>Opens connections to the configured database, SQLite or PostgreSQL, with the schema in place.</summary>
internal sealed class Database : IDisposable
{
    private readonly WriteGate _gate = new();
    private readonly Lazy<Task> _migrated;

    /// <summary>Describes the database; nothing is opened yet.</summary>
    public Database(StorageOptions options, DataDirectory data)
    {
        IsPostgreSql = options.Provider == StorageProvider.PostgreSql;
        ConnectionString = IsPostgreSql
            ? options.ConnectionString!
            : SqliteConnectionString(options.ConnectionString, data);
        _migrated = new(() => Task.Run(() => Migrations.Apply(this)));
    }

    /// <summary>Whether it is PostgreSQL; the few words in which SQL differs ask this.</summary>
    public bool IsPostgreSql { get; }

    /// <summary>The connection string, complete.</summary>
    public string ConnectionString { get; }

    /// <summary>Brings the schema up to date, once; every other method waits for it.</summary>
    public Task MigrateAsync(CancellationToken cancellationToken) => _migrated.Value.WaitAsync(cancellationToken);

    /// <summary>An open connection; the caller disposes it.</summary>
    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await MigrateAsync(cancellationToken);
        DbConnection connection = IsPostgreSql ? new NpgsqlConnection() : SqliteConnections.Instance.CreateConnection();
        try
        {
            connection.ConnectionString = ConnectionString;
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>A transaction that only reads, and sees everything as it is at its first read, whatever is written meanwhile. It keeps nobody from writing.</summary>
    public static async ValueTask<DbTransaction> FreezeAsync(DbConnection connection, CancellationToken cancellationToken) => connection is SqliteConnection sqlite
        ? sqlite.BeginTransaction(IsolationLevel.Serializable, deferred: true)
        : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    /// <summary>Runs work in one transaction and commits it. Keep it short: on SQLite nobody else writes meanwhile.</summary>
    /// <param name="work">Reads and writes on the transaction's connection; what it throws rolls everything back.</param>
    /// <param name="cancellationToken">Stops the wait and the work, not a commit under way.</param>
    /// <param name="ahead">Whether somebody waits at a door for it, who goes ahead of the others.</param>
    public Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellationToken, bool ahead = false) => CommitAsync(work, deferred: false, ahead, cancellationToken);

    /// <summary>The same for work whose first act is to queue a job in the transaction.</summary>
    /// <remarks>
    /// Quartz holds its own lock while it waits for SQLite's. So SQLite's must not be held by who waits for Quartz's: the file is
    /// locked only by the job's own first write, which Quartz makes under its lock. Whoever queues a job has somebody waiting at a
    /// door, and goes ahead of the others.
    /// </remarks>
    /// <param name="work">Queues the job, then reads and writes; what it throws rolls everything back, the job included.</param>
    /// <param name="cancellationToken">Stops the wait and the work, not a commit under way.</param>
    public Task<T> WriteWithJobAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellationToken) => CommitAsync(work, deferred: true, ahead: true, cancellationToken);

    private async Task<T> CommitAsync<T>(Func<DbTransaction, Task<T>> work, bool deferred, bool ahead, CancellationToken cancellationToken)
    {
        await MigrateAsync(cancellationToken);
        using var turn = IsPostgreSql ? null : await _gate.EnterAsync(ahead, cancellationToken);
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(IsolationLevel.Serializable, deferred)
            : await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var result = await work(transaction);
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<DbTransaction, Task> work, CancellationToken cancellationToken) =>
        WriteAsync(
            async transaction =>
            {
                await work(transaction);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsPostgreSql)
            NpgsqlConnection.ClearPool(new NpgsqlConnection(ConnectionString));
        else
            SqliteConnection.ClearPool(new SqliteConnection(ConnectionString));
    }

    private static string SqliteConnectionString(string? configured, DataDirectory data)
    {
        try
        {
            var builder = new SqliteConnectionStringBuilder(configured ?? "");
            if (builder.DataSource.Length == 0)
                builder.DataSource = data.File("chatops.db");
            return builder.ConnectionString;
        }
        catch (ArgumentException)
        {
            throw new SettingException("Storage:ConnectionString", "is not a SQLite connection string; write it like Data Source=/var/lib/chatops/chatops.db.");
        }
    }
}
