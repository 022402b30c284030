using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Blocks;
using ChatOps.Platforms.Slack.Delivery;
using ChatOps.Platforms.Slack.Home;
using ChatOps.Platforms.Slack.People;
using ChatOps.Running;

namespace ChatOps.Platforms.Slack.Doors;

/// <summary>Events: mentions and direct messages are requests in free words; the rest is about the app itself.</summary>
internal sealed class Events(CommandCatalog catalog, RepositoryDirectory repositories, SlackIntake intake, Notices notices, Installations installations, Workspaces workspaces, AppHome home)
{
    /// <summary>Takes an event.</summary>
    /// <returns>Whether it is stored, or needs not be.</returns>
    public async Task<bool> TakeAsync(Payload payload, string delivery, CancellationToken cancellationToken)
    {
        if (payload.Text("type") != "event_callback" || payload.Text("team_id") is not { } team)
            return true;
        var inner = payload.Part("event");
        switch (inner.Text("type"))
        {
            case "app_mention":
            case "message" when inner.Text("channel_type") == "im":
                return await AskAsync(payload, inner, team, delivery, cancellationToken);
            case "app_home_opened" when inner.Text("user") is { } user && inner.Text("tab") is null or "home":
                home.Show(team, user);
                return true;
            case "app_uninstalled":
            case "tokens_revoked" when inner.Node("tokens", "bot") is not JsonArray { Count: 0 }:
                var installed = payload.Organisation ?? team;
                // One that comes late, or again, is not about an install that was made since.
                await installations.RemoveAsync(installed, payload.Number("event_time") is { } at ? DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(at, 0, uint.MaxValue)) : null, cancellationToken);
                workspaces.Forget(installed);
                return true;
            default:
                return true;
        }
    }

    private async Task<bool> AskAsync(Payload payload, Payload message, string team, string delivery, CancellationToken cancellationToken)
    {
        // What bots say, and what was only edited or joined, asks for nothing.
        if (message.Text("user") is not { } user || message.Text("bot_id") is not null || message.Text("subtype") is not (null or "file_share" or "thread_broadcast") || message.Text("channel") is not { } channel)
            return true;
        var address = new ChatAddress { Platform = SlackPlatform.DoorName, Workspace = team, Channel = channel, Thread = message.Text("thread_ts") ?? message.Text("ts"), Requester = user };
        var asked = Wording.Read(catalog, repositories.All, MessageText.Spoken(message));
        if (asked.Command is not { } command)
        {
            notices.Tell(address, null, HelpCard.Message(catalog, asked.Unknown));
            return true;
        }

        var argument = command.TextParameter ?? "";
        var (arguments, sources) = MessageLink.Take(command, asked.Text.Arguments);
        var files = MessageText.FilesOf(message, argument);
        if (files.Count > 0)
            arguments.TryAdd(argument, "");
        var request = MaskedRequest.Create(command.Name, SlackIntake.CallerOf(payload.Organisation ?? team, user, null), SlackPlatform.DoorName, asked.Text.Repository, [.. arguments.Select(item => (item.Key, (string?)item.Value))]);
        var taken = await intake.TakeAsync(request, address with { Sources = [.. sources, .. files] }, null, payload.Text("event_id") ?? (message.Text("ts") is { } ts ? $"{channel} {ts}" : delivery), cancellationToken);
        if (taken.Question is { } question)
            notices.Tell(address, null, question);
        if (taken.Refusal is { Kind: RefusalKind.OverLimit, RetryAfter: null })
            return false;
        if (taken.Refusal is { } refusal)
            notices.Tell(address, null, CardMessage.Of(RefusalCard.Of(command.Name, refusal), new CardMessage.Frame()));
        return true;
    }
}
