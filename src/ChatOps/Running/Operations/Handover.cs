using System.Data.Common;
using System.Threading.Channels;
using ChatOps.Adapters.Jobs;
using ChatOps.Adapters.Storage;
using ChatOps.Running.Delivery;
using Dapper;

namespace ChatOps.Running.Operations;

/// <summary>
/// Queues the jobs of operations that came through a chat's door. They are accepted when they are stored, which takes a moment; their jobs
/// follow in the background, because whoever queues a job waits behind all jobs that are beginning or ending. What has come in meanwhile shares
/// a job (<see cref="OperationWork"/>), so that a rush costs a few jobs and not hundreds. That a job was queued is noted in the job's own
/// transaction, so that it happens once, and what a host that died left behind is queued by the next look.
/// </summary>
internal sealed partial class Handover(JobQueue jobs, Database database, TimeProvider clock, ILogger<Handover> logger) : BackgroundService
{
    private const int Workers = 2;
    private const int MostAtOnce = 200;
    private const int MostInOneJob = 50;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>();

    /// <summary>Has an operation's job queued.</summary>
    public void Add(string operationId, bool isLong) => _waiting.Writer.TryWrite(new Waiting(operationId, isLong));

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken)).Append(LookAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await foreach (var first in _waiting.Reader.ReadAllAsync(cancellationToken))
        {
            List<Waiting> rush = [first];
            while (rush.Count < MostInOneJob && _waiting.Reader.TryRead(out var next))
                rush.Add(next);
            var shorts = rush.Where(waiting => !waiting.IsLong).Select(waiting => waiting.OperationId).ToList();
            if (shorts.Count > 0)
                await QueueAsync(shorts, isLong: false, cancellationToken);
            // One that may take minutes has a job of its own, which counts against the budget of those.
            foreach (var waiting in rush.Where(waiting => waiting.IsLong))
                await QueueAsync([waiting.OperationId], isLong: true, cancellationToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        var before = clock.GetUtcNow();
        do
        {
            try
            {
                foreach (var left in await LeftAsync(before, cancellationToken))
                    await QueueAsync([left.OperationId], left.IsLong, cancellationToken);
            }
            catch (DbException e)
            {
                LogFailed(e);
            }

            // What came in lately is in the workers' hands.
            before = clock.GetUtcNow() - Interval;
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task QueueAsync(IReadOnlyList<string> operations, bool isLong, CancellationToken cancellationToken)
    {
        try
        {
            await jobs.EnqueueAsync(
                OperationWork.Name,
                OperationWork.Argument(operations),
                isLong,
                async transaction => await DeliveryStore.HandOverAsync(transaction, operations, cancellationToken) ? true : throw new HandedOverException(),
                cancellationToken);
        }
        catch (HandedOverException)
        {
            // One of them by another worker or host; the job is taken back with the transaction, and the next look queues the others.
        }
#pragma warning disable CA1031 // What cannot be queued now is queued by the next look; the others are not kept waiting.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(e);
        }
    }

    private async Task<IReadOnlyList<Waiting>> LeftAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<(string Id, int ModelBacked)>(new CommandDefinition(
            "select d.operation_id, o.model_backed from deliveries d join operations o on o.id = d.operation_id where d.handed_over = 0 and d.created_at <= @before order by d.created_at limit @MostAtOnce",
            new { before = before.ToUnixTimeMilliseconds(), MostAtOnce },
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => new Waiting(row.Id, row.ModelBacked != 0))];
    }

    [LoggerMessage(LogLevel.Warning, "A job could not be queued; the next look does it")]
    private partial void LogFailed(Exception exception);

    private sealed record Waiting(string OperationId, bool IsLong);

    private sealed class HandedOverException : Exception;
}
