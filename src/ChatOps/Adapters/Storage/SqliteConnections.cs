using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ChatOps.Adapters.Storage;

/// <summary>Makes the connections to the SQLite file, ours and Quartz's, which all write the same way.</summary>
internal sealed class SqliteConnections : DbProviderFactory
{
    /// <summary>The only one; it has no state.</summary>
    public static readonly SqliteConnections Instance = new();

    private SqliteConnections()
    {
    }

    /// <inheritdoc/>
    public override DbConnection CreateConnection() => new Connection();

    /// <inheritdoc/>
    public override DbCommand CreateCommand() => new SqliteCommand();

    /// <inheritdoc/>
    public override DbParameter CreateParameter() => new SqliteParameter();

    private sealed class Connection : SqliteConnection
    {
        // Without "normal" each commit waits for the disk, and without a late checkpoint every thousandth page's commit does; Checkpoints
        // does that work beside them. 16,384 pages are 64 MB, for the command line, which has no Checkpoints.
        private const string Pragmas = "pragma busy_timeout = 5000; pragma synchronous = normal; pragma foreign_keys = on; pragma cache_size = -16384; pragma wal_autocheckpoint = 16384;";

        /// <inheritdoc/>
        public override void Open()
        {
            base.Open();
            var code = raw.sqlite3_exec(Handle, Pragmas);
            SqliteException.ThrowExceptionForRC(code, Handle);
        }
    }
}
