using System.Text.Json.Nodes;
using ChatOps.Chat;

namespace ChatOps.Platforms.Slack.Blocks;

/// <summary>Draws a card as a message: outcome, parts, buttons, footer.</summary>
internal static class CardMessage
{
    // Title, marks, three rows of buttons and the footer always find room.
    private const int MostInBody = SlackMessage.MostBlocks - 8;
    private const int MostTitle = 300;
    private const int MostMarks = 3;
    private const int MostMark = 500;
    private const int MostFooter = 1_000;

    /// <summary>What is around a card in this message.</summary>
    internal sealed record Frame
    {
        /// <summary>The operation whose answer it is; buttons lead back to it. Null for a card without one, which then has no buttons.</summary>
        public string? OperationId { get; init; }

        /// <summary>Who is told, by a mention in the footer; null for nobody.</summary>
        public string? Mention { get; init; }

        /// <summary>What people did with the card: who, and what.</summary>
        public IReadOnlyList<(string UserId, string What)> Marks { get; init; } = [];

        /// <summary>Which of the card's buttons are gone, by their place.</summary>
        public IReadOnlySet<int> Used { get; init; } = new HashSet<int>();

        /// <summary>Whether long text can become a file in the thread.</summary>
        public bool MayAttach { get; init; }
    }

    /// <summary>The message.</summary>
    public static SlackMessage Of(Card card, Frame frame)
    {
        var title = BlockText.Cut(BlockText.Clean(card.Title).ReplaceLineEndings(" ").Trim(), MostTitle);
        var (body, snippets) = PartBlocks.Of(card.Parts, MostInBody, frame.MayAttach);
        var blocks = new JsonArray(RichText.Block(RichText.Section(RichText.Emoji(EmojiOf(card.Tone)), RichText.Text(" "), RichText.Bold(title))));
        foreach (var block in body)
            blocks.Add(block);
        if (frame.Marks.Count > 0)
            blocks.Add(MarkBlock(frame.Marks));
        if (frame.OperationId is { } operation)
        {
            foreach (var row in Buttons.Rows(card.Buttons, operation, frame.Used))
                blocks.Add(row);
        }

        if (Footer(card, frame) is { } footer)
            blocks.Add(footer);
        return new SlackMessage(Fallback(card, title, frame.Mention), blocks) { Snippets = snippets };
    }

    private static JsonObject MarkBlock(IReadOnlyList<(string UserId, string What)> marks)
    {
        var sections = marks.TakeLast(MostMarks).Select(mark => (JsonNode?)RichText.Section(RichText.Emoji("bust_in_silhouette"), RichText.Text(" "), RichText.User(mark.UserId), RichText.Text(" " + BlockText.Cut(BlockText.Clean(mark.What), MostMark))));
        return RichText.Block([.. sections]);
    }

    private static JsonObject? Footer(Card card, Frame frame)
    {
        var elements = new JsonArray();
        if (frame.Mention is { } user)
            elements.Add(new JsonObject { ["type"] = "mrkdwn", ["text"] = $"<@{user}>" });
        var footer = BlockText.Cut(BlockText.Clean(card.Footer).ReplaceLineEndings(" ").Trim(), MostFooter);
        if (footer.Length > 0)
            elements.Add(new JsonObject { ["type"] = "plain_text", ["text"] = footer, ["emoji"] = false });
        return elements.Count == 0 ? null : new JsonObject { ["type"] = "context", ["elements"] = elements };
    }

    private static string Fallback(Card card, string title, string? mention)
    {
        var first = card.Parts.OfType<TextPart>().FirstOrDefault()?.Text is { } text ? ": " + BlockText.Clean(text).ReplaceLineEndings(" ").Trim() : "";
        var who = mention is null ? "" : $"<@{mention}> ";
        return who + BlockText.EscapeWithin(title + first, SlackMessage.MostText - who.Length);
    }

    private static string EmojiOf(Tone tone) => tone switch
    {
        Tone.Good => "large_green_circle",
        Tone.Attention => "large_yellow_circle",
        Tone.Refused => "large_orange_circle",
        Tone.Failed => "red_circle",
        _ => "large_blue_circle",
    };
}
