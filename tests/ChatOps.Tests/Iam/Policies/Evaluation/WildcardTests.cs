using ChatOps.Iam.Policies;

namespace ChatOps.Tests.Iam.Policies.Evaluation;

public sealed class WildcardTests
{
    [Theory]
    [InlineData("s3:*", "s3:Get*", true)]
    [InlineData("s3:Get*", "s3:*", false)]
    [InlineData("a*c", "a*b*c", true)]
    [InlineData("a*b*c", "a*c", false)]
    [InlineData("?*", "*?", true)]
    [InlineData("a?", "ab", true)]
    [InlineData("a?", "a*", false)]
    [InlineData("a*", "a?", true)]
    [InlineData("ab", "a?", false)]
    [InlineData("*", "", true)]
    public void Covering_means_that_nothing_is_left_out(string wide, string narrow, bool covers) =>
        Assert.Equal(covers, Wildcard.Covers(Wildcard.Compile(wide), Wildcard.Compile(narrow)));

    [Fact]
    public void Covering_and_overlapping_agree_with_every_text_of_a_small_alphabet()
    {
        var random = new Random(7);
        List<string> texts = [.. Texts(5)];
        string Pattern() => Wildcard.Compile(string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => "ab*?"[random.Next(4)])));
        var (covered, overlapping) = (0, 0);
        for (var i = 0; i < 3000; i++)
        {
            var (one, other) = (Pattern(), Pattern());
            var ofOne = texts.Where(text => Wildcard.Matches(one, text)).ToHashSet();
            var ofOther = texts.Where(text => Wildcard.Matches(other, text)).ToHashSet();
            if (Wildcard.Covers(one, other))
            {
                covered++;
                Assert.True(ofOther.IsSubsetOf(ofOne), $"{Wildcard.Text(one)} does not cover {Wildcard.Text(other)}");
            }

            Assert.True(Wildcard.Overlaps(one, other) == ofOther.Overlaps(ofOne), $"{Wildcard.Text(one)} and {Wildcard.Text(other)}");
            overlapping += Wildcard.Overlaps(one, other) ? 1 : 0;
        }

        Assert.True(covered > 300 && overlapping > 300, $"{covered} {overlapping}");
    }

    private static IEnumerable<string> Texts(int length) =>
        length == 0 ? [""] : Texts(length - 1).SelectMany(text => text.Length < length - 1 ? (string[])[text] : [text, text + "a", text + "b", text + "c"]).Distinct();
}
