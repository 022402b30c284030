using System.Text;
using ChatOps.Adapters.Git.Changes;
using ChatOps.Chat;
using LibGit2Sharp;

namespace ChatOps.Tests.Adapters.Git.Changes;

/// <summary>Changes of a repository in a user's directory: made in our clone, never in theirs.</summary>
public sealed class GitChangesTests : IDisposable
{
    private static readonly CommitText Said = new("Mend it", "ChatOps", "chatops@example.com", new DateTimeOffset(2026, 11, 22, 10, 0, 0, 123, TimeSpan.Zero));

    private readonly TemporaryRepository repository = new();

    public GitChangesTests()
    {
        repository.Write("src/retry.py", "ATTEMPTS = 3\nDELAY = 1\n");
        repository.Write("run.sh", "echo hi\n");
        repository.WriteBytes("src/Marked.cs", [0xEF, 0xBB, 0xBF, .. "class A\r\n{\r\n}\r\n"u8]);
        repository.WriteBytes("src/latin.txt", Encoding.Latin1.GetBytes("grün\nblau\n"));
        repository.WriteBytes("src/wide.txt", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("eins\nzwei\n")]);
        File.CreateSymbolicLink(Path.Combine(repository.WorkTree, "link"), "src");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(repository.WorkTree, "run.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        repository.Commit("Start");
    }

    public void Dispose() => repository.Dispose();

    [Fact]
    public async Task A_branch_is_made_in_our_clone_and_the_users_repository_stays_as_it_is()
    {
        var before = repository.HashOfEverything();
        var changes = await OpenAsync();

        var proposed = changes.Write(changes.BaseSha, new Dictionary<string, string?> { ["src/retry.py"] = "ATTEMPTS = 5\nDELAY = 1\n", ["docs/new.md"] = "# New\n", ["run.sh"] = null }).Value!;
        var sha = changes.Commit(proposed.Tree, changes.BaseSha, Said);

        Assert.Null(await changes.PushAsync(sha, "ai/fix-it", CancellationToken.None));
        Assert.Null(await changes.PushAsync(sha, "ai/fix-it", CancellationToken.None));
        Assert.Equal(sha, (await changes.TipAsync("ai/fix-it", CancellationToken.None)).Value!.Sha);
        Assert.Equal(["docs/new.md", "run.sh", "src/retry.py"], proposed.Files.Select(file => file.Path));
        Assert.Equal(("100644", null, 1, 0), (proposed.Files[0].Mode, proposed.Files[0].OldBlob, proposed.Files[0].Added, proposed.Files[0].Removed));
        Assert.Equal(("000000", null), (proposed.Files[1].Mode, proposed.Files[1].NewBlob));
        Assert.Contains("-ATTEMPTS = 3\n+ATTEMPTS = 5\n", proposed.Diff, StringComparison.Ordinal);
        Assert.Equal(before, repository.HashOfEverything());
    }

    [Fact]
    public async Task The_same_text_gives_the_same_commit()
    {
        var changes = await OpenAsync();
        var tree = changes.Write(changes.BaseSha, new Dictionary<string, string?> { ["a.txt"] = "a\n" }).Value!.Tree;

        var first = changes.Commit(tree, changes.BaseSha, Said);

        Assert.Equal(first, changes.Commit(tree, changes.BaseSha, Said with { At = Said.At.AddMilliseconds(400) }));
        Assert.NotEqual(first, changes.Commit(tree, changes.BaseSha, Said with { Message = "Other" }));
    }

