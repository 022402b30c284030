using ChatOps.Adapters.Git;
using ChatOps.Chat;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Adapters.Git;

public sealed class OpeningTests : IDisposable
{
    private readonly TemporaryRepository repository = new();

    public void Dispose() => repository.Dispose();

    [Fact]
    public async Task A_local_repository_is_read_at_its_head()
    {
        repository.Write("src/a.py", "x = 1\n");
        var sha = repository.Commit("First");

        var snapshot = await repository.OpenAsync();

        Assert.Equal(sha, snapshot.Sha);
        Assert.Equal("main", snapshot.Branch);
        Assert.Equal(["src/a.py"], snapshot.Paths);
        Assert.Equal("x = 1\n", snapshot.ReadText("src/a.py"));
    }

    [Fact]
    public async Task A_local_repository_is_left_exactly_as_it_was()
    {
        repository.Write("src/a.py", "def f():\n    raise ValueError('x')\n");
        repository.Commit("First");
        repository.Write("src/a.py", "changed\n");
        var before = repository.HashOfEverything();

        var snapshot = await repository.OpenAsync();
        await snapshot.IndexAsync(CancellationToken.None);
        await snapshot.BlameAsync("src/a.py", 1, 2, CancellationToken.None);
        await snapshot.LogAsync("src/a.py", 5, CancellationToken.None);
        await snapshot.SearchAsync("raise", null, 10, CancellationToken.None);

        Assert.Equal(before, repository.HashOfEverything());
    }

