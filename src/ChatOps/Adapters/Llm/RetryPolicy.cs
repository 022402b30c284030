namespace ChatOps.Adapters.Llm;

/// <summary>Whether a failed call is worth another try at the same provider, and when.</summary>
internal static class RetryPolicy
{
    private const int MostTries = 3;

    /// <summary>Longer than this nobody waits for one provider while another one could be asked.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>How long to wait before the next try; null to give up on the provider.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="attempt">Which try failed, from 1.</param>
    /// <param name="timeLeft">Until the deadline.</param>
    /// <param name="hasNext">Whether another provider can be asked.</param>
    public static TimeSpan? WaitAfter(CallFailedException failure, int attempt, TimeSpan timeLeft, bool hasNext)
    {
        var tries = failure.Failure switch
        {
            CallFailure.Busy or CallFailure.Error or CallFailure.Network => MostTries,
            CallFailure.Cut or CallFailure.Empty or CallFailure.Malformed => 2,
            CallFailure.Timeout => hasNext ? 1 : 2,
            _ => 1,
        };
        if (attempt >= tries)
            return null;

        // Jitter, so that many operations do not come back at the same moment.
        var wait = failure.RetryAfter ?? TimeSpan.FromSeconds(0.5 * Math.Pow(2, attempt - 1) * (0.75 + 0.5 * Random.Shared.NextDouble()));
        return wait > (hasNext ? Min(LongestWait, timeLeft / 3) : timeLeft / 2) ? null : wait;
    }

    /// <summary>How long one try may take: with others waiting in line, not the whole time that is left.</summary>
    public static TimeSpan TimeLimit(TimeSpan timeLeft, bool hasNext) => hasNext ? timeLeft * 0.6 : timeLeft;

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
