using System.Text.Json.Nodes;

namespace ChatOps.Platforms.Slack.Blocks;

/// <summary>The elements of <c>rich_text</c>, where nothing is parsed: text stays what it is, and cannot mention or link.</summary>
internal static class RichText
{
    /// <summary>A block of elements.</summary>
    public static JsonObject Block(params ReadOnlySpan<JsonNode?> elements) => new() { ["type"] = "rich_text", ["elements"] = new JsonArray([.. elements]) };

    /// <summary>A paragraph.</summary>
    public static JsonObject Section(params ReadOnlySpan<JsonNode?> elements) => new() { ["type"] = "rich_text_section", ["elements"] = new JsonArray([.. elements]) };

    /// <summary>Lines of code, as they are.</summary>
    public static JsonObject Preformatted(string text) => new() { ["type"] = "rich_text_preformatted", ["elements"] = new JsonArray(Text(text)) };

    /// <summary>A list with bullets.</summary>
    public static JsonObject Bullets(IEnumerable<JsonObject> sections) => new() { ["type"] = "rich_text_list", ["style"] = "bullet", ["indent"] = 0, ["elements"] = new JsonArray([.. sections]) };

    /// <summary>Text; never empty, which Slack refuses.</summary>
    public static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text.Length == 0 ? " " : text };

    /// <summary>Text in bold.</summary>
    public static JsonObject Bold(string text) => Styled(text, "bold");

    /// <summary>Text in a code font.</summary>
    public static JsonObject Code(string text) => Styled(text, "code");

    /// <summary>A paragraph whose words between backticks are in a code font.</summary>
    public static JsonObject Paragraph(string text)
    {
        var elements = new List<JsonNode?>();
        var at = 0;
        for (var open = text.IndexOf('`', StringComparison.Ordinal); open >= 0;)
        {
            var close = text.IndexOf('`', open + 1);
            if (close < 0)
                break;
            if (close == open + 1 || text.AsSpan(open, close - open).Contains('\n'))
            {
                open = close;
                continue;
            }

            if (open > at)
                elements.Add(Text(text[at..open]));
            elements.Add(Code(text[(open + 1)..close]));
            at = close + 1;
            open = text.IndexOf('`', at);
        }

        if (at < text.Length || elements.Count == 0)
            elements.Add(Text(text[at..]));
        return Section([.. elements]);
    }

    /// <summary>A link.</summary>
    public static JsonObject Link(Uri link, string text) => new() { ["type"] = "link", ["url"] = link.AbsoluteUri, ["text"] = text.Length == 0 ? link.Host : text };

    /// <summary>An emoji by its name.</summary>
    public static JsonObject Emoji(string name) => new() { ["type"] = "emoji", ["name"] = name };

    /// <summary>The mention of a person.</summary>
    public static JsonObject User(string userId) => new() { ["type"] = "user", ["user_id"] = userId };

    private static JsonObject Styled(string text, string style)
    {
        var element = Text(text);
        element["style"] = new JsonObject { [style] = true };
        return element;
    }
}
