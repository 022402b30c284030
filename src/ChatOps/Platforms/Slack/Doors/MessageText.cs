using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOps.Chat;

namespace ChatOps.Platforms.Slack.Doors;

/// <summary>The words of a message as its reader sees them: its text, its blocks, its attachments, and the files beside it.</summary>
internal static partial class MessageText
{
    private const int MostDepth = 12;
    private const int MostFiles = 5;

    /// <summary>What a message says.</summary>
    public static string Of(Payload message)
    {
        var parts = new List<string>();
        var text = Unescape(message.Text("text") ?? "");
        var blocks = new StringBuilder();
        foreach (var block in message.List("blocks"))
            Read(block.Json, blocks, 0);
        // Blocks are the text again, with its lines as they were; apps often put less into the text.
        var shown = blocks.ToString().Trim('\n');
        parts.Add(shown.Length >= text.Trim().Length ? shown : text);
        foreach (var attachment in message.List("attachments"))
            parts.Add(OfAttachment(attachment));
        return string.Join('\n', parts.Where(part => part.Length > 0)).Trim();
    }

    /// <summary>What was said to the bot: the text without the mention itself.</summary>
    public static string Spoken(Payload message) => Unescape(Mention().Replace(message.Text("text") ?? "", "")).Trim();

    /// <summary>The files of a message, to be read when the request runs.</summary>
    public static IReadOnlyList<ChatSource> FilesOf(Payload message, string argument) =>
        [.. message.List("files").Select(file => file.Text("url_private_download") ?? file.Text("url_private")).OfType<string>().Take(MostFiles).Select(url => new ChatSource(SourceKinds.File, url, argument))];

    /// <summary>Takes Slack's own markup back: escapes, links and mentions.</summary>
    public static string Unescape(string text) =>
        (text.Contains('<', StringComparison.Ordinal) ? Markup().Replace(text, match => match.Groups["label"] is { Success: true } label ? label.Value : match.Groups["target"].Value.TrimStart('!', '#', '@')) : text)
        .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    private static string OfAttachment(Payload attachment)
    {
        var lines = new List<string?> { attachment.Text("pretext"), attachment.Text("title"), attachment.Text("text") };
        lines.AddRange(attachment.List("fields").SelectMany(field => (string?[])[field.Text("title"), field.Text("value")]));
        var blocks = new StringBuilder();
        foreach (var block in attachment.List("blocks"))
            Read(block.Json, blocks, 0);
        lines.Add(blocks.ToString().Trim('\n'));
        var text = string.Join('\n', lines.Where(line => !string.IsNullOrEmpty(line)).Select(line => Unescape(line!)));
        return text.Length > 0 ? text : Unescape(attachment.Text("fallback") ?? "");
    }

    private static void Read(JsonNode? node, StringBuilder text, int depth)
    {
        if (depth > MostDepth || node is not JsonObject item)
            return;
        var part = new Payload(item);
        switch (part.Text("type"))
        {
            case "text" or "plain_text":
                text.Append(part.Text("text"));
                return;
            case "mrkdwn" or "markdown":
                text.Append(Unescape(part.Text("text") ?? "")).Append('\n');
                return;
            case "link":
                text.Append(part.Text("text") ?? part.Text("url"));
                return;
            case "emoji":
                text.Append(':').Append(part.Text("name")).Append(':');
                return;
            case "image":
                text.Append(part.Text("alt_text")).Append('\n');
                return;
            case "actions" or "button":
                return;
        }

        Read(item["text"], text, depth + 1);
        foreach (var name in (string[])["fields", "elements"])
        {
            foreach (var child in part.List(name))
                Read(child.Json, text, depth + 1);
        }

        if (text.Length > 0 && text[^1] != '\n')
            text.Append('\n');
    }

    [GeneratedRegex(@"^\s*<@[UW][A-Z0-9]+(\|[^<>]*)?>[\s:,]*", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Mention();

    [GeneratedRegex(@"<(?<target>(https?://|mailto:|[@#!])[^<>|\s]+)(\|(?<label>[^<>]*))?>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Markup();
}
