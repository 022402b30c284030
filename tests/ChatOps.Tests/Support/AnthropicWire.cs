using System.Text.Json;

namespace ChatOps.Tests.Support;

/// <summary>Anthropic's Messages API as server-sent events.</summary>
internal static class AnthropicWire
{
    public static IEnumerable<string> Of(ScriptedReply reply)
    {
        if (reply.Raw is not null)
        {
            yield return reply.Raw;
            yield break;
        }

        yield return Event("message_start", new
        {
            type = "message_start",
            message = new
            {
                id = "msg_1",
                type = "message",
                role = "assistant",
                model = "scripted",
                content = Array.Empty<object>(),
                stop_reason = (string?)null,
                stop_sequence = (string?)null,
                usage = new
                {
                    input_tokens = reply.InputTokens - reply.CachedTokens - reply.CacheWriteTokens,
                    cache_read_input_tokens = reply.CachedTokens,
                    cache_creation_input_tokens = reply.CacheWriteTokens,
                    output_tokens = 1,
                },
            },
        });

        var index = 0;
        if (reply.Text.Length > 0)
        {
            yield return Event("content_block_start", new { type = "content_block_start", index, content_block = new { type = "text", text = "" } });
            foreach (var piece in reply.Text.Chunk(400))
                yield return Event("content_block_delta", new { type = "content_block_delta", index, delta = new { type = "text_delta", text = new string(piece) } });

            if (reply.Ending == Ending.Whole)
                yield return Event("content_block_stop", new { type = "content_block_stop", index });

            index++;
        }

        foreach (var call in reply.Calls)
        {
            yield return Event("content_block_start", new { type = "content_block_start", index, content_block = new { type = "tool_use", id = $"toolu_{index}", name = call.Name, input = new { } } });
            yield return Event("content_block_delta", new { type = "content_block_delta", index, delta = new { type = "input_json_delta", partial_json = JsonSerializer.Serialize(call.Arguments) } });
            yield return Event("content_block_stop", new { type = "content_block_stop", index });
            index++;
        }

        if (reply.Ending == Ending.Error)
            yield return Event("error", new { type = "error", error = new { type = "overloaded_error", message = "Overloaded" } });

        if (reply.Ending != Ending.Whole)
            yield break;

        yield return Event("message_delta", new
        {
            type = "message_delta",
            delta = new { stop_reason = reply.FinishReason ?? (reply.Calls.Count > 0 ? "tool_use" : "end_turn"), stop_sequence = (string?)null },
            usage = new
            {
                input_tokens = reply.InputTokens - reply.CachedTokens - reply.CacheWriteTokens,
                cache_read_input_tokens = reply.CachedTokens,
                cache_creation_input_tokens = reply.CacheWriteTokens,
                output_tokens = reply.OutputTokens,
            },
        });
        yield return Event("message_stop", new { type = "message_stop" });
    }

    private static string Event(string name, object data) => $"event: {name}\ndata: {JsonSerializer.Serialize(data)}\n\n";
}
