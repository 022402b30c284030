using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Platforms.Slack.Doors;
using ChatOps.Platforms.Slack.Wire;

namespace ChatOps.Platforms.Slack.Sockets;

/// <summary>One connection of Socket Mode: takes envelopes until Slack closes it, and acknowledges each on the connection that it came by.</summary>
internal sealed partial class SocketConnection : IAsyncDisposable
{
    // Envelopes carry at most what a request over HTTP does.
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>How long storing an envelope may take; its acknowledgement has to be there within a second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    private static readonly TimeSpan LastEnvelopes = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly SlackDoor _door;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TaskCompletionSource _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _receiving = Task.CompletedTask;
    private int _inHand;

    /// <summary>Prepares a connection.</summary>
    public SocketConnection(SlackDoor door, TimeProvider clock, ILogger logger)
    {
        (_door, _clock, _logger) = (door, clock, logger);
        // Slack pings; a connection that nothing is heard of any more ends by itself.
        _socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(10);
        _socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(20);
    }

    /// <summary>Ends when the connection is about to go, or has gone: it is time for the next one.</summary>
    public Task Leaving => _leaving.Task;

    /// <summary>Connects, and waits for Slack's hello.</summary>
    /// <exception cref="WebSocketException">It did not come about.</exception>
    public async Task OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        await _socket.ConnectAsync(address, cancellationToken);
        _receiving = ReceiveAsync();
        await Task.WhenAny(_hello.Task, _leaving.Task).WaitAsync(TimeSpan.FromSeconds(10), _clock, cancellationToken);
        if (!_hello.Task.IsCompleted)
            throw new WebSocketException("Slack said no hello.");
    }

    /// <summary>Lets the connection end: what is still on its way is taken and acknowledged.</summary>
    public async Task DrainAsync()
    {
        try
        {
            // Slack closes it; until then it may still bring envelopes.
            await _receiving.WaitAsync(LastEnvelopes, _clock);
        }
        catch (TimeoutException)
        {
            await CloseAsync();
        }
    }

    /// <summary>Says goodbye.</summary>
    public async Task CloseAsync()
    {
        while (Volatile.Read(ref _inHand) > 0 && _socket.State == WebSocketState.Open)
            await Task.Delay(TimeSpan.FromMilliseconds(20), _clock);
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(2), _clock);
        }
        catch (Exception e) when (e is WebSocketException or TimeoutException or ObjectDisposedException)
        {
            LogClosing(e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _receiving;
        _sending.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                using var message = new MemoryStream();
                ValueWebSocketReceiveResult received;
                do
                {
                    received = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    message.Write(buffer, 0, received.Count);
                    if (message.Length > MostBytes)
                        throw new WebSocketException("An envelope is over the limit.");
                }
                while (!received.EndOfMessage);

                if (received.MessageType == WebSocketMessageType.Close)
                    break;
                Take(Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length));
            }
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            LogEnded(e.GetType().Name);
        }
        finally
        {
            _leaving.TrySetResult();
        }

        await CloseAsync();
    }

    private void Take(string text)
    {
        if (Payload.Parse(text) is not { } message)
            return;
        switch (message.Text("type"))
        {
            case "hello":
                _hello.TrySetResult();
                break;
            case "disconnect":
                _leaving.TrySetResult();
                break;
            case { } type when message.Text("envelope_id") is { } envelope:
                Interlocked.Increment(ref _inHand);
                _ = Task.Run(() => HandleAsync(type, envelope, message));
                break;
        }
    }

    private async Task HandleAsync(string type, string envelope, Payload message)
    {
        try
        {
            using var limit = new CancellationTokenSource(Patience, _clock);
            var payload = message.Part("payload");
            JsonObject? answer = null;
            switch (type)
            {
                case "slash_commands" when payload.Text("command") is not null:
                    answer = await _door.CommandAsync(payload, envelope, limit.Token);
                    break;
                case "interactive":
                    answer = await _door.InteractAsync(payload, envelope, limit.Token);
                    break;
                case "events_api":
                    // Not stored, so not acknowledged: Slack brings it again.
                    if (!await _door.EventAsync(payload, envelope, limit.Token))
                        return;
                    break;
            }

            var acknowledgement = new JsonObject { ["envelope_id"] = envelope };
            if (answer is not null && message.Flag("accepts_response_payload"))
                acknowledgement["payload"] = answer;
            await SendAsync(acknowledgement.ToJsonString(SlackJson.Options));
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Slack brings it again on another connection, where it is found to be here already.
            LogNotAcknowledged(type, e.GetType().Name);
        }
#pragma warning disable CA1031 // Nobody waits for this task: what goes wrong in it is at least in the log, and one envelope does not end the connection.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(e, type);
        }
        finally
        {
            Interlocked.Decrement(ref _inHand);
        }
    }

    private async Task SendAsync(string text)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    [LoggerMessage(LogLevel.Debug, "A Socket Mode connection ended: {Reason}")]
    private partial void LogEnded(string reason);

    [LoggerMessage(LogLevel.Debug, "A Socket Mode connection was not closed in order")]
    private partial void LogClosing(Exception exception);

    [LoggerMessage(LogLevel.Warning, "An envelope ({Type}) could not be acknowledged: {Reason}")]
    private partial void LogNotAcknowledged(string type, string reason);

    [LoggerMessage(LogLevel.Error, "An envelope ({Type}) failed unexpectedly")]
    private partial void LogFailed(Exception exception, string type);
}
