using System.Collections.Concurrent;
using System.Data.Common;
using ChatOps.Adapters.Storage;

namespace ChatOps.Running.Operations;

/// <summary>What this host runs now, so that it can be stopped: by a request here at once, by one at another host within two seconds.</summary>
internal sealed partial class RunningOperations(Database database, IServiceProvider services, TimeProvider clock, ILogger<RunningOperations> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new();

    /// <summary>Makes an operation stoppable until the result is disposed.</summary>
    public IDisposable Track(string operationId, CancellationTokenSource cancel)
    {
        _running[operationId] = cancel;
        return new Tracked(() => _running.TryRemove(new(operationId, cancel)));
    }

    /// <summary>Stops an operation if it runs here.</summary>
    public void Cancel(string operationId)
    {
        if (!_running.TryGetValue(operationId, out var cancel))
            return;
        try
        {
            cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment.
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!database.IsPostgreSql)
            return;
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var running = _running.Keys.ToArray();
            if (running.Length == 0)
                continue;
            try
            {
                foreach (var id in await services.GetRequiredService<OperationStore>().CancelRequestedAsync(running, stoppingToken))
                    Cancel(id);
            }
            catch (DbException e)
            {
                LogLookFailed(e);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not look for cancelled operations; the next look is in two seconds")]
    private partial void LogLookFailed(Exception exception);

    private sealed class Tracked(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
