using System.Globalization;
using System.Text.Json.Nodes;
using ChatOps.Chat;

namespace ChatOps.Platforms.Slack.Blocks;

/// <summary>A card's buttons, and what a click on one says: the operation whose card it is, and the button's place in it.</summary>
internal static class Buttons
{
    private const int InRow = 5;
    private const int MostRows = 3;
    private const int MostLabel = 75;
    private const int MostValue = 2_000;
    private const int MostConfirm = 300;
    private const int MostConfirmTitle = 100;
    private const int MostConfirmButton = 30;
    private const string BlockPrefix = "card:";
    private const string ActionPrefix = "button:";

    /// <summary>The rows of buttons that are left. A button whose argument does not fit is not shown.</summary>
    public static IEnumerable<JsonObject> Rows(IReadOnlyList<CardButton> buttons, string operationId, IReadOnlySet<int> used)
    {
        var left = buttons.Select((button, place) => (button, place)).Where(item => !used.Contains(item.place) && BlockText.Length(item.button.Argument) <= MostValue).ToList();
        var first = left.FindIndex(item => item.button.Confirm is not null);
        return left.Select((item, i) => Element(item.button, item.place, isFirst: i == first)).Chunk(InRow).Take(MostRows)
            .Select((row, i) => new JsonObject { ["type"] = "actions", ["block_id"] = string.Create(CultureInfo.InvariantCulture, $"{BlockPrefix}{operationId}:{i}"), ["elements"] = new JsonArray([.. row]) });
    }

    /// <summary>Reads the ids of a clicked button; null when it is none of a card's.</summary>
    public static (string OperationId, int Place)? Read(string? blockId, string? actionId)
    {
        if (blockId?.StartsWith(BlockPrefix, StringComparison.Ordinal) != true || actionId?.StartsWith(ActionPrefix, StringComparison.Ordinal) != true)
            return null;
        var operation = blockId[BlockPrefix.Length..].Split(':')[0];
        return int.TryParse(actionId[ActionPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var place) && operation.Length > 0 ? (operation, place) : null;
    }

    private static JsonObject Element(CardButton button, int place, bool isFirst)
    {
        var label = BlockText.Cut(BlockText.Clean(button.Label).ReplaceLineEndings(" "), MostLabel);
        var element = new JsonObject
        {
            ["type"] = "button",
            ["action_id"] = string.Create(CultureInfo.InvariantCulture, $"{ActionPrefix}{place}"),
            ["text"] = Plain(label.Length == 0 ? button.Command : label),
        };
        if (button.Argument.Length > 0)
            element["value"] = button.Argument;
        if (button.Confirm is not { } confirm)
            return element;
        // What changes something asks first; the card's main offer is green, the others are red.
        element["style"] = isFirst ? "primary" : "danger";
        element["confirm"] = new JsonObject
        {
            ["title"] = Plain(BlockText.Cut($"{label}?", MostConfirmTitle)),
            ["text"] = Plain(BlockText.Cut(BlockText.Clean(confirm), MostConfirm)),
            ["confirm"] = Plain(BlockText.Cut(label, MostConfirmButton)),
            ["deny"] = Plain("Not now"),
        };
        return element;
    }

    private static JsonObject Plain(string text) => new() { ["type"] = "plain_text", ["text"] = text.Length == 0 ? " " : text, ["emoji"] = false };
}
