using System.Data.Common;

namespace ChatOps.Running.Delivery;

/// <summary>Deletes, every few minutes, the secret addresses whose half hour is over and the questions that nobody answered.</summary>
internal sealed partial class Forgetting(DeliveryStore deliveries, TimeProvider clock, ILogger<Forgetting> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await deliveries.ForgetAsync(stoppingToken);
            }
            catch (DbException e)
            {
                LogFailed(e);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Used-up reply addresses could not be deleted; the next try is in two minutes")]
    private partial void LogFailed(Exception exception);
}
