using System.Globalization;
using System.Text.Json.Nodes;
using ChatOps.Chat;

namespace ChatOps.Platforms.Slack.Blocks;

/// <summary>A card's buttons, and what a click on one says: the operation whose card it is, and the button's place in it.</summary>
internal static class Buttons
{
    private const int InRow = 5;
    private const int MostRows = 3;
    private const int PlacesInSection = 100;
    private const int MostLabel = 75;
    private const int MostValue = 2_000;
    private const int MostConfirm = 300;
    private const int MostConfirmTitle = 100;
    private const int MostConfirmButton = 30;
    private const string CardPrefix = "card:";
    private const string HomePrefix = "home:";
    private const string ActionName = "button";

    /// <summary>A clicked button.</summary>
    /// <param name="OperationId">The operation whose card it is on; null for the app's own page.</param>
    /// <param name="Place">Its place there, from 0.</param>
    /// <param name="Command">The command it enters.</param>
    internal sealed record Clicked(string? OperationId, int Place, string Command);

    /// <summary>The rows of buttons that are left on a card. A button whose argument does not fit is not shown.</summary>
    public static IEnumerable<JsonObject> Rows(IReadOnlyList<CardButton> buttons, string operationId, IReadOnlySet<int> used) => RowsOf(buttons, CardPrefix + operationId, 0, used);

    /// <summary>The rows of buttons of a section of the app's own page.</summary>
    public static IEnumerable<JsonObject> HomeRows(IReadOnlyList<CardButton> buttons, int section) =>
        RowsOf(buttons, string.Create(CultureInfo.InvariantCulture, $"{HomePrefix}{section}"), section * PlacesInSection, new HashSet<int>());

    private static IEnumerable<JsonObject> RowsOf(IReadOnlyList<CardButton> buttons, string block, int firstPlace, IReadOnlySet<int> used)
    {
        var left = buttons.Select((button, place) => (button, place)).Where(item => !used.Contains(item.place) && BlockText.Length(item.button.Argument) <= MostValue).ToList();
        var first = left.FindIndex(item => item.button.Confirm is not null);
        return left.Select((item, i) => Element(item.button, firstPlace + item.place, isFirst: i == first)).Chunk(InRow).Take(MostRows)
            .Select((row, i) => new JsonObject { ["type"] = "actions", ["block_id"] = string.Create(CultureInfo.InvariantCulture, $"{block}:{i}"), ["elements"] = new JsonArray([.. row]) });
    }

    /// <summary>Reads the ids of a clicked button; null when it is none of ours.</summary>
    public static Clicked? Read(string? blockId, string? actionId)
    {
        if (actionId?.Split(':', 3) is not [ActionName, var number, { Length: > 0 } command] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
            return null;
        if (blockId?.StartsWith(HomePrefix, StringComparison.Ordinal) == true)
            return new Clicked(null, place, command);
        return blockId?.StartsWith(CardPrefix, StringComparison.Ordinal) == true && blockId[CardPrefix.Length..].Split(':')[0] is { Length: > 0 } operation ? new Clicked(operation, place, command) : null;
    }

    private static JsonObject Element(CardButton button, int place, bool isFirst)
    {
        var label = BlockText.Cut(BlockText.Clean(button.Label).ReplaceLineEndings(" "), MostLabel);
        var element = new JsonObject
        {
            ["type"] = "button",
            ["action_id"] = string.Create(CultureInfo.InvariantCulture, $"{ActionName}:{place}:{button.Command}"),
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
