using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Blocks;
using CsCheck;

namespace ChatOps.Tests.Platforms.Slack;

public sealed class CardMessageTests
{
    // What pasted text is made of where it hurts: markup, mentions, pairs, joiners, direction marks, line ends, and a lot of it.
    private static readonly string[] Hostile =
        ["<!channel>", "<@U0BOT>", "<https://evil.example|click>", "*bold* _it_ `code` ~no~", "a & b < c > d", "", " ", "\n\n\n", "\u202e\u200bDROP", "\0\u0001\u001b[31m", "👩‍👩‍👧‍👦", "e\u0301", "\ud83d"];

    private static readonly Gen<string> Text = Gen.Frequency(
        (5, Gen.String[Gen.Char.AlphaNumeric, 0, 60]),
        (3, Gen.Int[0, Hostile.Length - 1].Select(i => Hostile[i])),
        (2, Gen.Int[0, 4_000].Select(count => string.Concat(Enumerable.Repeat("😀", count)))),
        (1, Gen.Int[2_990, 3_010].Select(count => new string('x', count) + "😀")),
        (1, Gen.Int[1, 2_000].Select(count => string.Join('\n', Enumerable.Range(0, count).Select(i => $"+ line {i} & more")))));

    private static readonly Gen<CardItem> Item = Gen.Select(Text, Text, Gen.Bool, (text, remark, linked) => new CardItem(text, remark, linked ? new Uri("https://github.com/acme/orders/blob/main/" + Uri.EscapeDataString(text.Length > 4_000 ? "long" : BlockText.Clean(text))) : null));

    private static readonly Gen<CardPart> Part = Gen.OneOf<CardPart>(
        Text.Select(text => (CardPart)new TextPart(text)),
        Text.Select(text => (CardPart)new HeadingPart(text)),
        Gen.Select(Text, Text).Array[0, 25].Select(fields => (CardPart)new FieldsPart(fields)),
        Item.Array[0, 60].Select(items => (CardPart)new ListPart(items)),
        Gen.Select(Text, Text, Gen.Int[1, 99_990], (path, code, line) => (CardPart)new CodePart(path, line, code, line + 1)),
        Text.Select(text => (CardPart)new DiffPart(text)));

    private static readonly Gen<Card> Cards = Gen.Select(
        Gen.Enum<Tone>(), Text, Part.Array[0, 60], Gen.Select(Text, Text, Text, Gen.Bool, (label, argument, confirm, asks) => new CardButton(label, "apply", argument, asks ? confirm : null)).Array[0, 40], Text,
        (tone, title, parts, buttons, footer) => new Card { Tone = tone, Title = title, Parts = parts, Buttons = buttons, Footer = footer });

    [Fact]
    public void No_card_breaks_a_limit_of_Slack() =>
        Cards.Sample(card =>
        {
            var message = CardMessage.Of(card, new CardMessage.Frame { OperationId = "op_1", Mention = "U0ALICE", MayAttach = true, Marks = [("U0BOB", card.Title)] });
            var broken = BlockLimits.Broken(message);
            Assert.True(broken.Count == 0, string.Join("; ", broken));
        }, iter: 400);

    [Fact]
    public void Nothing_from_outside_mentions_links_or_formats() =>
        Cards.Sample(card =>
        {
            var message = CardMessage.Of(card, new CardMessage.Frame { OperationId = "op_1" });
            Assert.DoesNotContain('<', message.Text);
            foreach (var markup in Parsed(message.Blocks))
                Assert.DoesNotContain('<', markup);
            Assert.Empty(Find(message.Blocks, node => (string?)node["type"] is "user" or "usergroup" or "broadcast" or "channel"));
            Assert.All(Find(message.Blocks, node => (string?)node["type"] == "link"), link => Assert.StartsWith("https://github.com/acme/", (string?)link["url"], StringComparison.Ordinal));
        }, iter: 200);

