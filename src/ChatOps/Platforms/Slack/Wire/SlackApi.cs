using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOps.Platforms.Slack.Wire;

/// <summary>Calls Slack's Web API as its own SDK does: forms with JSON in their fields, <c>ok</c> instead of a status, and 429 that closes a method for a while.</summary>
internal sealed class SlackApi : IDisposable
{
    /// <summary>The longest that a call itself waits for a rate; longer waits are the caller's.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UnnamedWait = TimeSpan.FromSeconds(1);

    private readonly SlackOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _closedUntil = new(StringComparer.Ordinal);

    /// <summary>Opens the way out. A token never follows a redirect.</summary>
    public SlackApi(SlackOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd($"ChatOps/{typeof(SlackApi).Assembly.GetName().Version?.ToString(3)}");
    }

    /// <summary>The client underneath, for files and addresses that are not methods.</summary>
    public HttpClient Http => _http;

    /// <summary>Calls a method. Expected failures are answers; what is thrown is a cancellation.</summary>
    /// <param name="token">The token that acts; null for the methods that take none.</param>
    /// <param name="method">E.g. <c>chat.postMessage</c>.</param>
    /// <param name="arguments">Texts as they are; numbers, objects and lists become JSON.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<SlackAnswer> CallAsync(string? token, string method, JsonObject arguments, CancellationToken cancellationToken)
    {
        // Rates hold for a method and a workspace (docs.slack.dev, "Rate limits").
        var key = $"{method} {(token is null ? "" : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)), 0, 8))}";
        for (var waited = false; ; waited = true)
        {
            if (Closed(key) is { } closed)
                return closed;
            var answer = await SendAsync(token, method, arguments, cancellationToken);
            if (answer.Error != SlackAnswer.RateLimited)
                return answer;
            var wait = answer.RetryAfter!.Value;
            _closedUntil[key] = _clock.GetUtcNow() + wait;
            if (waited || wait > LongestWait)
                return answer;
            await Task.Delay(wait, _clock, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private SlackAnswer? Closed(string key)
    {
        if (!_closedUntil.TryGetValue(key, out var until))
            return null;
        var wait = until - _clock.GetUtcNow();
        if (wait > TimeSpan.Zero)
            return new SlackAnswer(SlackAnswer.RateLimited, []) { RetryAfter = wait };
        _closedUntil.TryRemove(new(key, until));
        return null;
    }

    private async Task<SlackAnswer> SendAsync(string? token, string method, JsonObject arguments, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_options.Api, method))
        {
            Content = new FormUrlEncodedContent(arguments.Where(argument => argument.Value is not null).Select(argument => KeyValuePair.Create(argument.Key, FormValue(argument.Value!)))),
        };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                return new SlackAnswer(SlackAnswer.RateLimited, []) { RetryAfter = WaitOf(response) };
            if (!response.IsSuccessStatusCode)
                return new SlackAnswer(SlackAnswer.Unreachable, []);
            return Read(await response.Content.ReadAsByteArrayAsync(either.Token));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new SlackAnswer(SlackAnswer.Unreachable, []);
        }
    }

    private static SlackAnswer Read(byte[] bytes)
    {
        try
        {
            if (JsonNode.Parse(bytes) is not JsonObject body || body["ok"] is not JsonValue ok || !ok.TryGetValue<bool>(out var isOk))
                return new SlackAnswer(SlackAnswer.Unreachable, []);
            return new SlackAnswer(isOk ? null : (body["error"] as JsonValue)?.TryGetValue<string>(out var error) == true ? error : "unknown_error", body);
        }
        catch (JsonException)
        {
            return new SlackAnswer(SlackAnswer.Unreachable, []);
        }
    }

    private static TimeSpan WaitOf(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta is { } delta && delta > TimeSpan.Zero ? delta : UnnamedWait;

    private static string FormValue(JsonNode value) => value switch
    {
        JsonValue single when single.TryGetValue<string>(out var text) => text,
        JsonValue single when single.TryGetValue<bool>(out var flag) => flag ? "true" : "false",
        JsonValue single when single.TryGetValue<long>(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => value.ToJsonString(SlackJson.Options),
    };
}
