using ChatOps.Traces;

namespace ChatOps.Tests.Traces;

/// <summary>What runtimes really print, one file each under <c>Examples</c>: the text, a line of equals signs, and what it must be read as.</summary>
public sealed class ExampleTests
{
    private const string Separator = "\n==========\n";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Traces", "Examples");

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Folder, "*.txt", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public void An_example_is_read_as_its_author_reads_it(string file)
    {
        var (text, expected) = Read(file);

        Assert.Equal(expected, Rendered.Text(TraceParser.Parse(text)));
    }

    [Theory, MemberData(nameof(Files))]
    public void An_example_reads_the_same_with_carriage_returns(string file)
    {
        var (text, expected) = Read(file);

        Assert.Equal(expected, Rendered.Text(TraceParser.Parse(text.Replace("\n", "\r\n", StringComparison.Ordinal))));
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_frame_points_at_the_line_it_was_read_from(string file)
    {
        var (text, _) = Read(file);
        var lines = text.Split('\n');

        foreach (var frame in TraceParser.Parse(text).Traces.SelectMany(AllFrames))
        {
            Assert.InRange(frame.TextLine, 1, lines.Length);
            if (frame.Line is { } line && frame.Path is not null)
            {
                // A frame may go on over the lines below it.
                var near = string.Join('\n', lines.Skip(frame.TextLine - 1).Take(4));
                Assert.Contains(line.ToString(System.Globalization.CultureInfo.InvariantCulture), near, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("python"), InlineData("java"), InlineData("javascript"), InlineData("go"), InlineData("dotnet"), InlineData("ruby"), InlineData("php"), InlineData("rust"), InlineData("elixir"), InlineData("native")]
    public void Every_language_has_at_least_fifteen_examples(string language) =>
        Assert.True(Directory.GetFiles(Path.Combine(Folder, language), "*.txt").Length >= 15);

    private static IEnumerable<Frame> AllFrames(Trace trace) => trace.Frames.Concat(trace.Related.SelectMany(r => AllFrames(r.Trace)));

    private static (string Text, string Expected) Read(string file)
    {
        var whole = File.ReadAllText(Path.Combine(Folder, file)).ReplaceLineEndings("\n");
        var at = whole.LastIndexOf(Separator, StringComparison.Ordinal);
        Assert.True(at > 0, $"{file} has no expectation.");
        return (whole[..at], whole[(at + Separator.Length)..].TrimEnd());
    }
}
