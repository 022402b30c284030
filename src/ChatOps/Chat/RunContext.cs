namespace ChatOps.Chat;

/// <summary>Who calls, for which repository and operation. One per operation, injected into plugins; never filled by an argument that a model chose.</summary>
internal sealed class RunContext
{
    /// <summary>The operation's id.</summary>
    public required string OperationId { get; init; }

    /// <summary>The request being run.</summary>
    public required CommandRequest Request { get; init; }

    /// <summary>The repository it is about.</summary>
    public required RepositoryRef Repository { get; init; }

    /// <summary>When the operation must have answered.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Says what is being done now, in a few words (<c>Reading 6 files</c>). Best effort: never fails and never blocks the work.</summary>
    public required Func<string, CancellationToken, Task> StepAsync { get; init; }

    /// <summary>The host stops. The one thing that interrupts a change under way: it goes on at the next start, so that it is never left half done.</summary>
    public CancellationToken Leaving { get; init; }

    /// <summary>Who asked.</summary>
    public Caller Caller => Request.Caller;
}
