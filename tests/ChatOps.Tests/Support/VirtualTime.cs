namespace ChatOps.Tests.Support;

/// <summary>
/// Time that a test turns by hand. A delay passes at once and moves the clock on, so that waits cost nothing and can be measured;
/// a time limit (a <see cref="CancellationTokenSource"/>'s timer) fires only when the test moves the clock beyond it.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _limits = [];
    private DateTimeOffset _now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The delays that passed, in order.</summary>
    public List<TimeSpan> Delays { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Advance(TimeSpan by)
    {
        List<Timer> due;
        lock (_lock)
        {
            _now += by;
            due = _limits.FindAll(timer => timer.At <= _now);
            _limits.RemoveAll(timer => timer.At <= _now);
        }

        foreach (var timer in due)
            timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Schedule(Timer timer, TimeSpan due, bool isLimit)
    {
        lock (_lock)
        {
            _limits.Remove(timer);
            if (due == Timeout.InfiniteTimeSpan)
                return;

            if (isLimit)
            {
                timer.At = _now + due;
                _limits.Add(timer);
                return;
            }

            Delays.Add(due);
        }

        // On another thread, as a real timer would: its owner is still in the middle of creating it.
        ThreadPool.QueueUserWorkItem(_ =>
        {
            Advance(due);
            timer.Fire();
        });
    }

    private sealed class Timer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset At { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Schedule(this, dueTime, state is CancellationTokenSource);
            return true;
        }

        public void Dispose() => time.Schedule(this, Timeout.InfiniteTimeSpan, isLimit: true);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
