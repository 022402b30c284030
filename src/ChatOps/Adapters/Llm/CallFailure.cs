using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ChatOps.Adapters.Llm;

/// <summary>How a call of a model can fail.</summary>
internal enum CallFailure
{
    /// <summary>Rate-limited or overloaded: 429, 503, 529.</summary>
    Busy,

    /// <summary>Another 5xx, or an error in the middle of the stream.</summary>
    Error,

    /// <summary>No connection.</summary>
    Network,

    /// <summary>Not done within its time.</summary>
    Timeout,

    /// <summary>The stream ended before the answer did.</summary>
    Cut,

    /// <summary>Not what was asked for: no JSON, wrong types.</summary>
    Malformed,

    /// <summary>Nothing in it.</summary>
    Empty,

    /// <summary>Longer than allowed.</summary>
    TooLong,

    /// <summary>It asked for functions again and again and never answered.</summary>
    Endless,

    /// <summary>The model or its filter would not answer.</summary>
    Refused,

    /// <summary>The key is wrong or may not do this: 401, 403.</summary>
    Unauthorised,

    /// <summary>The endpoint did not accept the request: any other 3xx or 4xx.</summary>
    Rejected,
}

/// <summary>A call failed. It carries no text of the vendor's, because vendors repeat keys and prompts in theirs.</summary>
internal sealed class CallFailedException(CallFailure failure, int? status = null, TimeSpan? retryAfter = null)
    : Exception($"The model call failed: {failure}{(status is { } code ? $" ({code})" : "")}.")
{
    /// <summary>What went wrong.</summary>
    public CallFailure Failure { get; } = failure;

    /// <summary>The HTTP status; null when there was none.</summary>
    public int? Status { get; } = status;

    /// <summary>When the provider wants to be asked again; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>What the reader is told about a provider.</summary>
    public string Sentence(string provider) => Failure switch
    {
        CallFailure.Busy => $"{provider} is rate-limited or overloaded{Code}",
        CallFailure.Error => $"{provider} failed{Code}",
        CallFailure.Network => $"{provider} could not be reached",
        CallFailure.Timeout => $"{provider} did not answer in time",
        CallFailure.Cut => $"{provider}'s answer was cut off",
        CallFailure.Malformed => $"{provider}'s answer was malformed",
        CallFailure.Empty => $"{provider}'s answer was empty",
        CallFailure.TooLong => $"{provider}'s answer was too long",
        CallFailure.Endless => $"{provider} kept reading and did not answer",
        CallFailure.Refused => $"{provider} declined to answer",
        CallFailure.Unauthorised when Status is null => $"{provider} has nobody to sign its requests; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, give this machine a role, or set its ApiKey under Ai:Providers",
        CallFailure.Unauthorised => $"{provider} refused the key ({Status}); check its ApiKey under Ai:Providers",
        _ => $"{provider} did not accept the request{Code}; check its Model and BaseUrl under Ai:Providers",
    };

    private string Code => Status is { } code ? $" ({code})" : "";

    /// <summary>Reads a vendor's exception.</summary>
    /// <param name="exception">What the SDK threw.</param>
    /// <param name="started">Whether part of the answer had come.</param>
    public static CallFailedException From(Exception exception, bool started)
    {
        // SDKs wrap what they caught.
        for (var inner = exception; inner is not null; inner = inner.InnerException)
            switch (inner)
            {
                case CallFailedException failed:
                    return failed;
                case JsonException:
                    return new(CallFailure.Malformed);
                case HttpRequestException:
                    return new(started ? CallFailure.Cut : CallFailure.Network);
                case IOException:
                    return new(CallFailure.Cut);
                case OperationCanceledException:
                    return new(CallFailure.Timeout);
            }

        return new(CallFailure.Error);
    }

    /// <summary>Judges how an answer ended.</summary>
    public static CallFailure? Of(ChatFinishReason? reason)
        => reason is null ? CallFailure.Cut
            : reason == ChatFinishReason.Length ? CallFailure.TooLong
            : reason == ChatFinishReason.ContentFilter || reason.Value.Value == "refusal" ? CallFailure.Refused
            : null;
}
