using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ChatOps.Adapters.Storage;

/// <summary>The table <c>key_ring</c>: the keys of <see cref="Protector"/>, shared by all replicas, each encrypted with a key that is not in the database.</summary>
internal sealed class KeyRing(Database database, TimeProvider clock) : IXmlRepository
{
    // Any number that is not the migrations'; every replica takes the same.
    private const long AdvisoryLock = 0x6b65_79726e67;

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => ReadAsync().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => StoreAsync(element, friendlyName).GetAwaiter().GetResult();

    /// <summary>Reads the keys and makes the first one. Replicas that start together take turns: otherwise each would make one that the others do not know yet.</summary>
    /// <param name="keys">What manages the keys.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task PrepareAsync(IKeyManager keys, CancellationToken cancellationToken)
    {
        if (!database.IsPostgreSql)
        {
            MakeFirst(keys);
            return;
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_lock(@AdvisoryLock)", new { AdvisoryLock }, cancellationToken: cancellationToken));
        try
        {
            MakeFirst(keys);
        }
        finally
        {
            await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_unlock(@AdvisoryLock)", new { AdvisoryLock }, cancellationToken: CancellationToken.None));
        }
    }

    private static void MakeFirst(IKeyManager keys)
    {
        // Data Protection's own clock; it renews keys by it too.
        var now = DateTimeOffset.UtcNow;
        if (!keys.GetAllKeys().Any(key => !key.IsRevoked && key.ActivationDate <= now && key.ExpirationDate > now))
            keys.CreateNewKey(now, now.AddDays(90));
    }

    private async Task<IReadOnlyCollection<XElement>> ReadAsync()
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        return [.. (await connection.QueryAsync<string>("select element from key_ring order by created_at, id")).Select(XElement.Parse)];
    }

    private Task<int> StoreAsync(XElement element, string name) =>
        database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(
                "insert into key_ring (id, element, created_at) values (@name, @element, @now)",
                new { name, element = element.ToString(SaveOptions.DisableFormatting), now = clock.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction),
            CancellationToken.None);
}
