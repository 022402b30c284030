using ChatOps.Chat;

namespace ChatOps.Running;

/// <summary>How a command ended.</summary>
/// <param name="OperationId">The operation it was.</param>
/// <param name="Value">The result; null exactly when <paramref name="Refusal"/> is not.</param>
/// <param name="Refusal">Why there is none.</param>
/// <param name="Card">Either of them, for people.</param>
internal sealed record CommandOutcome(string OperationId, object? Value, Refusal? Refusal, Card Card);

/// <summary>A refusal as people see it.</summary>
internal static class RefusalCard
{
    /// <summary>The card of a refusal.</summary>
    public static Card Of(string command, Refusal refusal) => new()
    {
        Tone = refusal.Kind is RefusalKind.Unexpected or RefusalKind.ProviderFailed or RefusalKind.DeadlinePassed ? Tone.Failed : Tone.Refused,
        Title = $"{command}: {Headline(refusal.Kind)}",
        Parts = [new TextPart(refusal.Sentence)],
    };

    private static string Headline(RefusalKind kind) => kind switch
    {
        RefusalKind.Cancelled => "cancelled",
        RefusalKind.DeadlinePassed => "out of time",
        RefusalKind.Unexpected or RefusalKind.ProviderFailed => "failed",
        RefusalKind.Forbidden or RefusalKind.Unauthenticated => "not allowed",
        _ => "not done",
    };
}
