using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Platforms.Slack.Blocks;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>Slack's limits on a message, written down a second time, so that a renderer that forgets one is found out.</summary>
internal static class BlockLimits
{
    /// <summary>What a message breaks; empty for nothing.</summary>
    public static IReadOnlyList<string> Broken(SlackMessage message) => Broken(new JsonObject { ["text"] = message.Text, ["blocks"] = message.Blocks.DeepClone() });

    /// <summary>What a message or a view breaks; empty for nothing.</summary>
    public static IReadOnlyList<string> Broken(JsonObject messageOrView)
    {
        var broken = new List<string>();
        var isView = (string?)messageOrView["type"] is "modal" or "home";
        if (isView)
        {
            foreach (var name in (string[])["title", "submit", "close"])
                Most(broken, name, (string?)messageOrView[name]?["text"] ?? "", 24);
            Most(broken, "private_metadata", (string?)messageOrView["private_metadata"] ?? "", 3_000);
        }
        else
        {
            var text = (string?)messageOrView["text"] ?? "";
            Most(broken, "text", text, 4_000);
            if (text.Length == 0)
                broken.Add("text is empty");
        }

        var blocks = messageOrView["blocks"] as JsonArray ?? [];
        if (blocks.Count > (isView ? 100 : 50))
            broken.Add($"{blocks.Count} blocks");
        var ids = blocks.Select(block => (string?)block!["block_id"]).OfType<string>().ToList();
        if (ids.Distinct().Count() != ids.Count)
            broken.Add("a block_id twice");
        var total = 0;
        foreach (var block in blocks)
            Walk(broken, block!, ref total);
        if (total > 20_000)
            broken.Add($"{total} code points in all");
        return broken;
    }

    private static void Walk(List<string> broken, JsonNode node, ref int total)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Walk(broken, item!, ref total);
            return;
        }

        if (node is not JsonObject item2)
            return;
        var text = item2["text"] is JsonValue value ? value.GetValue<string>() : (string?)item2["text"]?["text"];
        if (text is not null)
        {
            total += text.EnumerateRunes().Count();
            if (text.Length == 0)
                broken.Add($"{item2["type"]} with no text");
            if (text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar) && text.Any(char.IsSurrogate) && !text.IsNormalized())
                broken.Add("half a character");
        }

        switch ((string?)item2["type"])
        {
            case "actions":
                if (item2["elements"]!.AsArray().Count is 0 or > 25)
                    broken.Add("actions");
                break;
            case "context":
                if (item2["elements"]!.AsArray().Count is 0 or > 10)
                    broken.Add("context");
                break;
            case "section":
                if (item2["fields"] is JsonArray { Count: 0 or > 10 } || (item2["fields"] is null && item2["text"] is null))
                    broken.Add("fields");
                foreach (var field in item2["fields"] as JsonArray ?? [])
                    Most(broken, "field", (string)field!["text"]!, 2_000);
                break;
            case "button":
                Most(broken, "label", text!, 75);
                Most(broken, "value", (string?)item2["value"] ?? "", 2_000);
                Most(broken, "confirm title", (string?)item2["confirm"]?["title"]?["text"] ?? "", 100);
                Most(broken, "confirm", (string?)item2["confirm"]?["text"]?["text"] ?? "", 300);
                Most(broken, "confirm button", (string?)item2["confirm"]?["confirm"]?["text"] ?? "", 30);
                break;
            case "static_select":
                if (item2["options"] is JsonArray { Count: 0 or > 100 })
                    broken.Add("options");
                foreach (var option in item2["options"] as JsonArray ?? [])
                {
                    Most(broken, "option", (string)option!["text"]!["text"]!, 75);
                    Most(broken, "option value", (string)option["value"]!, 150);
                }

                break;
            case "mrkdwn" or "plain_text" or "text" or "link":
                Most(broken, "text", text!, 3_000);
                Most(broken, "url", (string?)item2["url"] ?? "", 3_000);
                break;
        }

        foreach (var (name, child) in item2)
        {
            if (child is JsonObject or JsonArray && name != "confirm")
                Walk(broken, child, ref total);
        }
    }

    private static void Most(List<string> broken, string what, string text, int limit)
    {
        var length = text.EnumerateRunes().Count();
        if (length > limit)
            broken.Add($"{what}: {length} > {limit}");
    }
}
