using System.Data.Common;
using Dapper;

namespace ChatOps.Adapters.Storage;

/// <summary>Moves what was written from SQLite's log into its file, so that no commit that somebody waits for has to.</summary>
/// <remarks>A passive checkpoint waits for nobody, and nobody waits for it (sqlite.org/c3ref/wal_checkpoint_v2.html).</remarks>
internal sealed partial class Checkpoints(Database database, TimeProvider clock, ILogger<Checkpoints> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (database.IsPostgreSql)
            return;
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var connection = await database.OpenAsync(stoppingToken);
                await connection.ExecuteAsync(new CommandDefinition("pragma wal_checkpoint(passive)", cancellationToken: stoppingToken));
            }
            catch (DbException e)
            {
                LogFailed(e);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "SQLite's log could not be moved into its file; the next second tries again")]
    private partial void LogFailed(Exception exception);
}
