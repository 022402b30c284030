using System.Text.Json.Nodes;

namespace ChatOps.Platforms.Slack.Doors;

/// <summary>What both ways in, HTTP and Socket Mode, hand their payloads to.</summary>
internal sealed class SlackDoor(SlashCommands commands, Interactions interactions, Events events)
{
    /// <summary>Takes a slash command.</summary>
    /// <returns>What the person sees at once; null for nothing.</returns>
    public Task<JsonObject?> CommandAsync(Payload payload, CancellationToken cancellationToken) => commands.TakeAsync(payload, cancellationToken);

    /// <summary>Takes a click, a shortcut or a form.</summary>
    /// <returns>What Slack is answered; null for an empty acknowledgement.</returns>
    public Task<JsonObject?> InteractAsync(Payload payload, CancellationToken cancellationToken) => interactions.TakeAsync(payload, cancellationToken);

    /// <summary>Takes an event.</summary>
    /// <returns>Whether it is stored, or needs not be; otherwise Slack is to send it again.</returns>
    public Task<bool> EventAsync(Payload payload, CancellationToken cancellationToken) => events.TakeAsync(payload, cancellationToken);
}
