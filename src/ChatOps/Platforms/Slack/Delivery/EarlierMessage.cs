using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.People;
using ChatOps.Platforms.Slack.Wire;

namespace ChatOps.Platforms.Slack.Delivery;

/// <summary>Finds a message again whose id was lost when the host died between posting it and noting that: it carries its operation's id as metadata.</summary>
internal sealed class EarlierMessage(SlackApi api)
{
    private const string EventType = "chatops_operation";
    private const int Looked = 50;

    /// <summary>The metadata of an operation's message.</summary>
    public static JsonObject MarkOf(string operationId) => new() { ["event_type"] = EventType, ["event_payload"] = new JsonObject { ["operation_id"] = operationId } };

    /// <summary>The message's id; null when it is not there, or may not be looked for.</summary>
    public async Task<string?> FindAsync(Workspace workspace, ChatAddress address, string operationId, CancellationToken cancellationToken)
    {
        var arguments = new JsonObject { ["channel"] = address.Channel, ["limit"] = Looked, ["include_all_metadata"] = true };
        if (address.Thread is not null)
            arguments["ts"] = address.Thread;
        var answer = await api.CallAsync(workspace.Token, address.Thread is null ? "conversations.history" : "conversations.replies", arguments, cancellationToken);
        return (answer.Node("messages") as JsonArray)?.OfType<JsonObject>().FirstOrDefault(message => IsOf(message, operationId)) is { } found ? (string?)found["ts"] : null;
    }

    private static bool IsOf(JsonObject message, string operationId) =>
        message["metadata"] is JsonObject metadata && metadata["event_type"] is JsonValue type && type.TryGetValue<string>(out var name) && name == EventType
        && metadata["event_payload"]?["operation_id"] is JsonValue id && id.TryGetValue<string>(out var operation) && operation == operationId;
}
