using System.Text.Json;

namespace ChatOps.Chat;

/// <summary>Why something that was asked for was not done: an expected failure, as a value.</summary>
/// <param name="Kind">What kind of failure it is; doors map it to their own codes.</param>
/// <param name="Sentence">For the person who asked: what happened and what to do next. No stack trace, no path of the server, no secret.</param>
internal sealed record Refusal(RefusalKind Kind, string Sentence)
{
    /// <summary>The request's fields that are wrong, each with its sentence; null when it is not about a field.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }

    /// <summary>When it is worth asking again; null when that is not known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What a program needs to know beside the sentence, as an object whose members REST adds to the problem; null for nothing.</summary>
    public JsonElement? More { get; init; }
}

/// <summary>The kinds of expected failure, with the HTTP status that REST gives them (<c>api.md</c>).</summary>
internal enum RefusalKind
{
    /// <summary>400: malformed, or a field is missing.</summary>
    Invalid = 400,

    /// <summary>401: who you are is not known.</summary>
    Unauthenticated = 401,

    /// <summary>403: your role does not allow it.</summary>
    Forbidden = 403,

    /// <summary>404: there is no such thing.</summary>
    NotFound = 404,

    /// <summary>409: the state forbids it.</summary>
    Conflict = 409,

    /// <summary>413: over a limit.</summary>
    TooLarge = 413,

    /// <summary>422: understood, but cannot be done.</summary>
    Unprocessable = 422,

    /// <summary>429: over a budget or a rate.</summary>
    OverLimit = 429,

    /// <summary>499: cancelled by the person who asked.</summary>
    Cancelled = 499,

    /// <summary>500: unexpected.</summary>
    Unexpected = 500,

    /// <summary>502: a provider failed.</summary>
    ProviderFailed = 502,

    /// <summary>503: something is not configured.</summary>
    NotConfigured = 503,

    /// <summary>504: the deadline passed.</summary>
    DeadlinePassed = 504,
}

/// <summary>An <see cref="Answer{T}"/> whose type is not known here.</summary>
internal interface IAnswer
{
    /// <inheritdoc cref="Answer{T}.Value"/>
    object? Value { get; }

    /// <inheritdoc cref="Answer{T}.Refusal"/>
    Refusal? Refusal { get; }
}

/// <summary>What a capability's function returns: the value, or why there is none.</summary>
/// <typeparam name="T">The record asked for.</typeparam>
internal sealed class Answer<T> : IAnswer where T : class
{
    private Answer(T? value, Refusal? refusal) => (Value, Refusal) = (value, refusal);

    /// <summary>The value; null exactly when <see cref="Refusal"/> is not.</summary>
    public T? Value { get; }

    /// <summary>Why there is no value; null exactly when <see cref="Value"/> is not.</summary>
    public Refusal? Refusal { get; }

    object? IAnswer.Value => Value;

    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Refusal refusal) => new(null, refusal);
}
