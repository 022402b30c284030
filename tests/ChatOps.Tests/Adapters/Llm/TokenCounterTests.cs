using System.Diagnostics;
using ChatOps.Adapters.Llm;

namespace ChatOps.Tests.Adapters.Llm;

public class TokenCounterTests
{
    [Fact]
    public void Head_and_tail_have_the_tokens_that_were_asked_for()
    {
        var text = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"line {i} failed\n"));

        Assert.InRange(TokenCounter.Count(TokenCounter.Head(text, 500)), 480, 505);
        Assert.StartsWith(TokenCounter.Head(text, 500), text, StringComparison.Ordinal);
        Assert.InRange(TokenCounter.Count(TokenCounter.Tail(text, 500)), 480, 505);
        Assert.EndsWith(TokenCounter.Tail(text, 500), text, StringComparison.Ordinal);
        Assert.Equal("short", TokenCounter.Head("short", 50));
        Assert.Equal("", TokenCounter.Head("short", 0));
    }

    [Fact]
    public void A_word_of_a_megabyte_takes_about_as_long_as_a_megabyte_of_words()
    {
        TokenCounter.Count("warm");
        var word = Time(new string('x', 1_000_000));
        var words = Time(string.Concat(Enumerable.Repeat("some words of log text ", 43_478)));

        Assert.True(word < words * 20 + TimeSpan.FromSeconds(2), $"{word} against {words}");
    }

    private static TimeSpan Time(string text)
    {
        var start = Stopwatch.GetTimestamp();
        TokenCounter.Count(text);
        return Stopwatch.GetElapsedTime(start);
    }
}
