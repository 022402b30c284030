using System.Text;
using ChatOps.Adapters.Git;

namespace ChatOps.Tests.Adapters.Git;

public sealed class ReadingTests : IDisposable
{
    private readonly TemporaryRepository repository = new();

    public void Dispose() => repository.Dispose();

    [Theory]
    [InlineData("../work/a.py")]
    [InlineData("/etc/passwd")]
    [InlineData(".git/config")]
    [InlineData("a.py/../a.py")]
    [InlineData("./a.py")]
    [InlineData("A.PY")]
    [InlineData("")]
    [InlineData("-a")]
    public async Task Only_a_path_of_the_tree_is_read(string path)
    {
        repository.Write("a.py", "x\n");
        repository.Commit("First");

        Assert.Null((await repository.OpenAsync()).ReadText(path));
    }

    [Fact]
    public async Task A_symbolic_link_is_not_followed_and_a_submodule_is_not_read()
    {
        repository.Write("a.py", "x\n");
        File.CreateSymbolicLink(Path.Combine(repository.WorkTree, "link.py"), "/etc/passwd");
        var sha = repository.Commit("First");
        repository.Git("update-index", "--add", "--cacheinfo", $"160000,{sha},module");
        repository.Git("commit", "--quiet", "-m", "Module");

        var snapshot = await repository.OpenAsync();

        Assert.Null(snapshot.ReadText("link.py"));
        Assert.Null(snapshot.ReadText("module"));
        Assert.Equal("x\n", snapshot.ReadText("a.py"));
        await snapshot.IndexAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Names_with_spaces_quotes_newlines_and_other_scripts_are_read()
    {
        string[] names = ["a b.py", "quo\"te.py", "new\nline.py", "-dash.py", "Größe.py", "日本.py", ":(exclude)x.py", "*.py"];
        foreach (var name in names) repository.Write(name, $"# {name.Length}\nneedle = 1\n");
        repository.Commit("First");

        var snapshot = await repository.OpenAsync();

        foreach (var name in names)
        {
            Assert.Equal($"# {name.Length}\nneedle = 1\n", snapshot.ReadText(name));
            Assert.Single(await snapshot.LogAsync(name, 5, CancellationToken.None));
            Assert.Equal(2, (await snapshot.BlameAsync(name, 1, 2, CancellationToken.None)).Count);
        }
        Assert.Equal(names.Length - 1, (await snapshot.SearchAsync("needle", null, 100, CancellationToken.None)).Count(hit => hit.Path != "new\nline.py"));
    }

    [Fact]
    public async Task Line_ends_are_kept_and_a_byte_order_mark_is_taken_off()
    {
        repository.WriteBytes("crlf.cs", [0xEF, 0xBB, 0xBF, .. "a\r\nb\r\n"u8]);
        repository.Git("config", "core.autocrlf", "false");
        repository.Commit("First");

        Assert.Equal("a\r\nb\r\n", (await repository.OpenAsync()).ReadText("crlf.cs"));
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_read_line_by_line_all_the_same()
    {
        repository.WriteBytes("latin.py", Encoding.Latin1.GetBytes("# été\nx = 1\n"));
        repository.WriteBytes("binary.dat", [1, 2, 0, 3]);
        repository.WriteBytes("utf16.txt", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("hallo")]);
        repository.Commit("First");

        var snapshot = await repository.OpenAsync();

        Assert.Equal("# été\nx = 1\n", snapshot.ReadText("latin.py"));
        Assert.Null(snapshot.ReadText("binary.dat"));
        Assert.Equal("hallo", snapshot.ReadText("utf16.txt"));
    }

    [Fact]
    public async Task A_file_above_two_mebibytes_is_not_read()
    {
        repository.WriteBytes("huge.py", Encoding.ASCII.GetBytes(new string('x', ObjectReaderLimit + 1)));
        repository.WriteBytes("large.py", Encoding.ASCII.GetBytes(new string('x', ObjectReaderLimit)));
        repository.Commit("First");

        var snapshot = await repository.OpenAsync();

        Assert.Null(snapshot.ReadText("huge.py"));
        Assert.NotNull(snapshot.ReadText("large.py"));
    }

    [Fact]
    public async Task A_search_finds_lines_by_literal_text_within_a_directory_and_a_limit()
    {
        repository.Write("src/a.py", "x\nput_item(a.*)\n");
        repository.Write("src/b.py", "put_item(a.*)\n");
        repository.Write("lib/c.py", "put_item(aaa)\nput_item(a.*)\n");
        repository.Commit("First");
        var snapshot = await repository.OpenAsync();

        var all = await snapshot.SearchAsync("put_item(a.*)", null, 10, CancellationToken.None);

        Assert.Equal([("lib/c.py", 2), ("src/a.py", 2), ("src/b.py", 1)], all.Select(hit => (hit.Path, hit.Line)));
        Assert.Equal(2, (await snapshot.SearchAsync("put_item", "src", 10, CancellationToken.None)).Count);
        Assert.Single(await snapshot.SearchAsync("put_item", null, 1, CancellationToken.None));
        Assert.Empty(await snapshot.SearchAsync("--help", null, 10, CancellationToken.None));
        Assert.Empty(await snapshot.SearchAsync("", null, 10, CancellationToken.None));
        Assert.Empty(await snapshot.SearchAsync("x", "../..", 10, CancellationToken.None));
    }

    [Fact]
    public async Task The_log_and_blame_name_commit_author_and_pull_request()
    {
        repository.Write("a.py", "one\ntwo\n");
        repository.Commit("Add a");
        repository.Write("a.py", "one\nTWO\n");
        var second = repository.Commit("Shout (#46)");
        var snapshot = await repository.OpenAsync();

        var log = await snapshot.LogAsync("a.py", 10, CancellationToken.None);
        var blame = await snapshot.BlameAsync("a.py", 1, 2, CancellationToken.None);

        Assert.Equal(["Shout (#46)", "Add a"], log.Select(commit => commit.Subject));
        Assert.Equal((second, "Dana", 46), (log[0].Sha, log[0].Author, log[0].PrNumber));
        Assert.Equal([(1, null), (2, (int?)46)], blame.Select(line => (line.Line, line.Commit.PrNumber)));
        Assert.Equal(log[0].CommittedAt, blame[1].Commit.CommittedAt);
    }

    [Fact]
    public async Task A_blame_of_lines_that_do_not_exist_is_empty()
    {
        repository.Write("a.py", "one\n");
        repository.Commit("First");
        var snapshot = await repository.OpenAsync();

        Assert.Empty(await snapshot.BlameAsync("a.py", 5, 9, CancellationToken.None));
        Assert.Empty(await snapshot.BlameAsync("a.py", 0, 0, CancellationToken.None));
        Assert.Empty(await snapshot.BlameAsync("b.py", 1, 1, CancellationToken.None));
    }

    [Fact]
    public async Task A_blame_is_asked_of_git_once_for_the_same_content()
    {
        repository.Write("a.py", "one\n");
        repository.Commit("First");
        var snapshot = await repository.OpenAsync();

        await snapshot.BlameAsync("a.py", 1, 1, CancellationToken.None);
        repository.Write("b.py", "two\n");
        repository.Commit("Second");
        var later = await repository.OpenAsync();
        await later.BlameAsync("a.py", 1, 1, CancellationToken.None);

        Assert.Equal((1, 1), later.BlameCounts);
    }

    [Theory]
    [InlineData("Tune retries (#46)", 46)]
    [InlineData("Merge pull request #7 from acme/fix", 7)]
    [InlineData("Revert \"Tune retries (#46)\" (#51)", 51)]
    [InlineData("Fixes #12", null)]
    [InlineData("(#)", null)]
    [InlineData("(#99999999999999999999)", null)]
    public void A_subject_names_its_pull_request(string subject, int? number) => Assert.Equal(number, CommitFormat.PullRequest(subject));

    private const int ObjectReaderLimit = 2 * 1024 * 1024;
}
