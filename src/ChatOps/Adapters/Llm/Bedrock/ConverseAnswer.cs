using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ChatOps.Adapters.Llm.Bedrock;

/// <summary>Turns the events of one Converse stream into pieces of an answer.</summary>
internal sealed class ConverseAnswer
{
    private readonly StringBuilder _input = new();
    private (string Id, string Name)? _call;

    /// <summary>What an event adds; null when it adds nothing.</summary>
    /// <exception cref="CallFailedException">The event says that the answer failed.</exception>
    public ChatResponseUpdate? Read(EventStream.Frame frame)
    {
        if (frame.Headers.GetValueOrDefault(":message-type") is "exception" or "error")
            throw Failure(frame.Headers.GetValueOrDefault(":exception-type") ?? "");
        using var document = JsonDocument.Parse(frame.Payload);
        var data = document.RootElement;
        switch (frame.Headers.GetValueOrDefault(":event-type"))
        {
            case "contentBlockStart" when data.TryGetProperty("start", out var start) && start.TryGetProperty("toolUse", out var tool):
                _call = (tool.GetProperty("toolUseId").GetString()!, tool.GetProperty("name").GetString()!);
                _input.Clear();
                return null;
            case "contentBlockDelta":
                return Delta(data.GetProperty("delta"));
            case "contentBlockStop" when _call is { } call:
                _call = null;
                return Update(new FunctionCallContent(call.Id, call.Name, Arguments(_input.ToString())));
            case "messageStop":
                return new ChatResponseUpdate(ChatRole.Assistant, []) { FinishReason = Reason(data.GetProperty("stopReason").GetString()) };
            case "metadata" when data.TryGetProperty("usage", out var usage):
                return Update(new UsageContent(Usage(usage)));
            default:
                return null;
        }
    }

    private ChatResponseUpdate? Delta(JsonElement delta)
    {
        if (delta.TryGetProperty("text", out var text))
            return Update(new TextContent(text.GetString()));
        if (delta.TryGetProperty("reasoningContent", out var reasoning) && reasoning.TryGetProperty("text", out var thought))
            return Update(new TextReasoningContent(thought.GetString()));
        if (delta.TryGetProperty("toolUse", out var tool) && tool.TryGetProperty("input", out var input))
            _input.Append(input.GetString());
        return null;
    }

    private static ChatResponseUpdate Update(AIContent content) => new(ChatRole.Assistant, [content]);

    private static Dictionary<string, object?> Arguments(string json) =>
        json.Length == 0 ? [] : JsonSerializer.Deserialize<Dictionary<string, object?>>(json, AIJsonUtilities.DefaultOptions) ?? [];

    // Bedrock counts what came from its cache, and what went into it, beside the input.
    private static UsageDetails Usage(JsonElement usage)
    {
        var (fresh, read, written) = (Number(usage, "inputTokens"), Number(usage, "cacheReadInputTokens"), Number(usage, "cacheWriteInputTokens"));
        return new UsageDetails
        {
            InputTokenCount = fresh + read + written,
            CachedInputTokenCount = read,
            OutputTokenCount = Number(usage, "outputTokens"),
            AdditionalCounts = new AdditionalPropertiesDictionary<long> { [TokenUsage.CacheWriteCount] = written },
        };
    }

    private static long Number(JsonElement usage, string name) => usage.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : 0;

    private static ChatFinishReason Reason(string? reason) => reason switch
    {
        "end_turn" or "stop_sequence" => ChatFinishReason.Stop,
        "tool_use" => ChatFinishReason.ToolCalls,
        "max_tokens" or "model_context_window_exceeded" => ChatFinishReason.Length,
        "content_filtered" or "guardrail_intervened" => ChatFinishReason.ContentFilter,
        _ => new ChatFinishReason(reason ?? "unknown"),
    };

    // No status: by now the request was taken, and tokens were used.
    private static CallFailedException Failure(string type) => new(type switch
    {
        "throttlingException" or "serviceUnavailableException" => CallFailure.Busy,
        "validationException" => CallFailure.Rejected,
        "modelTimeoutException" => CallFailure.Timeout,
        _ => CallFailure.Error,
    });
}
