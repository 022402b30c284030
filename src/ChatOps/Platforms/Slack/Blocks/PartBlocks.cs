using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Chat;

namespace ChatOps.Platforms.Slack.Blocks;

/// <summary>Turns a card's parts into blocks, and what is too long into snippets.</summary>
internal sealed class PartBlocks
{
    // Slack names no limit for rich_text; a section's is kept, and half of a text's 40,000 for all together.
    private const int MostInBlock = 3_000;
    private const int MostInMessage = 12_000;
    private const int MostLinesOfDiff = 40;
    private const int MostItems = 30;
    private const int MostInItem = 600;
    private const int FieldsInSection = 5;
    private const int MostInLabel = 200;
    private const int MostInField = 1_900;
    private const int MostInHeading = 300;
    private const int MostInUrl = 3_000;
    private const int MostFiles = 3;

    private readonly List<JsonObject> _blocks = [];
    private readonly List<SlackMessage.Snippet> _snippets = [];
    private readonly int _mostBlocks;
    private readonly bool _mayAttach;
    private string? _heading;
    private int _left = MostInMessage;

    private PartBlocks(int mostBlocks, bool mayAttach) => (_mostBlocks, _mayAttach) = (mostBlocks, mayAttach);

    /// <summary>The parts as blocks.</summary>
    /// <param name="parts">A card's.</param>
    /// <param name="mostBlocks">How many there may be.</param>
    /// <param name="mayAttach">Whether long text can become a file; otherwise it only ends.</param>
    public static (IReadOnlyList<JsonObject> Blocks, IReadOnlyList<SlackMessage.Snippet> Snippets) Of(IEnumerable<CardPart> parts, int mostBlocks, bool mayAttach)
    {
        var made = new PartBlocks(mostBlocks, mayAttach);
        foreach (var part in parts)
            made.Add(part);
        made.Add(null);
        return (made._blocks, made._snippets);
    }

    private void Add(CardPart? part)
    {
        switch (part)
        {
            case HeadingPart heading:
                Put();
                _heading = _left <= 0 ? null : BlockText.Cut(BlockText.Clean(heading.Text), MostInHeading);
                break;
            case TextPart text:
                AddText(BlockText.Clean(text.Text).Trim('\n'));
                break;
            case ListPart { Items.Count: > 0 } list:
                AddList(list.Items);
                break;
            case FieldsPart { Fields.Count: > 0 } fields:
                AddFields(fields.Fields);
                break;
            case CodePart code:
                AddCode(code);
                break;
            case DiffPart diff:
                AddDiff(BlockText.Clean(diff.Text).TrimEnd('\n'));
                break;
            case ImagePart image:
                AddText(BlockText.Clean(image.Alt).Trim('\n'));
                if (_mayAttach && _snippets.Count < MostFiles)
                    _snippets.Add(new("chart.png", image.Png));
                break;
            default:
                Put();
                break;
        }
    }

    private void AddText(string text)
    {
        if (text.Length == 0)
            return;
        var shown = BlockText.TakeLines(text, Math.Min(_left, 2 * MostInBlock));
        foreach (var piece in BlockText.Split(shown, MostInBlock))
            Put(RichText.Paragraph(piece));
        if (shown.Length < text.Length)
            Rest("details.txt", text);
    }

    private void AddList(IReadOnlyList<CardItem> items)
    {
        var sections = new List<JsonObject>();
        var length = 0;
        foreach (var item in items.Take(MostItems))
        {
            var text = BlockText.Cut(BlockText.Clean(item.Text).ReplaceLineEndings(" "), MostInItem);
            var remark = item.Remark is { Length: > 0 } ? "  " + BlockText.Cut(BlockText.Clean(item.Remark).ReplaceLineEndings(" "), MostInItem) : "";
            length += BlockText.Length(text) + BlockText.Length(remark);
            if (length > Math.Min(_left, MostInBlock))
                break;
            var shown = item.Link is { IsAbsoluteUri: true, Scheme: "https" or "http" } link && link.AbsoluteUri.Length <= MostInUrl ? RichText.Link(link, text) : RichText.Text(text);
            sections.Add(remark.Length == 0 ? RichText.Section(shown) : RichText.Section(shown, RichText.Text(remark)));
        }

        if (sections.Count > 0)
            Put(RichText.Bullets(sections));
        if (sections.Count < items.Count)
            Rest("list.txt", string.Join('\n', items.Select(item => $"{item.Text}  {item.Remark}  {item.Link}".TrimEnd())));
    }

