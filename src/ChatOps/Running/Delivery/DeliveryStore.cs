using System.Data.Common;
using System.Text.Json;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Auditing;
using ChatOps.Running.Operations;
using Dapper;

namespace ChatOps.Running.Delivery;

/// <summary>The table <c>deliveries</c>. A row is open until its answer was taken, or is recorded as one that cannot be delivered; then it forgets where it went.</summary>
internal sealed class DeliveryStore(Database database, Protector secrets, AuditLog audit, TimeProvider clock)
{
    /// <summary>How long a request may be answered by its own address (docs.slack.dev, "Handling user interaction": 30 minutes).</summary>
    internal static readonly TimeSpan ReplyLifetime = TimeSpan.FromMinutes(30);

    private const string Purpose = "chat reply";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private static readonly string[] Forgotten =
    [
        "update deliveries set reply = null, reply_until = null where reply_until <= @now",
        "delete from parked_requests where expires_at <= @now",
        "delete from deliveries where state <> 'open' and created_at <= @kept",
        "delete from card_marks where at <= @kept and not exists (select 1 from operations where operations.id = card_marks.card_operation_id)",
    ];

    /// <summary>Stores where an operation's answer goes, in the operation's own transaction.</summary>
    public async Task AddAsync(DbTransaction transaction, string operationId, ChatOrigin origin, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into deliveries (operation_id, platform, address, reply, reply_until, posting, handed_over, state, attempts, created_at)
            values (@operationId, @Platform, @address, @reply, @until, 0, 0, 'open', 0, @now)
            """,
            new
            {
                operationId,
                origin.Address.Platform,
                address = Write(origin.Address),
                reply = Seal(origin.Reply),
                until = origin.Reply is null ? (long?)null : (now + ReplyLifetime).ToUnixTimeMilliseconds(),
                now = now.ToUnixTimeMilliseconds(),
            },
            transaction,
            cancellationToken: cancellationToken));
    }

    /// <summary>An open delivery; null when there is none, or none any more.</summary>
    public async Task<Delivery?> FindOpenAsync(string operationId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            "select address Address, reply Reply, reply_until ReplyUntil, message Message, posting Posting, attempts Attempts, created_at CreatedAt from deliveries where operation_id = @operationId and state = 'open'",
            new { operationId },
            cancellationToken: cancellationToken));
        return row is null ? null : new Delivery
        {
            OperationId = operationId,
            Address = Read(row.Address),
            Reply = row.Reply is { } reply && row.ReplyUntil > clock.GetUtcNow().ToUnixTimeMilliseconds() ? secrets.Unprotect(Purpose, reply) : null,
            Message = row.Message,
            Posting = row.Posting != 0,
            Attempts = row.Attempts,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
        };
    }

    /// <summary>Notes, in the transaction of their job, that operations are queued.</summary>
    /// <returns>False when one of them was already.</returns>
    public static async Task<bool> HandOverAsync(DbTransaction transaction, IReadOnlyList<string> operationIds, CancellationToken cancellationToken)
    {
        foreach (var operationId in operationIds)
        {
            if (await transaction.Connection!.ExecuteAsync(new CommandDefinition("update deliveries set handed_over = 1 where operation_id = @operationId and handed_over = 0", new { operationId }, transaction, cancellationToken: cancellationToken)) == 0)
                return false;
        }

        return true;
    }

    /// <summary>Notes that a message is about to be posted.</summary>
    public Task PostingAsync(string operationId, CancellationToken cancellationToken) =>
        UpdateAsync("update deliveries set posting = 1, message = null where operation_id = @operationId and state = 'open'", new { operationId }, cancellationToken);

    /// <summary>Notes which message to edit from now on.</summary>
    public Task PostedAsync(string operationId, string? message, CancellationToken cancellationToken) =>
        UpdateAsync("update deliveries set posting = 0, message = @message where operation_id = @operationId and state = 'open'", new { operationId, message }, cancellationToken);

    /// <summary>Counts a try that was not taken; for the transaction that queues the next one.</summary>
    public static Task<int> CountAsync(DbTransaction transaction, string operationId, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition("update deliveries set attempts = attempts + 1 where operation_id = @operationId and state = 'open'", new { operationId }, transaction, cancellationToken: cancellationToken));

    /// <summary>Notes that the answer was taken.</summary>
    public Task DeliveredAsync(string operationId, CancellationToken cancellationToken) =>
        UpdateAsync("update deliveries set state = 'delivered', address = '{}', reply = null, reply_until = null, posting = 0 where operation_id = @operationId and state = 'open'", new { operationId }, cancellationToken);

    /// <summary>Records for good that the answer cannot be delivered.</summary>
    public Task UndeliverableAsync(Operation operation, string platform, string reason, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                var changed = await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                    "update deliveries set state = 'undeliverable', address = '{}', reply = null, reply_until = null, posting = 0 where operation_id = @Id and state = 'open'", new { operation.Id }, transaction, cancellationToken: cancellationToken));
                if (changed > 0)
                    await audit.AppendAsync(transaction, new AuditEvent(operation.RequestedBy, "undeliverable", operation.Id) { Repo = operation.Repo, Detail = new() { ["platform"] = platform, ["reason"] = reason } }, cancellationToken);
            },
            cancellationToken);

    /// <summary>Deletes the addresses whose half hour is over, questions that nobody answered, what was delivered long ago, and the marks of cards whose operation is gone.</summary>
    public Task ForgetAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                var now = new { now = clock.GetUtcNow().ToUnixTimeMilliseconds(), kept = (clock.GetUtcNow() - Kept).ToUnixTimeMilliseconds() };
                foreach (var sql in Forgotten)
                    await transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, now, transaction, cancellationToken: cancellationToken));
            },
            cancellationToken);

    /// <summary>An address as its column holds it.</summary>
    internal static string Write(ChatAddress address) => JsonSerializer.Serialize(address, DeliveryJson.Default.ChatAddress);

    /// <summary>An address from its column.</summary>
    internal static ChatAddress Read(string address) => JsonSerializer.Deserialize(address, DeliveryJson.Default.ChatAddress)!;

    /// <summary>A secret address as its column holds it.</summary>
    internal string? Seal(string? reply) => reply is null ? null : secrets.Protect(Purpose, reply);

    /// <summary>A secret address from its column.</summary>
    internal string? Unseal(string? reply) => reply is null ? null : secrets.Unprotect(Purpose, reply);

    private Task<int> UpdateAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken)), cancellationToken);

    private sealed class Row
    {
        public string Address { get; set; } = "";
        public string? Reply { get; set; }
        public long? ReplyUntil { get; set; }
        public string? Message { get; set; }
        public int Posting { get; set; }
        public int Attempts { get; set; }
        public long CreatedAt { get; set; }
    }
}
