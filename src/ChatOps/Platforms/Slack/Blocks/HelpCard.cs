using ChatOps.Chat;
using ChatOps.Running;

namespace ChatOps.Platforms.Slack.Blocks;

/// <summary>What can be asked for, from the registrations.</summary>
internal static class HelpCard
{
    /// <summary>All commands.</summary>
    /// <param name="catalog">Them.</param>
    /// <param name="unknown">What was typed and is none of them; null for a plain question.</param>
    public static SlackMessage Message(CommandCatalog catalog, string? unknown)
    {
        var commands = catalog.All.Where(command => command.IsTyped).Select(command => new CardItem($"/{CommandText.Usage(command)}", command.Summary));
        return Draw(new Card
        {
            Tone = unknown is null ? Tone.Neutral : Tone.Refused,
            Title = unknown is null ? "What I can do" : $"There is no command {unknown}",
            Parts =
            [
                new ListPart([.. commands]),
                new TextPart("In a thread: mention me with the same words, or use the shortcut Diagnose this on a message. /chatops takes every command as its first word; /COMMAND help says more. Name a repository with --repo NAME."),
            ],
        });
    }

    /// <summary>One command.</summary>
    public static SlackMessage Message(CommandRegistration command) => Draw(new Card
    {
        Tone = Tone.Neutral,
        Title = $"/{CommandText.Usage(command)}",
        Parts =
        [
            new TextPart($"{command.Summary}. For the role {command.MinimumRole.Text()} and above; {(command.IsPrivate ? "only you see the answer" : "everybody here sees the answer")}."),
            new ListPart([.. command.Parameters.Select(parameter => new CardItem(parameter.Name!, CommandText.Describe(parameter)))]),
            new TextPart("Options come first: --name value. Without any text, a form opens."),
        ],
    });

    private static SlackMessage Draw(Card card) => CardMessage.Of(card, new CardMessage.Frame());
}
