using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOps.Adapters.Storage;
using Dapper;

namespace ChatOps.Running.Auditing;

/// <summary>The append-only log of who did what. Each row's HMAC covers the row before, under a key that is not in the database.</summary>
internal sealed class AuditLog(Database database, HostKeys keys, TimeProvider clock)
{
    // Any number will do, as long as every replica takes the same and nothing else takes it: "audit" in ASCII.
    private const long AdvisoryLock = 0x61_75646974;

    /// <summary>Appends a row. Call it last in a transaction: until the commit, no other host can append.</summary>
    public async Task AppendAsync(DbTransaction transaction, AuditEvent item, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!;
        if (database.IsPostgreSql)
            await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_xact_lock(@AdvisoryLock)", new { AdvisoryLock }, transaction, cancellationToken: cancellationToken));
        var head = await HeadAsync(connection, transaction, cancellationToken);
        var row = new AuditRow
        {
            Seq = head.Count + 1,
            At = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Actor = item.Actor,
            Action = item.Action,
            Subject = item.Subject,
            Repo = item.Repo,
            Detail = JsonSerializer.Serialize(item.Detail),
            PrevHash = head.Hash,
        };
        row.Hash = HashOf(row);
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into audit (seq, at, actor, action, subject, repo, detail, prev_hash, hash) values (@Seq, @At, @Actor, @Action, @Subject, @Repo, @Detail, @PrevHash, @Hash)",
            row,
            transaction,
            cancellationToken: cancellationToken));
    }

    /// <summary>Appends a row in a transaction of its own.</summary>
    public Task AppendAsync(AuditEvent item, CancellationToken cancellationToken) =>
        database.WriteAsync(transaction => AppendAsync(transaction, item, cancellationToken), cancellationToken);

    /// <summary>Where the log ends now.</summary>
    public async Task<AuditHead> HeadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await HeadAsync(connection, null, cancellationToken);
    }

    /// <summary>Reads the whole log and finds the first row that was changed, removed or put in.</summary>
    /// <param name="head">Where the log ended at some earlier time, to find a cut tail; null when none was kept.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<AuditVerdict> VerifyAsync(AuditHead? head, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var last = new AuditHead(0, "");
        await foreach (var row in connection.QueryUnbufferedAsync<AuditRow>($"select {AuditRow.Columns} from audit order by seq").WithCancellation(cancellationToken))
        {
            if (row.Seq != last.Count + 1)
                return new(false, last.Count, last.Count + 1, $"Row {last.Count + 1} is missing.");
            if (row.PrevHash != last.Hash || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(row.Hash), Encoding.ASCII.GetBytes(HashOf(row))))
                return new(false, last.Count, row.Seq, $"Row {row.Seq} is not as it was written.");
            last = new(row.Seq, row.Hash);
            if (head?.Count == row.Seq && head.Hash != row.Hash)
                return new(false, last.Count, row.Seq, $"Row {row.Seq} is not the one that the given head ends with.");
        }

        return head is not null && head.Count > last.Count
            ? new(false, last.Count, last.Count + 1, $"The log ends at row {last.Count}, but the given head has {head.Count}: its end was cut off.")
            : new(true, last.Count, null, $"All {last.Count} rows are as they were written. Head: {last}");
    }

    private static async Task<AuditHead> HeadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        var (seq, hash) = await connection.QueryFirstOrDefaultAsync<(long Seq, string? Hash)>(new CommandDefinition(
            "select seq, hash from audit order by seq desc limit 1", null, transaction, cancellationToken: cancellationToken));
        return new(seq, hash ?? "");
    }

    private string HashOf(AuditRow row)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, keys.Audit);
        Span<byte> number = stackalloc byte[8];
        foreach (var value in new[] { row.Seq, row.At })
        {
            BinaryPrimitives.WriteInt64BigEndian(number, value);
            hmac.AppendData(number);
        }

        // Each text with its length, so that nothing can move from one column to the next.
        foreach (var text in new[] { row.Actor, row.Action, row.Subject, row.Repo ?? "", row.Repo is null ? "" : "repo", row.Detail, row.PrevHash })
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt64BigEndian(number, bytes.Length);
            hmac.AppendData(number);
            hmac.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }
}
