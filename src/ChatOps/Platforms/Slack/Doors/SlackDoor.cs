using System.Text.Json.Nodes;

namespace ChatOps.Platforms.Slack.Doors;

/// <summary>What both ways in, HTTP and Socket Mode, hand their payloads to.</summary>
internal sealed class SlackDoor(SlashCommands commands, Interactions interactions, Events events)
{
    /// <summary>Takes a slash command.</summary>
    /// <param name="payload">Its fields.</param>
    /// <param name="delivery">What tells this delivery from others where nothing in the payload does.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>What the person sees at once; null for nothing.</returns>
    public Task<JsonObject?> CommandAsync(Payload payload, string delivery, CancellationToken cancellationToken) => commands.TakeAsync(payload, delivery, cancellationToken);

    /// <summary>Takes a click, a shortcut or a form.</summary>
    /// <inheritdoc cref="CommandAsync"/>
    /// <returns>What Slack is answered; null for an empty acknowledgement.</returns>
    public Task<JsonObject?> InteractAsync(Payload payload, string delivery, CancellationToken cancellationToken) => interactions.TakeAsync(payload, delivery, cancellationToken);

    /// <summary>Takes an event.</summary>
    /// <inheritdoc cref="CommandAsync"/>
    /// <returns>Whether it is stored, or needs not be; otherwise Slack is to send it again.</returns>
    public Task<bool> EventAsync(Payload payload, string delivery, CancellationToken cancellationToken) => events.TakeAsync(payload, delivery, cancellationToken);
}
