using System.Collections.Concurrent;

namespace ChatOps.Platforms.Slack.Wire;

/// <summary>Keeps to one new message a second in a channel (docs.slack.dev, "Rate limits": <c>chat.postMessage</c>), in order of arrival, without asking Slack to refuse.</summary>
internal sealed class ChannelPace(TimeProvider clock)
{
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);

    /// <summary>How far ahead turns are given; who would wait longer comes back later.</summary>
    internal static readonly TimeSpan Furthest = TimeSpan.FromSeconds(5);

    private const int ManyChannels = 1_000;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _next = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Waits for the channel's turn.</summary>
    /// <returns>Null when it came; otherwise when to come back.</returns>
    public async Task<TimeSpan?> TakeTurnAsync(string channel, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_next.Count > ManyChannels)
                Forget(now);
            var turn = _next.TryGetValue(channel, out var next) && next > now ? next : now;
            wait = turn - now;
            if (wait > Furthest)
                return wait;
            _next[channel] = turn + Apart;
        }

        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, clock, cancellationToken);
        return null;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (channel, _) in _next.Where(entry => entry.Value <= now))
            _next.TryRemove(channel, out _);
    }
}
