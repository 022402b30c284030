using ChatOps.Chat;
using ChatOps.Platforms.Terminal;
using Spectre.Console;

namespace ChatOps.Tests.Platforms.Terminal;

public sealed class TerminalCardTests
{
    [Fact]
    public void Text_from_outside_is_never_read_as_markup()
    {
        var shown = Draw(Card(new TextPart("list[int] has no attribute [red]x[/] [/nope]")));

        Assert.Contains("list[int] has no attribute [red]x[/] [/nope]", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Escape_sequences_are_shown_and_not_obeyed()
    {
        var shown = Draw(Card(new TextPart("before\u001b]0;owned\u0007\u001b[2Jafter\u202etxt")));

        Assert.DoesNotContain('\u001b', shown);
        Assert.DoesNotContain('\u0007', shown);
        Assert.DoesNotContain('\u202e', shown);
        Assert.Contains("before", shown, StringComparison.Ordinal);
        Assert.Contains("after", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_shows_its_line_numbers_and_points_at_the_failing_line()
    {
        var shown = Draw(Card(new CodePart("src/utils/retry.py", 15, "for attempt in range(5):\n    try:\n        return call()", MarkedLine: 16)));

        Assert.Contains("src/utils/retry.py", shown, StringComparison.Ordinal);
        Assert.Contains("> 16", shown, StringComparison.Ordinal);
        Assert.Contains("    try:", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_part_can_be_drawn_and_survives_a_narrow_terminal()
    {
        CardPart[] parts =
        [
            new HeadingPart("What to do"), new FieldsPart([("Commit", "abc")]), new ListPart([new CardItem("src/a.py:1", "because")]),
            new DiffPart("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n"), new TextPart(""),
        ];

        var shown = Draw(Card(parts), width: 24);

        Assert.Contains("+new", shown, StringComparison.Ordinal);
        Assert.Contains("because", shown, StringComparison.Ordinal);
    }

    private static Card Card(params CardPart[] parts) => new() { Tone = Tone.Neutral, Title = "Likely cause [1]", Parts = parts, Footer = "orders@0123456789" };

    private static string Draw(Card card, int width = 100)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        console.Write(TerminalCard.Render(card));
        return writer.ToString();
    }
}
