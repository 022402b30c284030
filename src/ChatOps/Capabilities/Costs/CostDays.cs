using System.Data.Common;
using ChatOps.Adapters.Storage;
using Dapper;

namespace ChatOps.Capabilities.Costs;

/// <summary>Adds up, once an hour, the days that are over and were not added up yet, or whose calls changed since.</summary>
internal sealed partial class CostDays(Database database, TimeProvider clock, ILogger<CostDays> logger) : BackgroundService
{
    /// <summary>No call of a day is settled later than this after its end, but for a host that slept. That one's day is added up again.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Adds up now.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var day in await MissingAsync(cancellationToken))
            await database.WriteAsync(transaction => KeepAsync(transaction, day, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
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
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<List<long>> MissingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        if (await connection.ExecuteScalarAsync<long?>(new CommandDefinition("select min(created_at) from model_calls", cancellationToken: cancellationToken)) is not { } oldest)
            return [];
        var kept = (await connection.QueryAsync<long>(new CommandDefinition("select day from cost_days where dimension = 'day'", cancellationToken: cancellationToken))).ToHashSet();
        var missing = new List<long>();
        for (var day = oldest / CostDay.Length; (day + 1) * CostDay.Length <= (clock.GetUtcNow() - Grace).ToUnixTimeMilliseconds(); day++)
        {
            if (!kept.Contains(day))
                missing.Add(day);
        }

        return missing;
    }

    private async Task KeepAsync(DbTransaction transaction, long day, CancellationToken cancellationToken)
    {
        Task<int> ExecuteAsync(string sql) => transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, new { day }, transaction, cancellationToken: cancellationToken));
        // Whoever changes a call now waits, and forgets the day afterwards; whoever has changed one is waited for. (SQLite has one writer at a time.)
        if (database.IsPostgreSql)
            await ExecuteAsync("lock table cost_days in share row exclusive mode");
        if (await ExecuteAsync($"insert into cost_days (dimension, day, repo, item, {CostSums.Figures}) values ('day', @day, '', '', 0, 0, 0, 0, 0) on conflict (dimension, day, repo, item) do nothing") > 0)
            await ExecuteAsync(CostSums.KeepDay);
    }

    [LoggerMessage(LogLevel.Warning, "The costs of past days could not be added up; the next try is in an hour, and until then they are read call by call")]
    private partial void LogFailed(Exception exception);
}
