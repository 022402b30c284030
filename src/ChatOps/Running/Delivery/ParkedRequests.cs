using System.Text.Json;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Operations;
using Dapper;

namespace ChatOps.Running.Delivery;

/// <summary>The table <c>parked_requests</c>: what waits until its requester has answered a question.</summary>
internal sealed class ParkedRequests(Database database, DeliveryStore deliveries, TimeProvider clock)
{
    private const int IdLength = 32;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>Something that waits.</summary>
    /// <param name="Request">The request, masked.</param>
    /// <param name="Origin">Where it came from.</param>
    internal sealed record Parked(CommandRequest Request, ChatOrigin Origin);

    /// <summary>Keeps a request, once for each key.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> ParkAsync(CommandRequest request, ChatOrigin origin, IdempotencyKey key, CancellationToken cancellationToken)
    {
        var id = $"pk_{key.KeyHash[..IdLength]}";
        await database.WriteAsync(
            async transaction =>
            {
                var person = await People.PseudonymAsync(transaction, request.Caller, clock, cancellationToken);
                return await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                    "insert into parked_requests (id, request, address, reply, person, expires_at) values (@id, @request, @address, @reply, @person, @expires) on conflict (id) do nothing",
                    new
                    {
                        id,
                        request = JsonSerializer.Serialize(request, OperationJson.Default.CommandRequest),
                        address = DeliveryStore.Write(origin.Address),
                        reply = deliveries.Seal(origin.Reply),
                        person,
                        expires = (clock.GetUtcNow() + Kept).ToUnixTimeMilliseconds(),
                    },
                    transaction,
                    cancellationToken: cancellationToken));
            },
            cancellationToken);
        return id;
    }

    /// <summary>Takes a request out, once, for the person who made it; null for anybody else, and when it is gone.</summary>
    public Task<Parked?> TakeAsync(string id, Caller caller, CancellationToken cancellationToken) =>
        database.WriteAsync<Parked?>(
            async transaction =>
            {
                var person = await People.PseudonymAsync(transaction, caller, clock, cancellationToken);
                var row = await transaction.Connection!.QueryFirstOrDefaultAsync<(string Request, string Address, string? Reply)?>(new CommandDefinition(
                    "delete from parked_requests where id = @id and person = @person and expires_at > @now returning request, address, reply",
                    new { id, person, now = clock.GetUtcNow().ToUnixTimeMilliseconds() },
                    transaction,
                    cancellationToken: cancellationToken));
                return row is not { } found ? null : new Parked(
                    JsonSerializer.Deserialize(found.Request, OperationJson.Default.CommandRequest)!,
                    new ChatOrigin(DeliveryStore.Read(found.Address), deliveries.Unseal(found.Reply)));
            },
            cancellationToken);
}
