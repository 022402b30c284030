using ChatOps.Chat;
using Microsoft.Extensions.AI;

namespace ChatOps.Adapters.Llm;

/// <summary>A question for a model, with the form that its answer must have.</summary>
/// <typeparam name="T">What the answer is read into.</typeparam>
internal sealed record ModelRequest<T> where T : class
{
    /// <summary>Which providers are asked.</summary>
    public required ModelRole Role { get; init; }

    /// <summary>The provider to start with, because it holds the conversation so far; null for the first in order.</summary>
    public string? Prefer { get; init; }

    /// <summary>The one provider that may answer, whatever its roles; null for those of <see cref="Role"/>.</summary>
    public string? Only { get; init; }

    /// <summary>The version of the prompt, kept with every call.</summary>
    public required string PromptVersion { get; init; }

    /// <summary>The rules; cached by the provider where it can.</summary>
    public required string System { get; init; }

    /// <summary>The question; after a first answer, the whole conversation.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>The answer's schema.</summary>
    public required ChatResponseFormat Format { get; init; }

    /// <summary>Reads the answer's JSON, or says what is wrong with it.</summary>
    public required Func<string, Reading<T>> Read { get; init; }

    /// <summary>Functions that the model may call; they must not change anything.</summary>
    public IReadOnlyList<AIFunction> Functions { get; init; } = [];

    /// <summary>How many calls of <see cref="Functions"/> are answered.</summary>
    public int MaxFunctionCalls { get; init; } = 8;

    /// <summary>How many tokens of the functions' results are shown.</summary>
    public int MaxFunctionTokens { get; init; } = 8_000;

    /// <summary>The longest answer, in tokens; reasoning counts.</summary>
    public int MaxOutputTokens { get; init; } = 8_000;

    /// <summary>The run it belongs to: operation, caller, repository, deadline.</summary>
    public required RunContext Context { get; init; }
}

/// <summary>An answer's text as a value, or what is wrong with it.</summary>
/// <param name="Value">The value; null when the text does not hold one.</param>
/// <param name="Problem">What is wrong, in words that help to repair it.</param>
internal readonly record struct Reading<T>(T? Value, string? Problem) where T : class;

/// <summary>What came of a question.</summary>
/// <param name="Spend">What all its calls cost, those that failed included.</param>
/// <param name="Warnings">Which providers failed before.</param>
internal abstract record ModelResult<T>(ModelSpend Spend, IReadOnlyList<string> Warnings) where T : class;

/// <summary>A model answered.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Provider">Who answered.</param>
/// <param name="Model">With which model.</param>
/// <param name="Conversation">The whole conversation with the answer, to go on from; without the system prompt.</param>
/// <param name="Spend">What all its calls cost.</param>
/// <param name="Warnings">Which providers failed before.</param>
internal sealed record ModelReply<T>(T Value, string Provider, string Model, IReadOnlyList<ChatMessage> Conversation, ModelSpend Spend, IReadOnlyList<string> Warnings)
    : ModelResult<T>(Spend, Warnings) where T : class;

/// <summary>No model answered.</summary>
/// <param name="Kind">What kind of failure it is.</param>
/// <param name="Sentence">Why, and what to do about it.</param>
/// <param name="Spend">What was spent in vain.</param>
/// <param name="Warnings">Which providers failed.</param>
internal sealed record ModelUnavailable<T>(RefusalKind Kind, string Sentence, ModelSpend Spend, IReadOnlyList<string> Warnings)
    : ModelResult<T>(Spend, Warnings) where T : class;
