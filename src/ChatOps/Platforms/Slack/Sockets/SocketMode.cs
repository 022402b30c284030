using System.Net.WebSockets;
using ChatOps.Platforms.Slack.Doors;
using ChatOps.Platforms.Slack.Wire;

namespace ChatOps.Platforms.Slack.Sockets;

/// <summary>Socket Mode: two connections at all times, the next one open before an old one goes. Any of them may bring any envelope.</summary>
internal sealed partial class SocketMode(SlackOptions options, SlackApi api, SlackDoor door, TimeProvider clock, ILogger<SocketMode> logger) : BackgroundService
{
    private const int Connections = 2;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private int _open;

    /// <summary>How many connections are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Why the last try to open one came to nothing; null while all went well.</summary>
    public string? Error { get; private set; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.TakesSockets)
            await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => KeepAsync(stoppingToken)));
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        SocketConnection? current = null;
        var ending = new List<Task>();
        try
        {
            while (true)
            {
                var next = await OpenAsync(cancellationToken);
                if (current is not null)
                    ending.Add(EndAsync(current));
                current = next;
                ending.RemoveAll(task => task.IsCompleted);
                await current.Leaving.WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops: Slack brings what is still to come to another one.
            if (current is not null)
            {
                await current.CloseAsync();
                await current.DisposeAsync();
                Interlocked.Decrement(ref _open);
            }
        }
    }

    private async Task EndAsync(SocketConnection connection)
    {
        await connection.DrainAsync();
        await connection.DisposeAsync();
        Interlocked.Decrement(ref _open);
    }

    private async Task<SocketConnection> OpenAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await api.CallAsync(options.AppToken, "apps.connections.open", [], cancellationToken);
            var error = answer.Error;
            // The ticket in the address is for one connection.
            if (answer.Text("url") is { } text && Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == "wss" || (address.Scheme == "ws" && address.IsLoopback)))
            {
                var connection = new SocketConnection(door, clock, logger);
                try
                {
                    await connection.OpenAsync(address, cancellationToken);
                    Interlocked.Increment(ref _open);
                    Error = null;
                    return connection;
                }
                catch (Exception e) when (e is WebSocketException or TimeoutException or HttpRequestException or IOException)
                {
                    await connection.DisposeAsync();
                    error = e.Message;
                }
                catch
                {
                    await connection.DisposeAsync();
                    throw;
                }
            }

            Error = error ?? "no address";
            LogNotOpen(Error, attempt);
            var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, attempt - 1)) * (0.5 + Random.Shared.NextDouble()));
            await Task.Delay(answer.RetryAfter > pause ? answer.RetryAfter.Value : pause, clock, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Slack did not open a Socket Mode connection ({Error}), try {Attempt}")]
    private partial void LogNotOpen(string error, int attempt);
}
