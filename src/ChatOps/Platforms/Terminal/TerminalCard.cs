using System.Globalization;
using ChatOps.Chat;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ChatOps.Platforms.Terminal;

/// <summary>Draws a card in a terminal. Text from outside is never read as markup, and its control characters are shown, not obeyed.</summary>
internal static class TerminalCard
{
    /// <summary>The card as one renderable.</summary>
    public static IRenderable Render(Card card)
    {
        var rows = new List<IRenderable>();
        foreach (var part in card.Parts)
            rows.AddRange(RenderPart(part));
        if (card.Footer.Length > 0)
            rows.AddRange([Text.Empty, Plain(card.Footer, new Style(Color.Grey))]);
        return new Panel(new Rows(rows))
        {
            Header = new PanelHeader($" {Markup.Escape(Visible(card.Title))} "),
            Border = BoxBorder.Rounded,
            BorderStyle = new Style(ColourOf(card.Tone)),
            Padding = new Padding(2, 1, 2, 0),
            Expand = true,
        };
    }

    private static IEnumerable<IRenderable> RenderPart(CardPart part) => part switch
    {
        TextPart { Text: var text } => [Plain(text)],
        HeadingPart { Text: var text } => [Text.Empty, Plain(text, new Style(decoration: Decoration.Bold))],
        FieldsPart { Fields: var fields } => [FieldTable(fields)],
        ListPart { Items: var items } => items.Select(Item),
        CodePart code => [Text.Empty, Plain(code.Path, new Style(Color.Grey)), Code(code)],
        DiffPart { Text: var diff } => diff.TrimEnd('\n').Split('\n').Select(DiffLine),
        ImagePart { Alt: var alt } => [Text.Empty, Plain(alt, new Style(Color.Grey))],
        _ => throw new NotSupportedException($"A terminal cannot show a {part.GetType().Name}."),
    };

    private static Columns Item(CardItem item)
    {
        var line = new Paragraph().Append("• ").Append(Visible(item.Text), new Style(Color.Aqua));
        if (item.Remark is { } remark)
            line.Append("  " + Visible(remark), new Style(Color.Grey));
        return new Columns(line);
    }

    private static Grid FieldTable(IReadOnlyList<(string Label, string Value)> fields)
    {
        var grid = new Grid().AddColumn().AddColumn();
        foreach (var (label, value) in fields)
            grid.AddRow(Plain(label, new Style(Color.Grey)), Plain(value));
        return grid;
    }

    private static Grid Code(CodePart code)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().RightAligned()).AddColumn();
        var number = code.StartLine;
        foreach (var line in code.Text.TrimEnd('\n').Split('\n'))
        {
            var marked = number == code.MarkedLine;
            var style = marked ? new Style(Color.Yellow, decoration: Decoration.Bold) : Style.Plain;
            grid.AddRow(
                Plain((marked ? "> " : "") + number.ToString(CultureInfo.InvariantCulture), marked ? style : new Style(Color.Grey)),
                Plain(line.TrimEnd('\r'), style));
            number++;
        }

        return grid;
    }

    private static Text DiffLine(string line) => Plain(line.TrimEnd('\r'), line switch
    {
        ['+', '+', '+', ..] or ['-', '-', '-', ..] => new Style(decoration: Decoration.Bold),
        ['+', ..] => new Style(Color.Green),
        ['-', ..] => new Style(Color.Red),
        ['@', '@', ..] => new Style(Color.Aqua),
        _ => Style.Plain,
    });

    private static Text Plain(string text, Style? style = null) => new(Visible(text), style);

    // An escape sequence in a pasted error must not move the reader's cursor or retitle the window.
    private static string Visible(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = source[i] switch
            {
                '\n' or '\t' => source[i],
                < ' ' => (char)('\u2400' + source[i]),
                >= '\u007f' and <= '\u009f' => '\ufffd',
                >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' => '\ufffd',
                _ => source[i],
            };
    });

    private static Color ColourOf(Tone tone) => tone switch
    {
        Tone.Good => Color.Green,
        Tone.Attention => Color.Yellow,
        Tone.Failed => Color.Red,
        Tone.Refused => Color.Orange1,
        _ => Color.Grey,
    };
}
