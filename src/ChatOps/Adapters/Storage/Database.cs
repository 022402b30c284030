using System.Data.Common;

namespace ChatOps.Adapters.Storage;

/// <summary>Opens connections to the configured database, SQLite or PostgreSQL, with the schema in place.</summary>
internal sealed class Database
{
    /// <summary>Whether it is PostgreSQL; the few words in which SQL differs ask this.</summary>
    public bool IsPostgreSql => throw new NotSupportedException();

    /// <summary>An open connection; the caller disposes it.</summary>
    public ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
