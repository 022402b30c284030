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
    public async Task A_word_of_a_megabyte_does_not_hang_the_counter()
    {
        // Merging pairs over the whole word would take hours; the minute only ends a test that would hang.
        var counting = Task.Run(() => TokenCounter.Count(new string('x', 1_000_000)));
        Assert.InRange(await counting.WaitAsync(TimeSpan.FromMinutes(1)), 1, 1_000_000);
    }
}
