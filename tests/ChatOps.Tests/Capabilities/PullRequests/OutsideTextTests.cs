using ChatOps.Capabilities.PullRequests;
using CsCheck;

namespace ChatOps.Tests.Capabilities.PullRequests;

/// <summary>GitHub reads nothing into text from outside.</summary>
public sealed partial class OutsideTextTests
{
    private const string Telling = @"@\w|#[0-9]|(?i)gh-[0-9]|://";

    private static readonly string[] Pieces = ["@", "#", "1", "a", "`", "``", "*", "\\", " ", "\n", "\u200b", "://", "http", "www.", "GH-", "[", "](", "<", "&", "_", "~", "😀", "\t"];

    [Theory]
    [InlineData("ask @acme/team", "ask @ acme/team")]
    [InlineData("Fixes #12", "Fixes # 12")]
    [InlineData("see https://evil.example", "see https:/ /evil.example")]
    [InlineData("closes GH-3", "closes GH- 3")]
    [InlineData("Fixes @GH-1", "Fixes @ GH- 1")]
    [InlineData("two\nlines\tand  blanks", "two lines and blanks")]
    [InlineData("@\u200bteam \u202eabc", "@ team abc")]
    public void A_title_is_one_line_that_means_nothing_more(string text, string expected) => Assert.Equal(expected, OutsideText.Line(text, 100));

    [Fact]
    public void A_long_title_is_cut_at_a_word()
    {
        Assert.Equal("Missing exponential…", OutsideText.Line("Missing exponential backoff", 24));
        Assert.Equal(10, OutsideText.Line(new string('x', 50), 10).Length);
        Assert.Equal("abcdefgh…", OutsideText.Line("abcdefgh😀😀😀", 10));
    }

    [Theory]
    [InlineData("ask @team", "ask `@team`")]
    [InlineData("a@b.example", "`a@b.example`")]
    [InlineData("Fixes acme/orders#12.", "Fixes `acme/orders#12`.")]
    [InlineData("see www.evil.example now", "see `www.evil.example` now")]
    [InlineData("[x](http://evil.example)", "\\[x\\](`http://evil.example)`")]
    [InlineData("<b>&#64;team</b>", "&lt;b&gt;&amp;`#64`;team&lt;/b&gt;")]
    [InlineData("# Heading", "\\# Heading")]
    [InlineData("Text\n---", "Text\n\\---")]
    [InlineData("**bold** and `code @x` and snake_case", "**bold** and `code @x` and snake\\_case")]
    [InlineData("- an item\n* another", "- an item\n- another")]
    [InlineData("```\nfence @x", "```\nfence @x\n```")]
    [InlineData("so:\n\n    a = 1\n\nthen", "so:\n\n```\na = 1\n```\n\nthen")]
    [InlineData("+@team", "`+@team`")]
    [InlineData("+ @team", "\\+ `@team`")]
    [InlineData("half ` of it", "half \\` of it")]
    public void Prose_keeps_emphasis_code_and_lists_and_nothing_else(string text, string expected) => Assert.Equal(expected, Seen(OutsideText.Prose(text)));

    [Fact]
    public void A_block_of_code_cannot_be_left()
    {
        Assert.Equal("````text\na\n```\nb\n````", OutsideText.Block("a\n```\nb", "text"));
        Assert.Equal("```\n@app.route, #\u200b1\n```".Replace("@app", "@\u200bapp", StringComparison.Ordinal), OutsideText.Block("@app.route, #1"));
        Assert.Equal("`a'b`", OutsideText.Code("a`b"));
    }

    [Fact]
    public void Whatever_the_text_no_mention_no_reference_and_no_address_is_left_outside_of_code() =>
        Gen.OneOf(Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]), Gen.String[Gen.Char['!', '~'], 0, 3]).Array[0, 30].Sample(parts =>
        {
            var text = string.Concat(parts);
            Assert.DoesNotMatch(Telling, OutsideText.Line(text, 200));
            // A squash merge takes the description as a commit's message, where code is text too.
            Assert.DoesNotMatch(Telling, OutsideText.Code(text));
            Assert.DoesNotMatch(Telling, OutsideText.Block(text));
            var rest = string.Join('\n', Blocks().Replace(OutsideText.Prose(text), "").Split('\n').Select(WithoutCode));
            Assert.DoesNotMatch(@"@\w|#[0-9]|(?i)gh-[0-9]|[a-z]://\w|www\.\w|<", rest);
        });

    [System.Text.RegularExpressions.GeneratedRegex(@"^(`{3,})\n.*?^\1$", System.Text.RegularExpressions.RegexOptions.Multiline | System.Text.RegularExpressions.RegexOptions.Singleline)]
    private static partial System.Text.RegularExpressions.Regex Blocks();

    // As CommonMark reads a line: a backslash takes the meaning of the next character, and code begins at a run of backticks and ends at one as long.
    private static string WithoutCode(string line)
    {
        var rest = new System.Text.StringBuilder();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length)
            {
                rest.Append(line[i]).Append(line[++i]);
                continue;
            }

            if (line[i] == '`' && line.IndexOf('`', i + 1) is > 0 and var end)
            {
                rest.Append(' ');
                i = end;
            }
            else
            {
                rest.Append(line[i]);
            }
        }

        return rest.ToString();
    }

    // What a reader sees.
    private static string Seen(string text) => text.Replace("\u200b", "", StringComparison.Ordinal);
}
