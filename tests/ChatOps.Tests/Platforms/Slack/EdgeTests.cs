using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Blocks;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>Texts as long as a limit and one longer, of characters that count as one where .NET sees two: what fits stays whole, what does not is cut between code points.</summary>
public sealed class EdgeTests
{
    private const string Emoji = "😀";

    /// <summary>Where text from outside stands, and how many code points fit there.</summary>
    public static TheoryData<string, int> Places { get; } = new() { { "title", 300 }, { "button", 75 }, { "confirm", 300 }, { "field", 1_900 }, { "footer", 1_000 }, { "heading", 300 }, { "item", 600 }, { "mark", 500 } };

    [Theory, MemberData(nameof(Places))]
    public void A_text_at_the_limit_is_whole_and_one_over_it_is_cut(string place, int limit)
    {
        foreach (var unit in (string[])["x", Emoji, "\u0301", "漢"])
        {
            var exact = string.Concat(Enumerable.Repeat(unit, limit));

            Assert.Equal(exact, Shown(place, exact));
            Assert.Equal(string.Concat(Enumerable.Repeat(unit, limit - 1)) + "…", Shown(place, exact + unit));
        }
    }

    [Theory, MemberData(nameof(Places))]
    public void What_has_no_width_or_turns_text_around_hides_nothing(string place, int limit)
    {
        Assert.True(limit > 40);

        Assert.Equal("admin\ufffdexe.txt\ufffd", Shown(place, "ad\u200bm\u2060in\u202eexe.txt\u2069\ufeff"));
        Assert.Equal("👩‍👩‍👧‍👦 ok", Shown(place, "👩‍👩‍👧‍👦\u200b ok"));
        Assert.Equal("half \ufffd pair", Shown(place, "half \ud83d pair"));
    }

    [Theory]
    [InlineData(2_999)]
    [InlineData(3_000)]
    [InlineData(3_001)]
    [InlineData(6_000)]
    public void A_paragraph_of_any_length_loses_nothing_up_to_two_blocks(int length)
    {
        var text = string.Concat(Enumerable.Repeat(Emoji, length));
        var message = CardMessage.Of(new Card { Tone = Tone.Good, Title = "t", Parts = [new TextPart(text)] }, new CardMessage.Frame());

        Assert.Empty(BlockLimits.Broken(message));
        Assert.Equal(text, string.Concat(Texts(message.Blocks.Skip(1))));
    }

    [Fact]
    public void One_more_than_two_blocks_hold_goes_whole_into_a_file()
    {
        var text = string.Concat(Enumerable.Repeat(Emoji, 6_001));
        var message = CardMessage.Of(new Card { Tone = Tone.Good, Title = "t", Parts = [new TextPart(text)] }, new CardMessage.Frame { MayAttach = true });

        Assert.Empty(BlockLimits.Broken(message));
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(Assert.Single(message.Snippets).Content));
    }

    private static string Shown(string place, string text)
    {
        var card = new Card
        {
            Tone = Tone.Good,
            Title = place == "title" ? text : "t",
            Parts = place switch
            {
                "field" => [new FieldsPart([("Label", text)])],
                "heading" => [new HeadingPart(text), new TextPart("p")],
                "item" => [new ListPart([new CardItem(text)])],
                _ => [],
            },
            Buttons = place is "button" or "confirm" ? [new CardButton(place == "button" ? text : "b", "apply", "a", place == "confirm" ? text : null)] : [],
            Footer = place == "footer" ? text : "",
        };
        var message = CardMessage.Of(card, new CardMessage.Frame { OperationId = "op_1", Marks = place == "mark" ? [("U0BOB", text)] : [] });
        Assert.Empty(BlockLimits.Broken(message));
        return place switch
        {
            "title" => Texts([message.Blocks[0]]).Last(),
            "button" => (string)message.Blocks[^1]!["elements"]![0]!["text"]!["text"]!,
            "confirm" => (string)message.Blocks[^1]!["elements"]![0]!["confirm"]!["text"]!["text"]!,
            "field" => (string)message.Blocks[^1]!["fields"]![1]!["text"]!,
            "footer" => (string)message.Blocks[^1]!["elements"]![0]!["text"]!,
            "heading" => Texts([message.Blocks[1]]).First(),
            "mark" => Texts([message.Blocks[^1]]).Last().TrimStart(),
            _ => Texts([message.Blocks[^1]]).First(),
        };
    }

    private static IEnumerable<string> Texts(IEnumerable<JsonNode?> blocks) => blocks.SelectMany(block => CardMessageTests.Find(block, node => (string?)node["type"] == "text")).Select(node => (string)node["text"]!);
}
