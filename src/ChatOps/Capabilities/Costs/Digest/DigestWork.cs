using System.Globalization;
using ChatOps.Adapters.Jobs;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Running.Delivery;
using Dapper;

namespace ChatOps.Capabilities.Costs.Digest;

/// <summary>Asks for a channel's digest when its time has come, once in each of the channel's weeks.</summary>
internal sealed class DigestWork(DigestOptions options, OperationQueue queue, IdempotencyKeys idempotency, Database database, TimeProvider clock) : IWork
{
    /// <summary>The name it is scheduled by.</summary>
    public const string Name = "digest";

    // It sees what any viewer sees, and nothing more.
    private static readonly Caller Timetable = new("digest", "weekly digest", Role.Viewer);

    /// <inheritdoc/>
    public async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (options.Channels.FirstOrDefault(channel => channel.Channel == argument) is not { } channel)
            return;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(channel.TimeZone ?? options.TimeZone);
        var today = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).Date;
        var week = string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(today)}-W{ISOWeek.GetWeekOfYear(today):00}");
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if (await connection.ExecuteScalarAsync<long>(new CommandDefinition("select count(*) from digests where channel = @argument and week = @week", new { argument, week }, cancellationToken: cancellationToken)) > 0)
                return;
        }

        // A host that dies between the two leaves the key, and the next one finds the operation by it.
        var key = idempotency.Of(Timetable, "/digest", $"{argument} {week}", []);
        var request = MaskedRequest.Create("digest", Timetable, "schedule", null, ("repositories", channel.Repositories.Length == 0 ? null : string.Join(',', channel.Repositories)));
        var submitted = AddressOf(argument) is { } address ? await queue.SubmitAsync(request, key, new ChatOrigin(address, null), cancellationToken) : await queue.SubmitAsync(request, key, cancellationToken);
        if (submitted.Value is not { } operation)
            throw new InvalidOperationException($"The digest was refused: {submitted.Refusal!.Sentence}");
        await database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
                "insert into digests (channel, week, operation_id, created_at) values (@argument, @week, @id, @now) on conflict (channel, week) do nothing",
                new { argument, week, id = operation.Id, now = clock.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction,
                cancellationToken: cancellationToken)),
            cancellationToken);
    }

    /// <summary>The channel of <c>slack:T0123456/C0123456</c>; null for what names none.</summary>
    private static ChatAddress? AddressOf(string channel) =>
        channel.Split([':', '/'], 3) is [{ Length: > 0 } platform, { Length: > 0 } workspace, { Length: > 0 } place] ? new ChatAddress { Platform = platform, Workspace = workspace, Channel = place, Requester = "" } : null;
}
