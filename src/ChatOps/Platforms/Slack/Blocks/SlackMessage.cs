using System.Text.Json.Nodes;

namespace ChatOps.Platforms.Slack.Blocks;

/// <summary>A message as Slack takes it, within its limits.</summary>
/// <param name="Text">What notifications and screen readers say; parses mrkdwn, so it is escaped.</param>
/// <param name="Blocks">At most <see cref="MostBlocks"/> blocks.</param>
internal sealed record SlackMessage(string Text, JsonArray Blocks)
{
    /// <summary>Blocks in a message (docs.slack.dev, "Blocks").</summary>
    public const int MostBlocks = 50;

    /// <summary>Code points of a fallback text; Slack asks for at most 4,000 and cuts at 40,000.</summary>
    public const int MostText = 3_000;

    /// <summary>What did not fit, and pictures, for files beside the message; empty when there are none.</summary>
    public IReadOnlyList<Snippet> Snippets { get; init; } = [];

    /// <summary>What becomes a file.</summary>
    /// <param name="Name">The file's name.</param>
    /// <param name="Content">All of it; of a text in UTF-8.</param>
    internal sealed record Snippet(string Name, byte[] Content);
}
