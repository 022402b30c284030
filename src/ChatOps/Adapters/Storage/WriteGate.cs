namespace ChatOps.Adapters.Storage;

/// <summary>Lets one writer at a time into a SQLite file, without a thread that waits: those that somebody waits for at a door first, else in order of arrival. Writers of other connections (Quartz) still queue on the file's own lock.</summary>
internal sealed class WriteGate
{
    // Whoever stands behind still gets every ninth turn, however many come in.
    private const int MostAhead = 8;

    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _ahead = [];
    private readonly LinkedList<TaskCompletionSource> _others = [];
    private bool _taken;
    private int _aheadInARow;

    /// <summary>Waits for the turn; disposing the result passes it on.</summary>
    /// <param name="ahead">Whether a request waits at a door for it.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async ValueTask<IDisposable> EnterAsync(bool ahead, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource> node;
        lock (_lock)
        {
            if (!_taken)
            {
                _taken = true;
                return new Turn(this);
            }

            node = (ahead ? _ahead : _others).AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using var cancelled = cancellationToken.Register(() => Leave(node, cancellationToken));
        await node.Value.Task;
        return new Turn(this);
    }

    private void Leave(LinkedListNode<TaskCompletionSource> node, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // Its turn may have come in this moment; then it takes it.
            if (node.List is not { } waiting)
                return;
            waiting.Remove(node);
        }

        node.Value.TrySetCanceled(cancellationToken);
    }

    private void Pass()
    {
        TaskCompletionSource next;
        lock (_lock)
        {
            var queue = _ahead.Count > 0 && (_others.Count == 0 || _aheadInARow < MostAhead) ? _ahead : _others;
            if (queue.First is not { } first)
            {
                _taken = false;
                return;
            }

            _aheadInARow = queue == _ahead ? _aheadInARow + 1 : 0;
            queue.Remove(first);
            next = first.Value;
        }

        next.SetResult();
    }

    private sealed class Turn(WriteGate gate) : IDisposable
    {
        private WriteGate? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Pass();
    }
}
