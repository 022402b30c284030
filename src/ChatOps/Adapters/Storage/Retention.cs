using System.Data.Common;
using Dapper;

namespace ChatOps.Adapters.Storage;

/// <summary>Deletes, once an hour, what has outlived its time: idempotency keys, and the rows of the tables that <c>Storage:Retention</c> names. The audit log is never shortened: its chain would break.</summary>
internal sealed partial class Retention(Database database, StorageOptions options, TimeProvider clock, ILogger<Retention> logger) : BackgroundService
{
    /// <summary>The tables that may be named.</summary>
    public static readonly IReadOnlyList<string> Tables = ["operations", "diagnoses", "orchestrations", "model_calls", "change_plans", "workflows"];

    /// <summary>The fewest days that calls of models are kept: <c>Ai:Budgets:Month</c> adds them up.</summary>
    public const int FewestDaysOfCalls = 31;

    // GitHub offers a delivery again for three days (docs.github.com, "Redelivering webhooks").
    private const int KeptDeliveryDays = 4;

    private const int KeptWeeksOfDigests = 8;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Deletes now.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                var now = clock.GetUtcNow();
                await DeleteAsync(transaction, "delete from idempotency_keys where expires_at <= @before", now, cancellationToken);
                foreach (var entry in options.Retention)
                {
                    // The name was held against the list of tables at start; it is no text from outside.
                    var finished = entry.Table == "operations" ? " and finished_at is not null" : "";
                    await DeleteAsync(transaction, $"delete from {entry.Table} where created_at <= @before{finished}", now.AddDays(-entry.Days), cancellationToken);
                    if (entry.Table == "model_calls")
                        await CostDay.ForgetUntilAsync(transaction, now.AddDays(-entry.Days), cancellationToken);
                }

                await DeleteAsync(transaction, "delete from webhook_deliveries where created_at <= @before", now.AddDays(-KeptDeliveryDays), cancellationToken);
                await DeleteAsync(transaction, "delete from digests where created_at <= @before", now.AddDays(-KeptWeeksOfDigests * 7), cancellationToken);
                await DeleteAsync(transaction, "delete from workflow_reverts where not exists (select 1 from workflows where workflows.id = workflow_reverts.workflow_id)", now, cancellationToken);
                await DeleteAsync(transaction, "delete from operation_steps where at <= @before and not exists (select 1 from operations where operations.id = operation_steps.operation_id)", now, cancellationToken);
            },
            cancellationToken);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (DbException e)
            {
                LogFailed(e);
            }
        }
    }

    private static Task<int> DeleteAsync(DbTransaction transaction, string sql, DateTimeOffset before, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, new { before = before.ToUnixTimeMilliseconds() }, transaction, cancellationToken: cancellationToken));

    [LoggerMessage(LogLevel.Warning, "Old rows could not be deleted; the next try is in an hour")]
    private partial void LogFailed(Exception exception);
}
