using System.Data.Common;
using ChatOps.Chat;
using Dapper;

namespace ChatOps.Adapters.Storage;

/// <summary>Whether the database answers.</summary>
internal sealed class StorageHealth(Database database) : IHealthComponent
{
    /// <inheritdoc/>
    public string Name => "storage";

    /// <inheritdoc/>
    public async Task<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        var kind = database.IsPostgreSql ? "PostgreSQL" : "SQLite";
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await connection.ExecuteScalarAsync<long>(new CommandDefinition("select count(*) from key_fingerprints", cancellationToken: cancellationToken));
            return new(HealthState.Ok, $"{kind} answers.");
        }
        catch (DbException)
        {
            return new(HealthState.Down, $"{kind} does not answer; check Storage:ConnectionString and the server.");
        }
    }
}
