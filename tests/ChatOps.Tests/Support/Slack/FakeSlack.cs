using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Tests.Platforms.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Support.Slack;

/// <summary>Slack's far end: keeps messages, views, people and files, refuses what Slack refuses, and fails as a test tells it. Every message and view is held to Slack's limits as it comes in.</summary>
internal sealed partial class FakeSlack : IAsyncDisposable
{
    /// <summary>The environment variable with a file that every message and view is written to, for Slack's own types to check.</summary>
    public const string Variable = "CHATOPS_TEST_SLACK_MESSAGES";

    public const string Team = "T0TEAM";
    public const string Bot = "U0BOT";
    public const string BotToken = "xoxb-test";
    public const string AppToken = "xapp-test";

    private static readonly Lock FileGate = new();
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, FakeMessage> _messages = new();
    private readonly ConcurrentDictionary<string, FakeReply> _replies = new();
    private readonly List<Fault> _faults = [];
    private readonly Lock _gate = new();
    private int _sequence;

    private FakeSlack(WebApplication app)
    {
        _app = app;
        AddUser("U0ALICE", "Alice");
        AddUser("U0BOB", "Bob");
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>The calls of the Web API, in order.</summary>
    public ConcurrentQueue<FakeCall> Calls { get; } = new();

    /// <summary>What broke a limit of Slack's; a test's end looks at it.</summary>
    public ConcurrentQueue<string> Broken { get; } = new();

    /// <summary>People by id.</summary>
    public ConcurrentDictionary<string, JsonObject> Users { get; } = new();

    /// <summary>User groups: handle to members.</summary>
    public ConcurrentDictionary<string, string[]> Groups { get; } = new();

    /// <summary>Who is in a channel; a channel that is not here has everybody.</summary>
    public ConcurrentDictionary<string, string[]> Members { get; } = new();

    /// <summary>Files by name.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>What is known of files that are only linked to.</summary>
    public ConcurrentDictionary<string, JsonObject> FileInfo { get; } = new();

    /// <summary>Views opened, updated or published, in order.</summary>
    public ConcurrentQueue<JsonObject> Views { get; } = new();

    /// <summary>The messages as they stand, in order of posting.</summary>
    public IReadOnlyList<FakeMessage> Messages => [.. _messages.Values.OrderBy(message => message.Ts, StringComparer.Ordinal)];

    /// <summary>What was said to single people.</summary>
    public IEnumerable<JsonObject> Told => Calls.Where(call => call.Method == "chat.postEphemeral").Select(call => call.Arguments).Concat(_replies.Values.SelectMany(reply => reply.Bodies).Where(body => (string?)body["response_type"] == "ephemeral"));

    /// <summary>The settings that point a host here.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Slack:ApiUrl"] = $"{Address}api/",
        ["Slack:BotToken"] = BotToken,
        ["Slack:SigningSecret"] = SlackSender.Secret,
        ["Slack:ResponseUrlHosts:0"] = "127.0.0.1",
        ["Slack:FileHosts:0"] = "127.0.0.1",
    };

    /// <summary>Starts one.</summary>
    public static async Task<FakeSlack> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var slack = new FakeSlack(app);
        app.UseWebSockets();
        app.Map("/link/", slack.SocketAsync);
        app.MapPost("/api/{method}", slack.CallAsync);
        app.MapPost("/response/{id}", slack.ReplyAsync);
        app.MapPost("/upload/{id}", slack.UploadAsync);
        app.MapGet("/files/{name}", slack.DownloadAsync);
        await app.StartAsync();
        return slack;
    }

    /// <summary>Adds somebody.</summary>
    public void AddUser(string id, string name, Action<JsonObject>? change = null)
    {
        var user = new JsonObject { ["id"] = id, ["team_id"] = Team, ["name"] = name.ToLowerInvariant(), ["real_name"] = name, ["is_email_confirmed"] = true, ["profile"] = new JsonObject { ["display_name"] = name, ["email"] = $"{name.ToLowerInvariant()}@example.com" } };
        change?.Invoke(user);
        Users[id] = user;
    }

    /// <summary>Makes the next calls of a method fail.</summary>
    public void Fail(string method, string? error = null, int status = 200, int? retryAfter = null, int times = 1, TaskCompletionSource? hold = null)
    {
        lock (_gate)
            _faults.Add(new Fault(method, error, status, retryAfter, hold) { Left = times });
    }

    /// <summary>A message that stands in a channel already.</summary>
    public FakeMessage Say(string channel, string user, string text, Action<JsonObject>? change = null)
    {
        var content = new JsonObject { ["type"] = "message", ["user"] = user, ["text"] = text };
        change?.Invoke(content);
        var message = new FakeMessage(channel, NextTs(), content);
        message.Content["ts"] = message.Ts;
        _messages[channel + message.Ts] = message;
        return message;
    }

    /// <summary>Takes a message away.</summary>
    public void Delete(FakeMessage message) => _messages.TryRemove(message.Channel + message.Ts, out _);

    /// <summary>A new address that answers one request.</summary>
    /// <param name="clicked">The message that was clicked on, which can be replaced by it; null for none.</param>
    public FakeReply NewReply(FakeMessage? clicked = null)
    {
        var reply = new FakeReply($"{Address}response/{Guid.NewGuid():N}") { Clicked = clicked };
        _replies[reply.Id] = reply;
        return reply;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        Assert.Empty(Broken);
    }

    private string NextTs() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"1800000000.{Interlocked.Increment(ref _sequence):000000}");

    private Fault? TakeFault(string method)
    {
        lock (_gate)
        {
            var fault = _faults.Find(planned => planned.Left > 0 && planned.Method == method);
            if (fault is not null)
                fault.Left--;
            return fault;
        }
    }

    private void Hold(JsonObject messageOrView)
    {
        foreach (var broken in BlockLimits.Broken(messageOrView))
            Broken.Enqueue(broken);
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } file)
            return;
        var known = new JsonObject(messageOrView.Where(field => field.Key is not ("metadata" or "unfurl_links" or "unfurl_media")).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
        lock (FileGate)
            File.AppendAllText(file, known.ToJsonString() + "\n");
    }

    private sealed record Fault(string Method, string? Error, int Status, int? RetryAfter, TaskCompletionSource? Wait)
    {
        public int Left { get; set; }
    }
}

/// <summary>A call of the Web API.</summary>
internal sealed record FakeCall(string Method, JsonObject Arguments, string? Token);

/// <summary>A message as it stands.</summary>
internal sealed record FakeMessage(string Channel, string Ts, JsonObject Content)
{
    /// <summary>How often it was edited.</summary>
    public int Edits { get; set; }

    /// <summary>What it says, blocks included.</summary>
    public string Text => Content.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The thread that it is in.</summary>
    public string? Thread => (string?)Content["thread_ts"];
}

/// <summary>An address that answers one request.</summary>
internal sealed record FakeReply(string Url)
{
    /// <summary>The message that was clicked on; null for none.</summary>
    public FakeMessage? Clicked { get; init; }

    /// <summary>The last part of the address.</summary>
    public string Id => Url.Split('/')[^1];

    /// <summary>What was posted to it.</summary>
    public ConcurrentQueue<JsonObject> Bodies { get; } = new();

    /// <summary>Whether it takes nothing any more.</summary>
    public bool IsOver { get; set; }
}
