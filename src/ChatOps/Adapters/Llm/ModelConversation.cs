using Microsoft.Extensions.AI;

namespace ChatOps.Adapters.Llm;

/// <summary>
/// One question to one provider: rounds of function calls until the answer, each round tried again by itself when it fails.
/// The framework's own function loop would start over from the first round, and pay for all of them again.
/// </summary>
internal sealed class ModelConversation<T>(ProviderOptions provider, MeteredChatClient client, Meter meter, ProviderStates states, ModelRequest<T> request, Func<TimeSpan> timeLeft, bool hasNext)
    where T : class
{
    private readonly List<ChatMessage> _messages = [ProviderClients.System(provider, request.System), .. request.Messages];
    private int _callsLeft = request.MaxFunctionCalls;
    private int _tokensLeft = request.MaxFunctionTokens;
    private bool _offersFunctions = request.Functions.Count > 0 && states.Of(provider).TakesFunctions;

    /// <summary>The conversation so far, without the system prompt.</summary>
    public IReadOnlyList<ChatMessage> Messages => _messages.Skip(1).ToList();

    /// <summary>Asks until there is an answer of the right form.</summary>
    /// <exception cref="CallFailedException">The provider gave none.</exception>
    /// <exception cref="OverBudgetException">A budget does not allow the next call.</exception>
    public async Task<T> RunAsync(CancellationToken cancellationToken)
    {
        var repaired = false;
        var warned = false;
        while (true)
        {
            var response = await RoundAsync(cancellationToken);
            var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToList();
            _messages.AddRange(response.Messages);
            if (calls.Count > 0)
            {
                if (warned)
                    throw new CallFailedException(CallFailure.Endless);

                warned = _callsLeft <= 0;
                _messages.Add(new ChatMessage(ChatRole.Tool, await AnswerAsync(calls, cancellationToken)));
                continue;
            }

            var text = StructuredText.FindObject(response.Text);
            var reading = text is null ? new Reading<T>(null, "The answer holds no JSON object.") : request.Read(text);
            if (reading.Value is not null)
                return reading.Value;

            await meter.MarkAsync(client.LastCallId!, CallFailure.Malformed, cancellationToken);
            if (repaired)
                throw new CallFailedException(CallFailure.Malformed);

            repaired = true;
            _messages.Add(new ChatMessage(ChatRole.User, $"That answer could not be read: {reading.Problem} Answer again with one JSON object of the required form and nothing else."));
        }
    }

    private async Task<ChatResponse> RoundAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            client.Attempt = attempt;
            client.TimeLimit = RetryPolicy.TimeLimit(timeLeft(), hasNext);
            if (client.TimeLimit <= TimeSpan.Zero)
                throw new CallFailedException(CallFailure.Timeout);

            try
            {
                return await CallAsync(cancellationToken);
            }
            catch (CallFailedException failure) when (failure is { Failure: CallFailure.Rejected, Status: 400 } && _offersFunctions)
            {
                // Some endpoints take functions or structured output, but not both.
                _offersFunctions = false;
                states.TakesNoFunctions(provider);
            }
            catch (CallFailedException failure)
            {
                if (RetryPolicy.WaitAfter(failure, attempt, timeLeft(), hasNext) is not { } wait)
                    throw;

                await Task.Delay(wait, meter.Clock, cancellationToken);
            }
        }
    }

    private async Task<ChatResponse> CallAsync(CancellationToken cancellationToken)
    {
        var options = ProviderClients.Options(provider, request.Format, request.MaxOutputTokens);
        if (_offersFunctions)
        {
            options.Tools = [.. request.Functions];
            options.ToolMode = _callsLeft > 0 ? ChatToolMode.Auto : ChatToolMode.None;
        }

        // A question that nothing can follow is not worth being written to the cache.
        var sent = request.Functions.Count > 0 || _messages.Count > 2 ? ProviderClients.Turn(provider, _messages) : _messages;
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in client.GetStreamingResponseAsync(sent, options, cancellationToken))
            updates.Add(update);

        var response = updates.ToChatResponse();
        if (string.IsNullOrWhiteSpace(response.Text) && !response.Messages.Any(message => message.Contents.OfType<FunctionCallContent>().Any()))
        {
            await meter.MarkAsync(client.LastCallId!, CallFailure.Empty, cancellationToken);
            throw new CallFailedException(CallFailure.Empty);
        }

        return response;
    }

    private async Task<List<AIContent>> AnswerAsync(List<FunctionCallContent> calls, CancellationToken cancellationToken)
    {
        var results = new List<AIContent>(calls.Count);
        foreach (var call in calls)
        {
            var text = _callsLeft-- > 0 && _tokensLeft > 0 ? await InvokeAsync(call, cancellationToken) : "No calls are left. Answer now from what you have.";
            var shown = TokenCounter.Head(text, Math.Max(_tokensLeft, 20));
            _tokensLeft -= TokenCounter.Count(shown);
            results.Add(new FunctionResultContent(call.CallId, shown.Length < text.Length ? shown + "\n[cut]" : shown));
        }

        return results;
    }

    private async Task<string> InvokeAsync(FunctionCallContent call, CancellationToken cancellationToken)
    {
        if (request.Functions.FirstOrDefault(known => known.Name == call.Name) is not { } function)
            return $"There is no function of that name. There are: {string.Join(", ", request.Functions.Select(known => known.Name))}.";

        try
        {
            var result = await function.InvokeAsync(new AIFunctionArguments(call.Arguments ?? new Dictionary<string, object?>()), cancellationToken);
            return result is System.Text.Json.JsonElement { ValueKind: System.Text.Json.JsonValueKind.String } text ? text.GetString()! : result?.ToString() ?? "";
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Arguments are the model's; what it got wrong is its to put right, and no detail of ours is its business.
            return "The call failed: check the arguments against the function's description.";
        }
    }
}