    // Label and value side by side: the label is ours, the value is plain_text, which parses nothing.
    private void AddFields(IReadOnlyList<(string Label, string Value)> fields)
    {
        if (_heading is not null)
            Put(RichText.Section());
        foreach (var some in fields.Chunk(FieldsInSection).TakeWhile(_ => _left > 0))
        {
            var cells = new JsonArray();
            foreach (var (label, value) in some)
            {
                cells.Add(new JsonObject { ["type"] = "mrkdwn", ["text"] = $"*{BlockText.EscapeWithin(BlockText.Clean(label).Replace('*', '∗'), MostInLabel)}*" });
                var shown = BlockText.Cut(BlockText.Clean(value), Math.Clamp(_left, 1, MostInField));
                _left -= BlockText.Length(shown) + Math.Min(label.Length, MostInLabel);
                cells.Add(new JsonObject { ["type"] = "plain_text", ["text"] = string.IsNullOrWhiteSpace(shown) ? "–" : shown, ["emoji"] = false });
            }

            PutBlock(new JsonObject { ["type"] = "section", ["fields"] = cells });
        }
    }

    private void AddCode(CodePart code)
    {
        var lines = BlockText.Clean(code.Text).TrimEnd('\n').Split('\n');
        var width = (code.StartLine + lines.Length).ToString(CultureInfo.InvariantCulture).Length;
        var text = new StringBuilder();
        for (var i = 0; i < lines.Length; i++)
        {
            var number = code.StartLine + i;
            text.Append(number == code.MarkedLine ? '>' : ' ').Append(number.ToString(CultureInfo.InvariantCulture).PadLeft(width)).Append("  ").Append(lines[i]).Append('\n');
        }

        var path = BlockText.Cut(BlockText.Clean(code.Path).ReplaceLineEndings(" "), MostInHeading);
        var shown = BlockText.TakeLines(text.ToString().TrimEnd('\n'), Math.Min(_left, MostInBlock - MostInHeading));
        if (shown.Length > 0)
            Put(RichText.Section(RichText.Code(path)), RichText.Preformatted(shown));
    }

    private void AddDiff(string diff)
    {
        if (diff.Length == 0)
            return;
        var lines = diff.Split('\n');
        var shown = BlockText.TakeLines(string.Join('\n', lines.Take(MostLinesOfDiff)), Math.Min(_left, MostInBlock));
        if (shown.Length > 0)
            Put(RichText.Preformatted(shown));
        if (shown.Length < diff.Length)
            Rest("change.diff", diff);
    }

    private void Rest(string name, string text)
    {
        if (_mayAttach && _snippets.Count < MostFiles)
            _snippets.Add(new(_snippets.Exists(other => other.Name == name) ? $"{_snippets.Count + 1}-{name}" : name, Encoding.UTF8.GetBytes(text)));
        Put(RichText.Section(RichText.Text(_mayAttach ? $"… all of it is in {name} below." : "… shortened here.")));
    }

    /// <summary>Puts elements into one block, under the heading that waits for them.</summary>
    private void Put(params ReadOnlySpan<JsonObject> elements)
    {
        if (_heading is null && elements.IsEmpty)
            return;
        var all = new List<JsonNode?>();
        // A paragraph stands under its heading in one section: whether two of them share a line is each client's affair.
        if (_heading is not null && elements is [{ } first, ..] && (string?)first["type"] == "rich_text_section" && first["elements"] is JsonArray { Count: > 0 } words)
        {
            words.Insert(0, RichText.Text("\n"));
            words.Insert(0, RichText.Bold(_heading));
        }
        else if (_heading is not null)
        {
            all.Add(RichText.Section(RichText.Bold(_heading)));
            _left -= BlockText.Length(_heading);
        }

        _heading = null;
        foreach (var element in elements)
        {
            if (element["elements"] is JsonArray { Count: > 0 })
                all.Add(element);
            _left -= TextLength(element);
        }

        PutBlock(RichText.Block([.. all]));
    }

    private void PutBlock(JsonObject block)
    {
        if (_blocks.Count < _mostBlocks)
            _blocks.Add(block);
    }

    private static int TextLength(JsonNode? node) => node switch
    {
        JsonObject { } item when item["text"] is JsonValue text => BlockText.Length(text.GetValue<string>()),
        JsonObject { } item when item["elements"] is JsonArray inner => inner.Sum(TextLength),
        _ => 0,
    };
}
