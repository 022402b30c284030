using ChatOps.Capabilities.Patches;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.Patches;

public class EditApplierTests
{
    [Fact]
    public void A_search_text_that_stands_once_is_replaced()
        => Assert.Equal("one\n2\nthree\n", Apply("one\ntwo\nthree\n", new Edit("f", "two", "2")).Text);

    [Fact]
    public void A_search_text_that_stands_twice_is_refused()
        => Assert.Contains("more than once", Apply("x\nx\n", new Edit("f", "x", "y")).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_search_text_that_stands_nowhere_is_refused()
        => Assert.Contains("does not stand", Apply("a\n", new Edit("f", "b", "c")).Problem, StringComparison.Ordinal);

    [Fact]
    public void Trailing_blanks_and_line_ends_of_the_search_text_are_forgiven_and_the_files_line_ends_kept()
        => Assert.Equal("one\r\nTWO\r\nDUO\r\nthree\r\n", Apply("one\r\ntwo  \r\nthree\r\n", new Edit("f", "one\ntwo", "one\nTWO\nDUO")).Text);

    [Fact]
    public void Other_blanks_are_not_forgiven()
        => Assert.NotNull(Apply("    two\n", new Edit("f", "\ttwo", "x")).Problem);

    [Fact]
    public void Lines_can_be_taken_out()
        => Assert.Equal("a\nc\n", Apply("a\nb \nc\n", new Edit("f", "b\n", "")).Text);

    [Fact]
    public void Edits_of_one_file_build_on_each_other()
        => Assert.Equal("1\n2\n", Apply("a\nb\n", new Edit("f", "a", "1"), new Edit("f", "b", "2")).Text);

    [Fact]
    public void One_edit_that_does_not_apply_drops_them_all()
    {
        var (text, problem) = Apply("a\nb\n", new Edit("f", "a", "1"), new Edit("f", "zzz", "2"));

        Assert.Null(text);
        Assert.NotNull(problem);
    }

    [Fact]
    public void A_whole_file_keeps_the_line_ends_and_the_last_newline()
        => Assert.Equal("x\r\ny\r\n", Apply("a\r\n", new Edit("f", null, "x\ny")).Text);

    [Fact]
    public void A_new_file_can_be_written()
        => Assert.Equal("x\n", Apply(null, new Edit("f", null, "x")).Text);

    [Theory]
    [InlineData("../f")]
    [InlineData("/etc/passwd")]
    [InlineData("C:/f")]
    [InlineData("a/../../f")]
    public void A_path_outside_the_repository_is_refused(string path)
        => Assert.Contains("outside", Apply("a\n", new Edit(path, null, "x")).Problem, StringComparison.Ordinal);

    private static (string? Text, string? Problem) Apply(string? text, params Edit[] edits)
    {
        using var repository = new TestRepository();
        repository.Commit(text is null ? [] : [("f", text)]);
        var (files, problems) = EditApplier.Apply(repository.Snapshot(), edits);
        return (files.GetValueOrDefault("f"), problems.Count == 0 ? null : problems[0]);
    }
}
