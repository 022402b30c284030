using ChatOps.Chat;

namespace ChatOps.Running.Operations;

/// <summary>The sentences of operations that ended without a result for a reason of their running.</summary>
internal static class OperationEnd
{
    /// <summary>Cancelled while it was queued.</summary>
    public static Refusal CancelledBeforeStart { get; } = new(RefusalKind.Cancelled, "This was cancelled before it began. Ask again to start over.");

    /// <summary>Cancelled while it ran.</summary>
    public static Refusal Cancelled { get; } = new(RefusalKind.Cancelled, "This was cancelled while it ran; nothing was changed. Ask again to start over.");

    /// <summary>Over its deadline.</summary>
    public static Refusal Late(string command, int seconds) =>
        new(RefusalKind.DeadlinePassed, $"{command} did not finish within {seconds} seconds and was stopped. Try again, or raise Host:DeadlineSeconds.");

    /// <summary>Failed in a way that nobody foresaw.</summary>
    public static Refusal Unexpected(string operationId) =>
        new(RefusalKind.Unexpected, $"Something unexpected went wrong. Try again; if it happens twice, give an admin the id {operationId}, which is in the log beside the cause.");

    /// <summary>Took the host down again and again.</summary>
    public static Refusal Poisonous(int attempts) =>
        new(RefusalKind.Unexpected, $"The host went down {attempts} times while it worked on this, so it will not be tried again. An admin finds the cause in the log before each restart.");
}