    [Fact]
    public async Task Marks_encodings_line_ends_and_modes_stay_as_they_were()
    {
        var changes = await OpenAsync();

        var proposed = changes.Write(changes.BaseSha, new Dictionary<string, string?>
        {
            ["src/Marked.cs"] = "class B\n{\n}\n",
            ["src/latin.txt"] = "grün\nrot\n",
            ["src/wide.txt"] = "eins\ndrei\n",
            ["run.sh"] = "echo there\n",
        }).Value!;

        Assert.All(proposed.Files.Where(file => !file.IsBinary), file => Assert.Equal((1, 1), (file.Added, file.Removed)));
        Assert.Equal("100755", proposed.Files.Single(file => file.Path == "run.sh").Mode);
        var sha = changes.Commit(proposed.Tree, changes.BaseSha, Said);
        Assert.Equal([0xEF, 0xBB, 0xBF, .. "class B\r\n{\r\n}\r\n"u8], Bytes(changes, sha, "src/Marked.cs"));
        Assert.Equal(Encoding.Latin1.GetBytes("grün\nrot\n"), Bytes(changes, sha, "src/latin.txt"));
        Assert.Equal([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("eins\ndrei\n")], Bytes(changes, sha, "src/wide.txt"));
    }

    [Fact]
    public async Task A_character_that_the_files_encoding_does_not_have_is_refused()
    {
        var changes = await OpenAsync();
        var refusal = changes.Write(changes.BaseSha, new Dictionary<string, string?> { ["src/latin.txt"] = "grün\n→\n" }).Refusal!;
        Assert.Contains("src/latin.txt is not in UTF-8", refusal.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("src/../../outside.txt")]
    [InlineData(".git/config")]
    [InlineData("src/.GIT/hooks/post-checkout")]
    [InlineData("src/.gi\u200ct/config")]
    [InlineData("GIT~1/config")]
    [InlineData("link/retry.py")]
    [InlineData("link")]
    [InlineData("src")]
    [InlineData("src/retry.py/below")]
    [InlineData("src\\retry.py")]
    [InlineData("src//retry.py")]
    [InlineData("src/\nretry.py")]
    [InlineData("")]
    public async Task A_path_that_leads_out_of_the_reviewed_tree_is_refused(string path)
    {
        var changes = await OpenAsync();
        var refusal = changes.Write(changes.BaseSha, new Dictionary<string, string?> { [path] = "x\n" }).Refusal!;
        Assert.Equal(RefusalKind.Unprocessable, refusal.Kind);
    }

    [Theory]
    [InlineData("main", nameof(RefusalKind.Forbidden))]
    [InlineData("-f", nameof(RefusalKind.Invalid))]
    [InlineData("a..b", nameof(RefusalKind.Invalid))]
    [InlineData("a b", nameof(RefusalKind.Invalid))]
    public async Task Only_a_new_branch_of_a_proper_name_is_made(string branch, string kind)
    {
        var changes = await OpenAsync();
        Assert.Equal(kind, (await changes.PushAsync(changes.BaseSha, branch, CancellationToken.None))!.Kind.ToString());
    }

    [Fact]
    public async Task What_changed_on_the_base_since_is_told_by_file()
    {
        var start = (await OpenAsync()).BaseSha;
        repository.Write("src/retry.py", "ATTEMPTS = 4\nDELAY = 1\n");
        repository.Commit("Retry more (#7)");

        var changes = await OpenAsync();

        Assert.Equal(["src/retry.py"], changes.ChangedSince(start, ["src/retry.py", "run.sh", "new.txt"]));
        Assert.True(changes.Contains(start));
        Assert.Equal(7, Assert.Single(await changes.LaterAsync(start, ["src/retry.py"], CancellationToken.None)).PrNumber);
    }

    private async Task<GitChanges> OpenAsync() => (await repository.Store.OpenForChangesAsync(repository.Ref, push: false, CancellationToken.None)).Value!;

    private byte[] Bytes(GitChanges changes, string sha, string path)
    {
        var proposed = changes.Compare(changes.BaseSha, TreeOf(sha));
        var blob = proposed.Files.Single(file => file.Path == path).NewBlob!;
        using var git = new Repository(Clone);
        using var stream = git.Lookup<Blob>(blob).GetContentStream();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private string TreeOf(string sha)
    {
        using var git = new Repository(Clone);
        return git.Lookup<Commit>(sha).Tree.Sha;
    }

    private string Clone => Directory.GetDirectories(Path.Combine(repository.Root, "data", "git")).Single();
}
