using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using ChatOps.Chat;

namespace ChatOps.Adapters.GitHub.Http;

/// <summary>
/// Keeps to GitHub's limits (docs.github.com, "Best practices for using the REST API"): waits a little, and refuses when it would be long.
/// While a token's limit is known to be used up, nothing is sent with it.
/// </summary>
internal sealed class RateLimitHandler(TimeProvider clock) : DelegatingHandler
{
    /// <summary>Longer than this nobody waits for an answer in a chat.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    /// <summary>A secondary limit that names no time: GitHub asks for at least a minute.</summary>
    private static readonly TimeSpan Unnamed = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> closedUntil = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var key = Fingerprint.Of(request);
        var waited = TimeSpan.Zero;
        while (true)
        {
            if (closedUntil.TryGetValue(key, out var until) && until - clock.GetUtcNow() is { Ticks: > 0 } wait)
            {
                waited += wait;
                if (waited > LongestWait) throw Refused(until, wait);
                await Task.Delay(wait, clock, cancellationToken);
            }

            var response = await base.SendAsync(request, cancellationToken);
            if (await ReopensAsync(response, cancellationToken) is not { } reopens) return response;
            response.Dispose();
            if (closedUntil.Count > 1_000) closedUntil.Clear();
            closedUntil[key] = reopens;
        }
    }

    /// <summary>When the limit that the response reports is lifted; null when it reports none. A limited request has not been carried out.</summary>
    private async Task<DateTimeOffset?> ReopensAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests)) return null;
        var now = clock.GetUtcNow();
        if (response.Headers.RetryAfter is { } after)
            return after.Date ?? now + (after.Delta ?? Unnamed);
        if (Number(response, "x-ratelimit-remaining") == 0 && Number(response, "x-ratelimit-reset") is { } reset)
            return Later(DateTimeOffset.FromUnixTimeSeconds(reset) + TimeSpan.FromSeconds(1), now + TimeSpan.FromSeconds(1));
        // The secondary limit is told apart from a plain 403 by its message only.
        var named = response.StatusCode == HttpStatusCode.TooManyRequests || (await response.Content.ReadAsStringAsync(cancellationToken)).Contains("secondary rate limit", StringComparison.OrdinalIgnoreCase);
        return named ? now + Unnamed : null;
    }

    private static GitHubRefusedException Refused(DateTimeOffset until, TimeSpan wait) =>
        new(new Refusal(RefusalKind.OverLimit, string.Create(CultureInfo.InvariantCulture, $"GitHub takes no more requests of this account until {until:HH:mm:ss} UTC: its rate limit is used up. Ask again after that."))
        {
            RetryAfter = wait,
        });

    private static long? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
