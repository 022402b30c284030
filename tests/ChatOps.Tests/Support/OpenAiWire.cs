using System.Text.Json;

namespace ChatOps.Tests.Support;

/// <summary>OpenAI's Chat Completions as server-sent events.</summary>
internal static class OpenAiWire
{
    public static IEnumerable<string> Of(ScriptedReply reply)
    {
        if (reply.Raw is not null)
        {
            yield return reply.Raw;
            yield break;
        }

        yield return Chunk(new { role = "assistant", content = "" }, null);
        foreach (var piece in reply.Text.Chunk(400))
            yield return Chunk(new { content = new string(piece) }, null);

        for (var i = 0; i < reply.Calls.Count; i++)
            yield return Chunk(
                new { tool_calls = new[] { new { index = i, id = $"call_{i}", type = "function", function = new { name = reply.Calls[i].Name, arguments = JsonSerializer.Serialize(reply.Calls[i].Arguments) } } } },
                null);

        if (reply.Ending == Ending.Error)
            yield return "data: {\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}}\n\n";

        if (reply.Ending != Ending.Whole)
            yield break;

        yield return Chunk(new { }, reply.FinishReason ?? (reply.Calls.Count > 0 ? "tool_calls" : "stop"));
        yield return Data(new
        {
            id = "c1",
            @object = "chat.completion.chunk",
            created = 1,
            model = "scripted",
            choices = Array.Empty<object>(),
            usage = new
            {
                prompt_tokens = reply.InputTokens,
                completion_tokens = reply.OutputTokens,
                total_tokens = reply.InputTokens + reply.OutputTokens,
                prompt_tokens_details = new { cached_tokens = reply.CachedTokens, cache_write_tokens = reply.CacheWriteTokens },
            },
        });
        yield return "data: [DONE]\n\n";
    }

    private static string Chunk(object delta, string? finish)
        => Data(new { id = "c1", @object = "chat.completion.chunk", created = 1, model = "scripted", choices = new[] { new { index = 0, delta, finish_reason = finish } } });

    private static string Data(object data) => $"data: {JsonSerializer.Serialize(data)}\n\n";
}
