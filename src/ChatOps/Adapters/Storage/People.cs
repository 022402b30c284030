using System.Data.Common;
using System.Security.Cryptography;
using ChatOps.Chat;
using Dapper;

namespace ChatOps.Adapters.Storage;

/// <summary>Who is behind a pseudonym. Every other table names people by pseudonym only, so that deleting a row here makes them nobody.</summary>
internal sealed class People(Database database, TimeProvider clock)
{
    /// <summary>The caller's pseudonym, made on first sight.</summary>
    public static async Task<string> PseudonymAsync(DbTransaction transaction, Caller caller, TimeProvider clock, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!;
        if (await FindAsync(connection, transaction, caller.Id, cancellationToken) is { } known)
            return known;
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into people (pseudonym, caller_id, name, created_at) values (@pseudonym, @id, @name, @now) on conflict (caller_id) do nothing",
            new { pseudonym = $"p_{RandomNumberGenerator.GetHexString(12, lowercase: true)}", id = caller.Id, name = caller.Name, now = clock.GetUtcNow().ToUnixTimeMilliseconds() },
            transaction,
            cancellationToken: cancellationToken));
        return (await FindAsync(connection, transaction, caller.Id, cancellationToken))!;
    }

    /// <summary>The caller's pseudonym, made on first sight, in a transaction of its own.</summary>
    public async Task<string> PseudonymAsync(Caller caller, CancellationToken cancellationToken) =>
        await FindAsync(caller.Id, cancellationToken)
        ?? await database.WriteAsync(transaction => PseudonymAsync(transaction, caller, clock, cancellationToken), cancellationToken);

    /// <summary>Takes note of what somebody known is called now: a door often has no more than an id or a handle.</summary>
    public async Task RenameAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if (await connection.QueryFirstOrDefaultAsync<string?>(new CommandDefinition("select name from people where caller_id = @Id", new { caller.Id }, cancellationToken: cancellationToken)) is not { } name || name == caller.Name)
                return;
        }

        await database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition("update people set name = @Name where caller_id = @Id", new { caller.Id, caller.Name }, transaction, cancellationToken: cancellationToken)),
            cancellationToken);
    }

    /// <summary>A person's pseudonym by caller id (<c>key:ci</c>) or name; null for somebody never seen.</summary>
    public async Task<string?> FindAsync(string idOrName, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await FindAsync(connection, null, idOrName, cancellationToken)
            ?? await connection.QueryFirstOrDefaultAsync<string>(new CommandDefinition(
                "select pseudonym from people where name = @idOrName or pseudonym = @idOrName order by created_at limit 1", new { idOrName }, cancellationToken: cancellationToken));
    }

    /// <summary>What people call those behind the pseudonyms; somebody forgotten is not in it.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyList<string> pseudonyms, CancellationToken cancellationToken)
    {
        if (pseudonyms.Count == 0)
            return new Dictionary<string, string>();
        var parameters = new DynamicParameters();
        for (var i = 0; i < pseudonyms.Count; i++)
            parameters.Add($"p{i}", pseudonyms[i]);
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<(string Pseudonym, string Name)>(new CommandDefinition(
            $"select pseudonym, name from people where pseudonym in ({string.Join(", ", pseudonyms.Select((_, i) => $"@p{i}"))})", parameters, cancellationToken: cancellationToken)))
            .ToDictionary(row => row.Pseudonym, row => row.Name);
    }

    private static Task<string?> FindAsync(DbConnection connection, DbTransaction? transaction, string callerId, CancellationToken cancellationToken) =>
        connection.QueryFirstOrDefaultAsync<string?>(new CommandDefinition("select pseudonym from people where caller_id = @callerId", new { callerId }, transaction, cancellationToken: cancellationToken));
}
