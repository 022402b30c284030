namespace ChatOps.Tests.Support.GitHub;

/// <summary>Something that goes wrong on the way to the fake or back.</summary>
internal abstract record FakeFault
{
    /// <summary>A status with a proxy's error page; nothing is done.</summary>
    public sealed record Status(int Code) : FakeFault;

    /// <summary>GitHub's no, whatever the state; nothing is done.</summary>
    public sealed record Refusal(int Code, string Message) : FakeFault;

    /// <summary>The request is carried out, but its answer is lost behind a 502.</summary>
    public sealed record AnswerLost : FakeFault;

    /// <summary>The request is carried out, but its answer does not come until the caller gives up.</summary>
    public sealed record AnswerHeld : FakeFault
    {
        /// <summary>Done when the request is carried out.</summary>
        public TaskCompletionSource CarriedOut { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Nothing goes wrong: the request is carried out, and before its answer comes something else happens.</summary>
    public sealed record Meanwhile(Action Happens) : FakeFault;

    /// <summary>The connection ends; nothing is done.</summary>
    public sealed record ConnectionReset : FakeFault;

    /// <summary>The secondary rate limit, with or without a time.</summary>
    public sealed record SecondaryLimit(int? RetryAfterSeconds) : FakeFault;

    /// <summary>The primary rate limit is used up until then.</summary>
    public sealed record PrimaryLimit(DateTimeOffset Until) : FakeFault;

    /// <summary>Sends the caller elsewhere.</summary>
    public sealed record Redirect(Uri To) : FakeFault;

    /// <summary>Does not answer until the caller gives up.</summary>
    public sealed record Hang : FakeFault
    {
        /// <summary>Done when the request is there.</summary>
        public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>A fault that waits for its request.</summary>
internal sealed record PlannedFault(FakeFault Fault, string? Method, string? PathPart)
{
    public bool Fits(string method, string path) => (Method is null || Method == method) && (PathPart is null || path.Contains(PathPart, StringComparison.Ordinal));
}

/// <summary>A request that arrived.</summary>
internal sealed record FakeRequest(string Method, string Path, string? Authorization, string UserAgent, int Status);

/// <summary>Ends whoever sends a write, when it arrives or when it is done.</summary>
/// <param name="write">Which of the writes that arrive from now on, from 1; pushes count as well.</param>
/// <param name="after">Whether the write is carried out first; its answer is lost in either case.</param>
/// <param name="interrupt">Ends the sender.</param>
internal sealed class FakeInterruption(int write, bool after, Func<Task> interrupt)
{
    private int seen;

    public bool After => after;

    /// <summary>Whether it happened.</summary>
    public bool Happened => Volatile.Read(ref seen) >= write;

    public Func<Task> Interrupt => interrupt;

    public bool Meets() => Interlocked.Increment(ref seen) == write;
}
