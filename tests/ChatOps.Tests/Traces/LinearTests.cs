using System.Text;
using ChatOps.Traces;

namespace ChatOps.Tests.Traces;

/// <summary>Whatever is pasted, the parser answers, stays within the text and does work in proportion to it.</summary>
public sealed class LinearTests
{
    private static readonly string[] Pieces =
    [
        "at ", "Caused by: ", "File \"", "\", line ", "(", ")", "{\"", "\":\"", "}", "\\n", "\n", "\t", ":1", ".java:1)", ".go:1", ".rb:1:in `f'", ".php(1): ", "#0 ", "** (", "---> ", "--- ", "  | ", "  +-+--- 1 ---\n",
        "Traceback (most recent call last):\n", "goroutine 1 [running]:\n", "panic: ", "thread 'a' panicked at ", "stack backtrace:\n", "Error: ", "\0", "\ud800", "\u00a0", "&lt;", "```\n", "> ", "2024-05-06T07:08:09Z ", "a_1 | ", "...\n",
        "    at f (a.js:1:2)\n", "\tat a.B.c(D.java:1)\n", "   at A.B.C() in d:line 1\n", "  File \"a.py\", line 1, in f\n", "main.f()\n\t/a.go:1 +0x1\n", "from a.rb:1:in `f'\n", "[errors]: [\n", "Next \n", "Suppressed: a\n",
    ];

    public static TheoryData<string> Units =>
    [
        "at at at ", "((((", "{{{{", "Caused by: ", "Caused by: a\n", "\tat a.B.c(D.java:1)\n", "Traceback (most recent call last):\n", "x Traceback (most recent call last):\n", "  File \"a.py\", line 1, in f\n", "   at A.B.C(",
        "   at A.B.C() in d:line 1\n\n", "{\"a\":\n", "{\"message\":\"", "---> a.B: c ", " ---> System.Exception: a\n", "main.f()\n\t/a.go:1 +0x1\n", "goroutine 1 [running]:\n", "panic: a\n", "a.rb:1:in `f': x (E)\n", "#0 a.php(1): f()\n",
        "thread 'a' panicked at '\n", "stack backtrace:\n", "** (A) b\n", "#0 0x1 in f a.c:1\n", "    at f (a.js:1:2)\n", "Suppressed: a\n", "Error: \n", "\n", "> ", "&lt;", "\ud800", "a_1 | \n", "in (", "System.Exception: a\n",
    ];

    [Theory, MemberData(nameof(Units))]
    public void Four_times_the_text_takes_no_more_than_a_little_over_four_times_the_work(string unit)
    {
        var few = string.Concat(Enumerable.Repeat(unit, 40_000 / unit.Length));
        var many = string.Concat(few, few, few, few);
        TraceParser.Parse(few);

        // Memory stands for work: every line that is read again would be joined, copied or listed again.
        Assert.InRange(Allocated(many), 0, (6 * Allocated(few)) + 200_000);
    }

    [Theory]
    [InlineData("at ")]
    [InlineData("Caused by: ")]
    [InlineData("(")]
    [InlineData("File \"")]
    [InlineData("---> ")]
    [InlineData("x")]
    [InlineData("{\"a\":")]
    public void A_line_of_a_million_characters_is_read(string unit)
    {
        var parsed = TraceParser.Parse(string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length)));

        Assert.All(parsed.Traces, t => Assert.Equal(1, t.FirstLine));
    }

    [Fact]
    public void A_hundred_thousand_short_lines_are_read_up_to_the_limits()
    {
        var parsed = TraceParser.Parse(string.Concat(Enumerable.Repeat("java.lang.Error: a\n\tat a.B.c(D.java:1)\n\n\n\n", 20_000)));

        Assert.Equal(TraceParser.MaxTraces, parsed.Traces.Count);
        Assert.Contains(parsed.Warnings, w => w.Contains("left out", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void Random_and_mutated_texts_are_answered_within_their_lines(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 150; round++)
        {
            var text = new StringBuilder();
            for (var count = random.Next(1, 120); count > 0; count--)
                text.Append(random.Next(6) == 0 ? ((char)random.Next(0x10000)).ToString() : Pieces[random.Next(Pieces.Length)]);
            Stays(text.ToString());
        }
    }

    [Fact]
    public void An_example_cut_off_anywhere_is_answered()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Traces", "Examples");
        var random = new Random(7);
        foreach (var file in Directory.EnumerateFiles(folder, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(file);
            for (var cut = 0; cut < 4; cut++)
                Stays(text[random.Next(text.Length)..]);
            Stays(text[..random.Next(text.Length)]);
        }
    }

    private static long Allocated(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        TraceParser.Parse(text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Stays(string text)
    {
        var lines = text.AsSpan().Count('\n') + 1;
        var parsed = TraceParser.Parse(text);

        foreach (var trace in parsed.Traces)
        {
            Assert.InRange(trace.FirstLine, 1, trace.LastLine);
            Assert.InRange(trace.LastLine, 1, lines);
            Assert.All(trace.Frames, f => Assert.InRange(f.TextLine, 1, lines));
            MessageNormalizer.Normalize(trace.Message);
        }
        Assert.All(parsed.Errors, e => Assert.InRange(e.TextLine, 1, lines));
    }
}