    [Fact]
    public async Task Nothing_that_a_repository_configures_is_ever_run()
    {
        repository.Write("a.py", "x = 1\n");
        repository.Write(".gitattributes", "*.py filter=evil diff=evil\n");
        repository.Commit("First");
        var mark = Path.Combine(repository.Root, "ran");
        foreach (var key in new[] { "core.fsmonitor", "core.sshCommand", "uploadpack.packObjectsHook", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv", "diff.external", "core.pager", "core.editor" })
            repository.Git("config", key, $"touch {mark}");
        if (!OperatingSystem.IsWindows()) foreach (var hook in new[] { "post-checkout", "pre-commit", "reference-transaction", "post-index-change" })
        {
            var path = Path.Combine(repository.WorkTree, ".git", "hooks", hook);
            File.WriteAllText(path, $"#!/bin/sh\ntouch {mark}\n");
            File.SetUnixFileMode(path, UnixFileMode.UserExecute | UnixFileMode.UserRead);
        }
        repository.Write("a.py", "x = 2\n");

        var snapshot = await repository.OpenAsync();
        await snapshot.BlameAsync("a.py", 1, 1, CancellationToken.None);
        await snapshot.SearchAsync("x", null, 10, CancellationToken.None);

        Assert.False(File.Exists(mark));
    }

    [Fact]
    public async Task Uncommitted_changes_are_named_and_not_read()
    {
        repository.Write("a.py", "old\n");
        repository.Commit("First");
        repository.Write("a.py", "new\n");

        var snapshot = await repository.OpenAsync();

        Assert.Equal("old\n", snapshot.ReadText("a.py"));
        Assert.Contains(snapshot.Warnings, warning => warning.Contains("uncommitted", StringComparison.Ordinal) && warning.Contains("a.py", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_ref_that_was_asked_for_comes_before_the_deployed_one_and_that_before_head()
    {
        repository.Write("a", "1");
        var first = repository.Commit("First");
        repository.Git("tag", "-a", "v1", "-m", "v1");
        repository.Write("a", "2");
        var second = repository.Commit("Second");
        repository.Git("branch", "release");
        repository.Write("a", "3");
        var third = repository.Commit("Third");
        var deployed = repository.Ref with { DeployedRef = "release" };

        Assert.Equal(third, (await repository.OpenAsync()).Sha);
        Assert.Equal(second, (await repository.Store.OpenAsync(deployed, null, CancellationToken.None)).Value!.Sha);
        Assert.Equal(first, (await repository.Store.OpenAsync(deployed, "v1", CancellationToken.None)).Value!.Sha);
        Assert.Equal(first, (await repository.OpenAsync(first[..10])).Sha);
    }

    [Fact]
    public async Task The_remotes_default_branch_comes_before_the_branch_that_is_checked_out()
    {
        repository.Write("a", "1");
        var published = repository.Commit("First");
        repository.Git("update-ref", "refs/remotes/origin/trunk", published);
        repository.Git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk");
        repository.Git("checkout", "--quiet", "-b", "mine");
        repository.Write("a", "2");
        var mine = repository.Commit("Mine");

        var snapshot = await repository.OpenAsync();

        Assert.Equal((published, "trunk"), (snapshot.Sha, snapshot.Branch));
        var head = await repository.OpenAsync("HEAD");
        Assert.Equal((mine, "mine"), (head.Sha, head.Branch));
    }

    [Theory]
    [InlineData("--upload-pack=touch /tmp/x")]
    [InlineData("-x")]
    [InlineData("main..dev")]
    [InlineData("main:a.py")]
    [InlineData("main@{1}")]
    [InlineData("../../etc/passwd")]
    [InlineData("main\nother")]
    [InlineData("nowhere")]
    [InlineData("HEAD~1")]
    public async Task A_ref_that_does_not_exist_or_is_no_name_is_refused_in_a_sentence(string name)
    {
        repository.Write("a.py", "1");
        repository.Commit("First");
        repository.Commit("Second");

        var refusal = await repository.RefusedAsync(name);

        Assert.Equal(RefusalKind.NotFound, refusal.Kind);
        Assert.Contains("no branch, tag or commit", refusal.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Sentence);
    }

    [Fact]
    public async Task An_empty_repository_is_refused()
    {
        var refusal = await repository.RefusedAsync();
        Assert.Contains("no commits yet", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_directory_and_one_that_is_no_repository_are_refused()
    {
        using var plain = new TemporaryRepository(init: false);
        Assert.Contains("not a git repository", (await plain.RefusedAsync()).Sentence, StringComparison.Ordinal);

        var missing = await repository.Store.OpenAsync(repository.Ref with { Path = "/no/such/place" }, null, CancellationToken.None);
        Assert.Contains("does not exist", missing.Refusal!.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("/no/such/place", missing.Refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_detached_head_is_read_and_named_by_its_commit()
    {
        repository.Write("a", "1");
        var first = repository.Commit("First");
        repository.Commit("Second");
        repository.Git("checkout", "--quiet", first);

        var snapshot = await repository.OpenAsync();

        Assert.Equal(first, snapshot.Sha);
        Assert.Equal(first[..12], snapshot.Branch);
    }

    [Fact]
    public async Task A_shallow_clone_is_read_and_says_so()
    {
        repository.Write("a.py", "1\n");
        repository.Commit("First");
        repository.Write("a.py", "1\n2\n");
        repository.Commit("Second");
        var shallow = Path.Combine(repository.Root, "shallow");
        repository.Run(repository.Root, "clone", "--quiet", "--depth", "1", "file://" + repository.WorkTree, shallow);

        var snapshot = (await repository.Store.OpenAsync(repository.Ref with { Path = shallow }, null, CancellationToken.None)).Value!;

        Assert.Single(await snapshot.LogAsync("a.py", 10, CancellationToken.None));
        Assert.Equal(2, (await snapshot.BlameAsync("a.py", 1, 2, CancellationToken.None)).Count);
        Assert.Contains(snapshot.Warnings, warning => warning.Contains("shallow", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_linked_work_tree_and_a_bare_mirror_are_read_too()
    {
        repository.Write("a.py", "1\n");
        var sha = repository.Commit("First");
        var linked = Path.Combine(repository.Root, "linked");
        repository.Git("worktree", "add", "--quiet", linked, "-b", "side");
        var mirror = Path.Combine(repository.Root, "mirror.git");
        repository.Run(repository.Root, "clone", "--quiet", "--mirror", repository.WorkTree, mirror);

        foreach (var path in new[] { linked, mirror })
        {
            var snapshot = (await repository.Store.OpenAsync(repository.Ref with { Path = path }, null, CancellationToken.None)).Value!;
            Assert.Equal((sha, "1\n"), (snapshot.Sha, snapshot.ReadText("a.py")));
        }
    }

    [Fact]
    public async Task The_owner_and_name_come_from_the_origin()
    {
        repository.Write("a", "1");
        repository.Commit("First");
        repository.Git("remote", "add", "origin", "git@github.com:acme/orders.git");

        Assert.Equal("acme/orders", (await repository.OpenAsync()).Repository.GitHub);
    }

    [Theory]
    [InlineData("https://github.com/acme/orders.git", "acme/orders")]
    [InlineData("https://token@github.example.com/acme/orders", "acme/orders")]
    [InlineData("ssh://git@github.com/acme/orders.git", "acme/orders")]
    [InlineData("git@github.com:acme/orders.git", "acme/orders")]
    [InlineData("/srv/git/orders.git", null)]
    [InlineData("https://example.com/a/b/c", null)]
    [InlineData("", null)]
    public void A_remotes_address_gives_owner_and_name(string address, string? name) => Assert.Equal(name, GitHubName.Of(address));

    [Fact]
    public async Task An_address_is_cloned_and_fetched_again_only_when_the_last_fetch_is_old()
    {
        repository.Write("a.py", "1\n");
        var first = repository.Commit("First");
        var clock = new FakeClock();
        using var store = new GitStore(Path.Combine(repository.Root, "remote-data"), clock, NullLogger<GitStore>.Instance);
        var remote = new RepositoryRef { Name = "acme", Url = "file://" + repository.WorkTree };

        Assert.Equal(first, (await store.OpenAsync(remote, null, CancellationToken.None)).Value!.Sha);
        repository.Write("a.py", "2\n");
        var second = repository.Commit("Second");
        Assert.Equal(first, (await store.OpenAsync(remote, null, CancellationToken.None)).Value!.Sha);
        clock.Now += GitStore.FetchEvery;
        Assert.Equal(second, (await store.OpenAsync(remote, null, CancellationToken.None)).Value!.Sha);
    }

    [Fact]
    public async Task A_fetch_that_fails_leaves_the_last_copy_readable_and_warns()
    {
        repository.Write("a.py", "1\n");
        var first = repository.Commit("First");
        var clock = new FakeClock();
        using var store = new GitStore(Path.Combine(repository.Root, "remote-data"), clock, NullLogger<GitStore>.Instance);
        var remote = new RepositoryRef { Name = "acme", Url = "file://" + repository.WorkTree };
        await store.OpenAsync(remote, null, CancellationToken.None);
        Directory.Move(repository.WorkTree, repository.WorkTree + "-gone");
        clock.Now += GitStore.FetchEvery;

        var snapshot = (await store.OpenAsync(remote, null, CancellationToken.None)).Value!;

        Assert.Equal(first, snapshot.Sha);
        Assert.Contains(snapshot.Warnings, warning => warning.Contains("last fetch", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ext::sh -c touch% /tmp/x")]
    [InlineData("--upload-pack=touch /tmp/x")]
    public async Task An_address_that_would_run_a_program_is_refused(string address)
    {
        var answer = await repository.Store.OpenAsync(new RepositoryRef { Name = "acme", Url = address }, null, CancellationToken.None);
        Assert.Equal(RefusalKind.NotConfigured, answer.Refusal!.Kind);
    }

    private sealed class FakeClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
