using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using Dapper;

namespace ChatOps.Running;

/// <summary>What makes a request repeatable: only hashes, since neither the key nor the body may be stored.</summary>
/// <param name="KeyHash">Of who asks, for what, under which key.</param>
/// <param name="BodyHash">Of the request's body.</param>
internal sealed record IdempotencyKey(string KeyHash, string BodyHash);

/// <summary>The table <c>idempotency_keys</c>: which operation a key was used for.</summary>
internal sealed class IdempotencyKeys(Database database, HostKeys keys, TimeProvider clock)
{
    // api.md: a key makes a POST repeatable for a day.
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private readonly Lazy<byte[]> _secret = new(() => keys.Derive("idempotency"));

    /// <summary>What a key was used for.</summary>
    internal sealed class Use
    {
        /// <summary>The operation.</summary>
        public string OperationId { get; set; } = "";

        /// <summary>The hash of the body it was used with.</summary>
        public string BodyHash { get; set; } = "";
    }

    /// <summary>The hashes of a key and its body.</summary>
    /// <param name="caller">Who asks; nobody meets another's keys.</param>
    /// <param name="path">What for.</param>
    /// <param name="key">As sent.</param>
    /// <param name="body">As sent.</param>
    public IdempotencyKey Of(Caller caller, string path, string key, ReadOnlySpan<byte> body) =>
        // Keyed, because a body may hold a secret that a bare hash would let somebody guess.
        new(Hash(Encoding.UTF8.GetBytes($"{caller.Id}\n{path}\n{key}")), Hash(body));

    /// <summary>What a key was used for in the last day; null for nothing.</summary>
    public async Task<Use?> FindAsync(IdempotencyKey key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await FindAsync(connection, null, key, clock.GetUtcNow(), cancellationToken);
    }

    /// <summary>Takes a key for an operation. Of several requests that come at once, the others wait here for the first one's commit.</summary>
    /// <returns>Null when it is taken; otherwise what it was used for before.</returns>
    public static async Task<Use?> ClaimAsync(DbTransaction transaction, IdempotencyKey key, string operationId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(new CommandDefinition(
            "delete from idempotency_keys where key_hash = @KeyHash and expires_at <= @now", new { key.KeyHash, now = now.ToUnixTimeMilliseconds() }, transaction, cancellationToken: cancellationToken));
        var taken = await connection.ExecuteAsync(new CommandDefinition(
            "insert into idempotency_keys (key_hash, operation_id, body_hash, expires_at) values (@KeyHash, @operationId, @BodyHash, @expires) on conflict (key_hash) do nothing",
            new { key.KeyHash, operationId, key.BodyHash, expires = (now + Kept).ToUnixTimeMilliseconds() },
            transaction,
            cancellationToken: cancellationToken));
        return taken == 1 ? null : await FindAsync(connection, transaction, key, now, cancellationToken);
    }

    private static Task<Use?> FindAsync(DbConnection connection, DbTransaction? transaction, IdempotencyKey key, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.QueryFirstOrDefaultAsync<Use?>(new CommandDefinition(
            "select operation_id OperationId, body_hash BodyHash from idempotency_keys where key_hash = @KeyHash and expires_at > @now",
            new { key.KeyHash, now = now.ToUnixTimeMilliseconds() },
            transaction,
            cancellationToken: cancellationToken));

    private string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(HMACSHA256.HashData(_secret.Value, bytes));
}
