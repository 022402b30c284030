using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace ChatOps.Adapters.Llm.Bedrock;

/// <summary>A question in the words of Bedrock's Converse API (docs.aws.amazon.com/bedrock, <c>ConverseStream</c>).</summary>
internal static class ConverseRequest
{
    /// <summary>The body.</summary>
    /// <param name="model">The model's id.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">Schema, functions and length of the answer.</param>
    /// <param name="enforcesSchema">Whether the model holds itself to a schema; otherwise the schema is only told to it.</param>
    public static JsonObject Of(string model, IReadOnlyList<ChatMessage> messages, ChatOptions? options, bool enforcesSchema)
    {
        var schema = options?.ResponseFormat is ChatResponseFormatJson { Schema: { } known } ? known.GetRawText() : null;
        var system = new JsonArray();
        foreach (var message in messages.Where(message => message.Role == ChatRole.System))
            system.Add(new JsonObject { ["text"] = message.Text });
        if (schema is not null && !enforcesSchema)
            system.Add(new JsonObject { ["text"] = $"Answer with one JSON object and nothing else. It must follow this JSON schema:\n{schema}" });
        var conversation = Messages(messages);
        if (Caches(model))
        {
            // After the rules, which every question has, and after what the next round will repeat.
            if (system.Count > 0)
                system.Add(CachePoint());
            if (conversation.Count > 1 || options?.Tools is { Count: > 0 })
                conversation[^1]!["content"]!.AsArray().Add(CachePoint());
        }

        var body = new JsonObject { ["messages"] = conversation };
        if (system.Count > 0)
            body["system"] = system;
        if (options?.MaxOutputTokens is { } most)
            body["inferenceConfig"] = new JsonObject { ["maxTokens"] = most };
        if (Tools(messages, options) is { } tools)
            body["toolConfig"] = tools;
        if (schema is not null && enforcesSchema)
        {
            body["outputConfig"] = new JsonObject
            {
                ["textFormat"] = new JsonObject
                {
                    ["type"] = "json_schema",
                    ["structure"] = new JsonObject { ["jsonSchema"] = new JsonObject { ["name"] = ((ChatResponseFormatJson)options!.ResponseFormat!).SchemaName ?? "answer", ["schema"] = schema } },
                },
            };
        }

        return body;
    }

    private static JsonObject CachePoint() => new JsonObject { ["cachePoint"] = new JsonObject { ["type"] = "default" } };

    // Other models refuse a request that has a cache point.
    private static bool Caches(string model) => model.Contains("anthropic.", StringComparison.Ordinal) || model.Contains("amazon.nova", StringComparison.Ordinal);

    // Roles alternate: what one role says in several messages is one message here.
    private static JsonArray Messages(IEnumerable<ChatMessage> messages)
    {
        var all = new JsonArray();
        foreach (var message in messages.Where(message => message.Role != ChatRole.System))
        {
            var role = message.Role == ChatRole.Assistant ? "assistant" : "user";
            if (all.Count == 0 || (string?)all[^1]!["role"] != role)
                all.Add(new JsonObject { ["role"] = role, ["content"] = new JsonArray() });
            var content = all[^1]!["content"]!.AsArray();
            foreach (var block in message.Contents.Select(Block).OfType<JsonObject>())
                content.Add(block);
        }

        return all;
    }

    private static JsonObject? Block(AIContent content) => content switch
    {
        TextContent { Text.Length: > 0 } text => new JsonObject { ["text"] = text.Text },
        FunctionCallContent call => new JsonObject { ["toolUse"] = new JsonObject { ["toolUseId"] = call.CallId, ["name"] = call.Name, ["input"] = JsonSerializer.SerializeToNode(call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions) } },
        FunctionResultContent result => new JsonObject { ["toolResult"] = new JsonObject { ["toolUseId"] = result.CallId, ["content"] = new JsonArray(new JsonObject { ["text"] = result.Result?.ToString() ?? "" }) } },
        _ => null,
    };

    // A conversation with calls in it must name its tools even when none may be called any more; Converse has no way to forbid them.
    private static JsonObject? Tools(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var functions = options?.Tools?.OfType<AIFunctionDeclaration>().ToList() ?? [];
        if (functions.Count == 0 || (options!.ToolMode is NoneChatToolMode && !messages.Any(message => message.Contents.OfType<FunctionCallContent>().Any())))
            return null;
        return new JsonObject
        {
            ["tools"] = new JsonArray([.. functions.Select(function => new JsonObject
            {
                ["toolSpec"] = new JsonObject { ["name"] = function.Name, ["description"] = function.Description, ["inputSchema"] = new JsonObject { ["json"] = JsonNode.Parse(function.JsonSchema.GetRawText()) } },
            })]),
            ["toolChoice"] = new JsonObject { ["auto"] = new JsonObject() },
        };
    }
}
