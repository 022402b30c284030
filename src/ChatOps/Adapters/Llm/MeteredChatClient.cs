using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ChatOps.Adapters.Llm;

/// <summary>
/// Makes one call after the other for one question, and enters each into the ledger, also when it fails, is cut or is cancelled.
/// It always streams: only a stream shows that an answer was cut.
/// </summary>
internal sealed class MeteredChatClient(IChatClient inner, Meter meter) : DelegatingChatClient(inner)
{
    /// <summary>In characters. No answer of ours is longer; a stream that goes on and on is left.</summary>
    private const int LongestAnswer = 200_000;

    /// <summary>Which try of its round the next call is, from 1.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>How long the next call may take.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The last call's id.</summary>
    public string? LastCallId { get; private set; }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<ChatMessage> sent = [.. messages];
        await using var call = await meter.StartAsync(sent, options, Attempt, cancellationToken);
        LastCallId = call.Id;
        using var timeUp = new CancellationTokenSource(TimeLimit, meter.Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeUp.Token);
        await using var updates = base.GetStreamingResponseAsync(sent, options, stop.Token).GetAsyncEnumerator(stop.Token);
        while (await MoveNextAsync(updates, call, cancellationToken))
        {
            call.Observe(updates.Current);
            if (call.Length > LongestAnswer)
                throw call.Failed(new CallFailedException(CallFailure.TooLong));

            yield return updates.Current;
        }

        if (CallFailedException.Of(call.FinishReason) is { } failure)
            throw call.Failed(new CallFailedException(failure));

        call.Succeeded();
    }

    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, MeteredCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception failure)
        {
            throw call.Failed(CallFailedException.From(failure, call.HasStarted));
        }
    }
}
