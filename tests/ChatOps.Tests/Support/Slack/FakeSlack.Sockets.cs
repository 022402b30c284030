using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Tests.Support.Slack;

/// <summary>Socket Mode: tickets, connections, envelopes and their acknowledgements.</summary>
internal sealed partial class FakeSlack
{
    private readonly ConcurrentDictionary<string, bool> _tickets = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonObject>> _waiting = new();
    private readonly List<FakeSocket> _sockets = [];
    private int _turn;

    /// <summary>The connections that are open and take envelopes.</summary>
    public IReadOnlyList<FakeSocket> Sockets
    {
        get
        {
            lock (_gate)
                return [.. _sockets.Where(socket => socket.Inner.State == WebSocketState.Open && !socket.IsDraining)];
        }
    }

    /// <summary>The fewest connections that took envelopes, since the first two were there.</summary>
    public int FewestSockets { get; private set; } = int.MaxValue;

    /// <summary>Sends an envelope on a connection and waits for its acknowledgement.</summary>
    public async Task<JsonObject> DeliverAsync(string type, JsonNode payload, string? envelopeId = null, FakeSocket? on = null)
    {
        var sockets = Sockets;
        var socket = on ?? sockets[Interlocked.Increment(ref _turn) % sockets.Count];
        var id = envelopeId ?? Guid.NewGuid().ToString();
        var acknowledged = _waiting[id] = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        await socket.SendAsync(new JsonObject { ["envelope_id"] = id, ["type"] = type, ["accepts_response_payload"] = type != "events_api", ["payload"] = payload.DeepClone() });
        return await acknowledged.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Tells a connection that it will go.</summary>
    public static async Task DisconnectAsync(FakeSocket socket, string reason)
    {
        socket.IsDraining = reason != "warning";
        await socket.SendAsync(new JsonObject { ["type"] = "disconnect", ["reason"] = reason });
    }

    private JsonObject OpenConnection()
    {
        var ticket = Guid.NewGuid().ToString();
        _tickets[ticket] = true;
        return new JsonObject { ["url"] = $"ws://{Address.Authority}/link/?ticket={ticket}&app_id=A0APP" };
    }

    private async Task SocketAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || !_tickets.TryRemove(context.Request.Query["ticket"].ToString(), out _))
        {
            context.Response.StatusCode = 401;
            return;
        }

        using var inner = await context.WebSockets.AcceptWebSocketAsync();
        using var socket = new FakeSocket(inner);
        lock (_gate)
            _sockets.Add(socket);
        await socket.SendAsync(new JsonObject { ["type"] = "hello", ["num_connections"] = Sockets.Count, ["connection_info"] = new JsonObject { ["app_id"] = "A0APP" } });
        var buffer = new byte[64 * 1024];
        try
        {
            while (inner.State == WebSocketState.Open)
            {
                var received = await inner.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    await inner.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                    break;
                }

                var message = JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, received.Count))!.AsObject();
                if (_waiting.TryRemove((string?)message["envelope_id"] ?? "", out var waiting))
                    waiting.TrySetResult(message);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The other side went without a word.
        }
        finally
        {
            lock (_gate)
            {
                _sockets.Remove(socket);
                FewestSockets = Math.Min(FewestSockets, _sockets.Count(other => other.Inner.State == WebSocketState.Open && !other.IsDraining));
            }
        }
    }
}

/// <summary>A connection of Socket Mode.</summary>
internal sealed class FakeSocket(WebSocket inner) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The socket.</summary>
    public WebSocket Inner => inner;

    /// <summary>Whether it takes no envelopes any more.</summary>
    public bool IsDraining { get; set; }

    /// <summary>Sends a message.</summary>
    public Task SendAsync(JsonObject message) => SendAsync(message.ToJsonString());

    /// <summary>Sends a text.</summary>
    public async Task SendAsync(string text)
    {
        await _turn.WaitAsync();
        try
        {
            await inner.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
