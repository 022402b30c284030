using System.Data.Common;
using ChatOps.Settings;
using Dapper;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ChatOps.Adapters.Storage;

/// <summary>Applies the scripts of <c>Migrations/</c>, each once and in its own transaction. One text serves both databases; <c>{{words}}</c> stand for what differs.</summary>
internal static class Migrations
{
    // Any number will do, as long as every replica takes the same: "chatops" in ASCII.
    private const long AdvisoryLock = 0x63686174_6f7073;

    /// <summary>Brings the database up to date. Replicas that start together take turns.</summary>
    /// <exception cref="SettingException">The database cannot be reached.</exception>
    public static void Apply(Database database)
    {
        using DbConnection connection = database.IsPostgreSql ? new NpgsqlConnection(database.ConnectionString) : new SqliteConnection(database.ConnectionString);
        try
        {
            connection.Open();
        }
        catch (DbException e)
        {
            throw new SettingException("Storage:ConnectionString", database.IsPostgreSql
                ? $"the PostgreSQL server did not let us in ({(e as PostgresException)?.SqlState ?? "no connection"}); check host, database, user and password."
                : "the SQLite file cannot be opened; check that its folder exists and that this user may write to it.");
        }

        if (database.IsPostgreSql)
        {
            // DbUp alone loses this race: of four migrators that start together, three fail.
            connection.Execute("select pg_advisory_lock(@AdvisoryLock)", new { AdvisoryLock });
            try
            {
                Upgrade(DeployChanges.To.PostgresqlDatabase(database.ConnectionString), postgres: true);
            }
            finally
            {
                connection.Execute("select pg_advisory_unlock(@AdvisoryLock)", new { AdvisoryLock });
            }
        }
        else
        {
            // Written into the file once; five times faster than the rollback journal for Quartz.
            try
            {
                connection.Execute("pragma journal_mode = wal");
            }
            catch (SqliteException e) when (IsDamage(e))
            {
                throw Damaged();
            }

            Upgrade(DeployChanges.To.SqliteDatabase(database.ConnectionString), postgres: false);
        }
    }

    // SQLITE_CORRUPT and SQLITE_NOTADB.
    private static bool IsDamage(Exception error) => error is SqliteException { SqliteErrorCode: 11 or 26 };

    private static SettingException Damaged() =>
        new("Storage:ConnectionString", "the SQLite file is damaged or no database at all; put a backup in its place, or name another file.");

    private static void Upgrade(UpgradeEngineBuilder target, bool postgres)
    {
        var result = target.WithScripts(Scripts(postgres)).WithTransactionPerScript().WithVariablesDisabled().LogToNowhere().Build().PerformUpgrade();
        if (!result.Successful && IsDamage(result.Error))
            throw Damaged();
        if (!result.Successful)
            throw new InvalidOperationException($"The migration {result.ErrorScript?.Name} failed; nothing of it was kept.", result.Error);
    }

    private static IEnumerable<SqlScript> Scripts(bool postgres)
    {
        var assembly = typeof(Migrations).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var text = reader.ReadToEnd().Replace("{{identity}}", postgres ? "bigint generated always as identity primary key" : "integer primary key autoincrement", StringComparison.Ordinal);
            yield return new SqlScript(name, text);
        }
    }
}
