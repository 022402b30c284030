namespace ChatOps.Tests.Support;

/// <summary>Real time that a test can push forward: what waits for a moment that the push passes happens at once.</summary>
internal sealed class TestClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<PushedTimer> _timers = [];
    private TimeSpan _pushed;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return System.GetUtcNow() + _pushed;
    }

    /// <summary>Moves time forward.</summary>
    public void Advance(TimeSpan by)
    {
        PushedTimer[] timers;
        lock (_lock)
        {
            _pushed += by;
            timers = [.. _timers];
        }

        foreach (var timer in timers)
            timer.Pushed(by);
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new PushedTimer(this, callback, state);
        lock (_lock)
            _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class PushedTimer : ITimer
    {
        private readonly TestClock _clock;
        private readonly ITimer _inner;
        private DateTimeOffset? _due;
        private TimeSpan _period;

        public PushedTimer(TestClock clock, TimerCallback callback, object? state)
        {
            _clock = clock;
            _inner = System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due = dueTime == Timeout.InfiniteTimeSpan ? null : _clock.GetUtcNow() + dueTime;
            _period = period;
            return _inner.Change(dueTime, period);
        }

        public void Pushed(TimeSpan by)
        {
            if (_due is not { } due)
                return;
            var left = due - _clock.GetUtcNow();
            _inner.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left, _period);
            if (left <= TimeSpan.Zero && _period == Timeout.InfiniteTimeSpan)
                _due = null;
        }

        public void Dispose()
        {
            lock (_clock._lock)
                _clock._timers.Remove(this);
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
