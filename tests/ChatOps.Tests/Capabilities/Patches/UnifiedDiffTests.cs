using ChatOps.Capabilities.Patches;
using ChatOps.Tests.Support;
using CsCheck;

namespace ChatOps.Tests.Capabilities.Patches;

public class UnifiedDiffTests
{
    [Theory]
    [InlineData("a\nb\nc\n", "a\nB\nc\n")]
    [InlineData("a\nb\nc", "a\nb\nC")]
    [InlineData("a\nb\nc", "a\nb\nc\n")]
    [InlineData("a\nb\nc\n", "a\nb\nc")]
    [InlineData("a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n")]
    [InlineData("a\r\nb\r\n", "a\nb\n")]
    [InlineData("", "a\n")]
    [InlineData("a\n", "")]
    [InlineData("a\n", "a\nb\n")]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n", "1\nx\n3\n4\n5\n6\n7\n8\n9\n10\ny\n12\n")]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n")]
    public void Git_applies_the_diff_and_gets_the_new_text(string before, string after) => Check("dir/a file.txt", before, after);

    [Theory]
    [InlineData("new\nfile\n")]
    [InlineData("no newline")]
    [InlineData("")]
    public void Git_creates_a_new_file_from_the_diff(string after) => Check("new/file.txt", null, after);

    [Fact]
    public void Git_applies_the_diff_of_any_two_texts()
    {
        string[] lines = ["a", "b", "c", "", "x\r", "long line of text"];
        var line = Gen.Int[0, lines.Length - 1].Select(i => lines[i]);
        var text = Gen.Select(line.Array[0, 30], Gen.Bool, (some, newline) => string.Join('\n', some) + (newline ? "\n" : ""));
        using var repository = new TestRepository();
        Gen.Select(text, text).Sample((before, after) => Check(repository, "f.txt", before, after), iter: 60, threads: 1);
    }

    [Fact]
    public void The_same_text_has_no_diff() => Assert.Equal("", UnifiedDiff.Of("a", "x\n", "x\n"));

    private static void Check(string path, string? before, string after)
    {
        using var repository = new TestRepository();
        Check(repository, path, before, after);
    }

    private static void Check(TestRepository repository, string path, string? before, string after)
    {
        if (before == after)
            return;

        if (before is not null)
            repository.Write(path, before);

        var diff = UnifiedDiff.Of(path, before, after);
        var applied = repository.Git(diff, ["apply", "--whitespace=nowarn", "-"]);

        Assert.True(applied.ExitCode == 0, applied.Output + diff);
        Assert.Equal(after, File.ReadAllText(Path.Combine(repository.Folder, path)));
    }
}