    [Fact]
    public void A_long_diff_is_shown_in_part_and_goes_whole_into_a_file()
    {
        var diff = string.Join('\n', Enumerable.Range(0, 500).Select(i => $"+line {i}"));

        var message = CardMessage.Of(new Card { Tone = Tone.Good, Title = "Fix", Parts = [new DiffPart(diff)] }, new CardMessage.Frame { MayAttach = true });

        var file = Assert.Single(message.Snippets);
        Assert.Equal(("change.diff", diff), (file.Name, System.Text.Encoding.UTF8.GetString(file.Content)));
        Assert.Contains("change.diff", message.Blocks.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_only_one_person_sees_is_shortened_without_a_file()
    {
        var message = CardMessage.Of(new Card { Tone = Tone.Good, Title = "Log", Parts = [new TextPart(new string('x', 30_000))] }, new CardMessage.Frame());

        Assert.Empty(message.Snippets);
        Assert.Contains("shortened", message.Blocks.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("set `A=1` here", "set |[A=1]| here")]
    [InlineData("`a` and `b`", "[a]| and |[b]")]
    [InlineData("one ` tick", "one ` tick")]
    [InlineData("``` three", "``` three")]
    [InlineData("a `b\nc` d", "a `b\nc` d")]
    public void Words_between_backticks_are_code_and_nothing_else_is_parsed(string text, string expected)
    {
        var elements = RichText.Paragraph(text)["elements"]!.AsArray();

        Assert.Equal(expected, string.Join('|', elements.Select(element => element!["style"] is null ? (string)element["text"]! : $"[{element["text"]}]")));
    }

    [Fact]
    public void A_text_is_cut_between_code_points_and_never_in_one()
    {
        Assert.Equal("😀😀…", BlockText.Cut("😀😀😀😀", 3));
        Assert.Equal("😀😀😀", BlockText.Cut("😀😀😀", 3));
        Assert.Equal(["ab", "cd"], BlockText.Split("ab\ncd", 3));
        Assert.Equal("a&amp;…", BlockText.EscapeWithin("a&&&&&&", 7));
    }

    [Fact]
    public void What_cannot_be_seen_is_gone_or_shown_and_emoji_stay_whole()
    {
        Assert.Equal("a\ufffdb", BlockText.Clean("a\u202eb"));
        Assert.Equal("ab", BlockText.Clean("a\u200b\ufeffb"));
        Assert.Equal("👩‍👧", BlockText.Clean("👩‍👧"));
        Assert.Equal("\ufffd", BlockText.Clean("\ud83d"));
        Assert.Equal("a\nb\t", BlockText.Clean("a\r\nb\t"));
    }

    [Fact]
    public void A_click_leads_back_to_the_operation_and_the_buttons_place()
    {
        var card = SampleCards.All["diagnosis"];
        var message = CardMessage.Of(card, new CardMessage.Frame { OperationId = "op_01JD", Used = new HashSet<int> { 0 } });

        var row = message.Blocks.Single(block => (string?)block!["type"] == "actions")!;
        var labels = row["elements"]!.AsArray().Select(button => (string)button!["text"]!["text"]!);
        Assert.Equal(["Rollback #46", "Re-run", "Useful", "Not useful"], labels);
        Assert.Equal(new Buttons.Clicked("op_01JD", 1, "rollback"), Buttons.Read((string?)row["block_id"], (string?)row["elements"]![0]!["action_id"]));
        Assert.Null(Buttons.Read("other", "button:1:apply"));
        Assert.Null(Buttons.Read("card:op_1:0", "button:-1:apply"));
        Assert.Null(Buttons.Read("card:op_1:0", "button:1"));
        Assert.Null(Buttons.Read(null, null));
        Assert.Equal(new Buttons.Clicked(null, 2, "costs"), Buttons.Read("home:0:0", "button:2:costs"));
    }

    internal static IEnumerable<string> Parsed(JsonNode node) => Find(node, item => (string?)item["type"] == "mrkdwn").Select(item => (string)item["text"]!);

    internal static IEnumerable<JsonObject> Find(JsonNode? node, Func<JsonObject, bool> fits) => node switch
    {
        JsonArray list => list.SelectMany(item => Find(item, fits)),
        JsonObject item => (item["type"] is JsonValue && fits(item) ? [item] : Enumerable.Empty<JsonObject>()).Concat(item.SelectMany(child => Find(child.Value, fits))),
        _ => [],
    };
}
