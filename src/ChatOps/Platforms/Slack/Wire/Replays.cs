using System.Globalization;

namespace ChatOps.Platforms.Slack.Wire;

/// <summary>Remembers the signatures of the requests that were taken, for as long as their time lets them in, so that none is taken a second time. Other replicas, and this one after a restart, know a request by the id in it (<see cref="Doors.SlackIntake"/>).</summary>
internal sealed class Replays(TimeProvider clock)
{
    private readonly Dictionary<long, HashSet<UInt128>> _taken = [];
    private readonly Lock _gate = new();
    private long _cleaned;

    /// <summary>Notes a signature that is valid.</summary>
    /// <param name="timestamp">Its time, as <see cref="RequestSignature"/> took it.</param>
    /// <param name="signature">The signature.</param>
    /// <returns>False when it was there already.</returns>
    public bool Take(string timestamp, string signature)
    {
        lock (_gate)
        {
            Clean(clock.GetUtcNow().ToUnixTimeSeconds());
            var second = Second(timestamp);
            if (!_taken.TryGetValue(second, out var signatures))
                _taken[second] = signatures = [];
            return signatures.Add(Mark(signature));
        }
    }

    /// <summary>Lets a request come again that was not taken after all.</summary>
    public void Forget(string timestamp, string signature)
    {
        lock (_gate)
            _taken.GetValueOrDefault(Second(timestamp))?.Remove(Mark(signature));
    }

    /// <summary>How many are remembered.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
                return _taken.Values.Sum(signatures => signatures.Count);
        }
    }

    private void Clean(long now)
    {
        if (now == _cleaned)
            return;
        _cleaned = now;
        // An older one is refused for its age.
        foreach (var second in _taken.Keys.Where(second => second < now - RequestSignature.MostSkewSeconds).ToArray())
            _taken.Remove(second);
    }

    private static long Second(string timestamp) => long.Parse(timestamp, CultureInfo.InvariantCulture);

    // Half of a MAC tells requests apart as surely as the whole, in a quarter of the memory.
    private static UInt128 Mark(string signature) => UInt128.Parse(signature.AsSpan(RequestSignature.Prefix, 32), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
