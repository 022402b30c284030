using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Support;

/// <summary>
/// Speaks the wire formats of Anthropic's Messages, OpenAI's Chat Completions, Azure's and Bedrock's Converse on loopback, so that the vendors' own SDKs can be driven through
/// everything that happens to them. Each request takes the next reply of its vendor's script; the last one repeats.
/// </summary>
internal sealed class ScriptedModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ScriptedReply> _anthropic = new();
    private readonly ConcurrentQueue<ScriptedReply> _openAi = new();
    private readonly ConcurrentQueue<ScriptedReply> _azure = new();
    private readonly ConcurrentQueue<ScriptedReply> _bedrock = new();
    private readonly ConcurrentDictionary<string, ScriptedReply> _last = new();

    private ScriptedModelServer(WebApplication app) => _app = app;

    /// <summary>Every request, in order of arrival.</summary>
    public ConcurrentQueue<ScriptedRequest> Requests { get; } = new();

    public string AnthropicUrl => _app.Urls.First();

    public string OpenAiUrl => _app.Urls.First() + "/v1";

    /// <summary>Azure's resource and Bedrock's endpoint.</summary>
    public string HostUrl => _app.Urls.First();

    public static async Task<ScriptedModelServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        var app = builder.Build();
        var server = new ScriptedModelServer(app);
        app.MapPost("/v1/messages", context => server.AnswerAsync(context, "anthropic", server._anthropic));
        app.MapPost("/v1/chat/completions", context => server.AnswerAsync(context, "openai", server._openAi));
        app.MapPost("/openai/deployments/{deployment}/chat/completions", context => server.AnswerAsync(context, "azure_openai", server._azure));
        app.MapPost("/openai/v1/chat/completions", context => server.AnswerAsync(context, "azure_openai", server._azure));
        app.MapPost("/model/{model}/converse-stream", context => server.AnswerAsync(context, "bedrock", server._bedrock));
        await app.StartAsync();
        return server;
    }

    /// <summary>What both vendors reply, request by request.</summary>
    public void Script(params ScriptedReply[] replies)
    {
        ScriptAnthropic(replies);
        ScriptOpenAi(replies);
    }

    public void ScriptAnthropic(params ScriptedReply[] replies) => Fill(_anthropic, replies);

    public void ScriptAzure(params ScriptedReply[] replies) => Fill(_azure, replies);

    public void ScriptBedrock(params ScriptedReply[] replies) => Fill(_bedrock, replies);

    public void ScriptOpenAi(params ScriptedReply[] replies) => Fill(_openAi, replies);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static void Fill(ConcurrentQueue<ScriptedReply> queue, ScriptedReply[] replies)
    {
        foreach (var reply in replies)
            queue.Enqueue(reply);
    }

    private async Task AnswerAsync(HttpContext context, string vendor, ConcurrentQueue<ScriptedReply> script)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes);
        using var body = JsonDocument.Parse(bytes.ToArray());
        Requests.Enqueue(new ScriptedRequest(vendor, body.RootElement.Clone(), context.Request.Headers.Authorization.ToString())
        {
            Target = context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        });
        if (vendor == "bedrock" && !BedrockWire.IsSigned(context, bytes.ToArray()))
        {
            context.Response.StatusCode = 403;
            await context.Response.WriteAsJsonAsync(new { message = "The request signature we calculated does not match the signature you provided." });
            return;
        }

        var reply = script.TryDequeue(out var next) ? _last[vendor] = next : _last.GetValueOrDefault(vendor) ?? ScriptedReply.Status(500);
        if (reply.HttpStatus is { } status)
        {
            context.Response.StatusCode = status;
            if (reply.RetryAfter is { } wait)
                context.Response.Headers.RetryAfter = wait;

            // Vendors do repeat the key in such bodies; ours must never come through.
            await context.Response.WriteAsJsonAsync(new { type = "error", error = new { type = "scripted", message = $"key {context.Request.Headers.Authorization} is at fault" } });
            return;
        }

        context.Response.ContentType = vendor == "bedrock" ? "application/vnd.amazon.eventstream" : "text/event-stream";
        var wire = vendor switch
        {
            "bedrock" => BedrockWire.Of(reply),
            "anthropic" => AnthropicWire.Of(reply).Select(Encoding.UTF8.GetBytes),
            _ => OpenAiWire.Of(reply).Select(Encoding.UTF8.GetBytes),
        };
        foreach (var part in wire)
        {
            if (reply.Drip is { } drip)
                await drip.WaitAsync(context.RequestAborted);
            await context.Response.Body.WriteAsync(part, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            reply.Dripped.Release();
        }

        reply.Sent.TrySetResult();
        if (reply.Ending == Ending.Hang)
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

        // An exception now ends the connection in the middle of the body, after everything that was written has gone out.
        if (reply.Ending == Ending.Reset)
            throw new IOException("Scripted");
    }
}

/// <summary>A request as it came over the wire.</summary>
internal sealed record ScriptedRequest(string Vendor, JsonElement Body, string Authorization)
{
    /// <summary>Path and query as they came.</summary>
    public string Target { get; init; } = "";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>All of it, with quotes as they are.</summary>
    public string Text => Body.GetRawText();

    /// <summary>The system prompt.</summary>
    public string Rules => Vendor == "anthropic" ? Body.GetProperty("system")[0].GetProperty("text").GetString()! : Words(Body.GetProperty("messages")[0].GetProperty("content"));

    /// <summary>The first thing that a user says.</summary>
    public string Question => Words(Body.GetProperty("messages")[Vendor == "anthropic" ? 0 : 1].GetProperty("content"));

    private static string Words(JsonElement content) => content.ValueKind == JsonValueKind.String ? content.GetString()! : content[0].GetProperty("text").GetString()!;

    public int Messages => Body.GetProperty("messages").GetArrayLength();
}

/// <summary>How a reply ends.</summary>
internal enum Ending
{
    Whole,
    Cut,
    Reset,
    Hang,
    Error,
}

/// <summary>A call of a function that a reply asks for.</summary>
internal sealed record ScriptedCall(string Name, object Arguments);

/// <summary>What the server replies to one request.</summary>
internal sealed record ScriptedReply
{
    public int? HttpStatus { get; init; }

    public string? RetryAfter { get; init; }

    public string Text { get; init; } = "";

    public IReadOnlyList<ScriptedCall> Calls { get; init; } = [];

    public Ending Ending { get; init; } = Ending.Whole;

    /// <summary>In the vendor's own words; null for the usual one.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Sent instead of the vendor's format.</summary>
    public string? Raw { get; init; }

    public int InputTokens { get; init; } = 1_000;

    public int CachedTokens { get; init; }

    public int CacheWriteTokens { get; init; }

    public int OutputTokens { get; init; } = 200;

    /// <summary>Lets one piece after the other go, as the test says; null for all at once.</summary>
    public SemaphoreSlim? Drip { get; init; }

    /// <summary>Released for each piece that has been written.</summary>
    public SemaphoreSlim Dripped { get; } = new(0);

    /// <summary>Done when everything has been written.</summary>
    public TaskCompletionSource Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static ScriptedReply Say(string text) => new() { Text = text };

    public static ScriptedReply Status(int status, string? retryAfter = null) => new() { HttpStatus = status, RetryAfter = retryAfter };

    public static ScriptedReply Call(string name, object arguments) => new() { Calls = [new ScriptedCall(name, arguments)] };
}
