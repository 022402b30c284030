using System.Text;
using ChatOps.Chat;
using Microsoft.Extensions.AI;

namespace ChatOps.Adapters.Llm;

/// <summary>Opens ledger entries for the calls of one question to one provider, and adds up what they cost.</summary>
/// <param name="ledger">Where calls are entered.</param>
/// <param name="prices">What tokens cost.</param>
/// <param name="clock">The time.</param>
/// <param name="entry">What the entries of this question share.</param>
/// <param name="spend">The question's total, to which each call is added.</param>
internal sealed class Meter(ModelCallLedger ledger, ModelPrices prices, TimeProvider clock, CallEntry entry, ModelSpend spend)
{
    /// <summary>The time.</summary>
    public TimeProvider Clock => clock;

    /// <summary>Enters a call with what it can cost at most.</summary>
    /// <exception cref="OverBudgetException">A budget is in its way.</exception>
    public async Task<MeteredCall> StartAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, int attempt, CancellationToken cancellationToken)
    {
        var input = TokenCounter.Count(messages, options);
        var estimate = prices.Cost(entry.Model, new TokenUsage(input, 0, 0, options?.MaxOutputTokens ?? 0, 0));
        var call = entry with { Id = Identifier.New("mc", clock), Attempt = attempt };
        if (await ledger.ReserveAsync(call, input, estimate, cancellationToken) is { } sentence)
            throw new OverBudgetException(sentence);

        return new MeteredCall(call.Id, input, this);
    }

    /// <summary>Corrects a call's entry.</summary>
    public async Task SettleAsync(MeteredCall call, TimeSpan latency)
    {
        var usage = call.Usage;
        // A call that was turned away used nothing, and nothing is free whether or not the model has a price.
        var cost = usage == default ? 0 : prices.Cost(entry.Model, usage);
        if (usage != default)
            spend.Add(usage, cost);

        // Also after a cancellation: what was used was used.
        await ledger.SettleAsync(call.Id, call.Outcome, usage, cost, latency, CancellationToken.None);
    }

    /// <summary>Notes what turned out about an answer that had arrived whole.</summary>
    public Task MarkAsync(string id, CallFailure failure, CancellationToken cancellationToken) => ledger.MarkAsync(id, MeteredCall.Name(failure), cancellationToken);
}

/// <summary>One call while it runs. Disposing it settles its entry.</summary>
internal sealed class MeteredCall(string id, long estimatedInput, Meter meter) : IAsyncDisposable
{
    private readonly long _start = meter.Clock.GetTimestamp();
    private readonly StringBuilder _text = new();
    private UsageDetails? _usage;
    private CallFailedException? _failure;

    /// <summary>The entry's id.</summary>
    public string Id { get; } = id;

    /// <summary>How it ended, as the ledger has it.</summary>
    public string Outcome { get; private set; } = "cancelled";

    /// <summary>Why the answer ended; null while it has not.</summary>
    public ChatFinishReason? FinishReason { get; private set; }

    /// <summary>Whether part of the answer has come.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Characters of the answer so far.</summary>
    public int Length => _text.Length;

    /// <summary>What it used: the provider's figures, or an estimate when it was cut before they came.</summary>
    public TokenUsage Usage
    {
        get
        {
            // A request that the provider turned away costs nothing.
            if (_failure is { Status: not null } or { Failure: CallFailure.Network })
                return default;

            var seen = TokenCounter.Count(_text.ToString());
            var complete = FinishReason is not null;
            return new TokenUsage(
                _usage?.InputTokenCount is > 0 and var input ? input : estimatedInput,
                _usage?.CachedInputTokenCount ?? 0,
                _usage?.AdditionalCounts?.GetValueOrDefault(TokenUsage.CacheWriteCount) ?? 0,
                complete && _usage?.OutputTokenCount is > 0 and var output ? output : Math.Max(seen, _usage?.OutputTokenCount ?? 0),
                _usage?.ReasoningTokenCount ?? 0);
        }
    }

    /// <summary>Takes note of a piece of the answer.</summary>
    public void Observe(ChatResponseUpdate update)
    {
        FinishReason = update.FinishReason ?? FinishReason;
        foreach (var content in update.Contents)
        {
            if (content is UsageContent { Details: { } details })
                (_usage ??= new UsageDetails()).Add(details);
            else
                HasStarted = true;

            _text.Append(content switch
            {
                TextContent text => text.Text,
                TextReasoningContent reasoning => reasoning.Text,
                FunctionCallContent call => call.Name,
                _ => "",
            });
        }
    }

    /// <summary>The answer came whole.</summary>
    public void Succeeded() => Outcome = "ok";

    /// <summary>The call failed.</summary>
    public CallFailedException Failed(CallFailedException failure)
    {
        _failure = failure;
        Outcome = Name(failure.Failure);
        return failure;
    }

    /// <summary>A failure's name in the ledger.</summary>
    public static string Name(CallFailure failure) => failure == CallFailure.TooLong ? "too_long" : failure.ToString().ToLowerInvariant();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await meter.SettleAsync(this, meter.Clock.GetElapsedTime(_start));
}

/// <summary>A budget does not allow the call.</summary>
internal sealed class OverBudgetException(string sentence) : Exception(sentence);

/// <summary>What one question has cost so far, over all its calls.</summary>
internal sealed class ModelSpend
{
    /// <summary>Input tokens, cached or not.</summary>
    public long InputTokens { get; private set; }

    /// <summary>Output tokens.</summary>
    public long OutputTokens { get; private set; }

    /// <summary>Nano-dollars; null as soon as one call's model has no price.</summary>
    public long? CostNanoUsd { get; private set; } = 0;

    /// <summary>How many calls were made.</summary>
    public int Calls { get; private set; }

    /// <summary>Adds what another question has cost.</summary>
    public void Add(ModelSpend other)
    {
        InputTokens += other.InputTokens;
        OutputTokens += other.OutputTokens;
        CostNanoUsd += other.CostNanoUsd;
        Calls += other.Calls;
    }

    /// <summary>Adds a call.</summary>
    public void Add(TokenUsage usage, long? cost)
    {
        InputTokens += usage.Input;
        OutputTokens += usage.Output;
        CostNanoUsd += cost;
        Calls++;
    }
}
