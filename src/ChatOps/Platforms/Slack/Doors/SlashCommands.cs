using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Blocks;
using ChatOps.Platforms.Slack.Delivery;
using ChatOps.Running;

namespace ChatOps.Platforms.Slack.Doors;

/// <summary>Slash commands: <c>/diagnose …</c>, or <c>/chatops diagnose …</c> where names are taken.</summary>
internal sealed class SlashCommands(CommandCatalog catalog, RepositoryDirectory repositories, SlackIntake intake, Forms forms)
{
    /// <summary>The command that takes another one's name as its first word.</summary>
    public const string Umbrella = "chatops";

    /// <summary>Takes a command.</summary>
    public async Task<JsonObject?> TakeAsync(Payload payload, string delivery, CancellationToken cancellationToken)
    {
        if (payload.Text("team_id") is not { } team || payload.Text("user_id") is not { } user || payload.Text("channel_id") is not { } channel)
            return null;
        var (name, text) = Split(payload.Text("command")!.TrimStart('/'), MessageText.Unescape(payload.Text("text") ?? "").Trim());
        if (catalog.Find(name) is not { IsTyped: true } command)
            return SlackIntake.Ephemeral(HelpCard.Message(catalog, name.Length == 0 || IsHelp(name) ? null : name));
        if (IsHelp(text))
            return SlackIntake.Ephemeral(HelpCard.Message(command));
        var read = CommandText.Read(command, text, repositories.All);
        var address = new ChatAddress { Platform = SlackPlatform.DoorName, Workspace = team, Channel = channel, Requester = user };
        if (Forms.IsNeeded(command, read))
        {
            forms.Open(command, read, address, payload.Text("trigger_id"), payload.Text("response_url"));
            return null;
        }

        var (arguments, sources) = MessageLink.Take(command, read.Arguments);
        var request = MaskedRequest.Create(command.Name, SlackIntake.CallerOf(payload.Organisation ?? team, user, payload.Text("user_name")), SlackPlatform.DoorName, read.Repository, [.. arguments.Select(argument => (argument.Key, (string?)argument.Value))]);
        var taken = await intake.TakeAsync(request, address with { Sources = sources }, payload.Text("response_url"), payload.Text("trigger_id") ?? delivery, cancellationToken);
        return taken switch
        {
            { Question: { } question } => SlackIntake.Ephemeral(question),
            { Refusal: { } refusal } => SlackIntake.Ephemeral(CardMessage.Of(RefusalCard.Of(command.Name, refusal), new CardMessage.Frame())),
            // Its answer is about to be here.
            _ when command.IsPrivate => null,
            _ => SlackIntake.Ephemeral($"On it: {command.Name}. The answer comes here; its id is {taken.Operation!.Id}."),
        };
    }

    private (string Name, string Text) Split(string command, string text)
    {
        if (catalog.Find(command) is not null)
            return (command, text);
        var end = text.AsSpan().IndexOfAny(" \t\r\n");
        return end < 0 ? (text.ToLowerInvariant(), "") : (text[..end].ToLowerInvariant(), text[end..].Trim());
    }

    private static bool IsHelp(string text) => text.Equals("help", StringComparison.OrdinalIgnoreCase) || text is "?" or "--help" or "-h";
}
