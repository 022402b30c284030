using ChatOps.Adapters.Git.Changes;
using ChatOps.Adapters.GitHub;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Adapters.Git.Changes;

/// <summary>Reverts of pull requests that were merged on a GitHub, and pushes to it.</summary>
public sealed class RevertTests : IAsyncLifetime
{
    private static readonly CommitText Said = new("Revert it", "ChatOps", "chatops@example.com", new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("chatops-changes-");
    private FakeGitHub gitHub = null!;
    private ChatOps.Adapters.Git.GitStore store = null!;

    public async Task InitializeAsync()
    {
        gitHub = await FakeGitHub.StartAsync();
        store = StoreWith(gitHub.Token);
    }

    public async Task DisposeAsync()
    {
        store.Dispose();
        await gitHub.DisposeAsync();
        data.Delete(recursive: true);
    }

    [Theory]
    [InlineData(nameof(MergeMethod.Merge))]
    [InlineData(nameof(MergeMethod.Squash))]
    [InlineData(nameof(MergeMethod.Rebase))]
    public async Task A_merged_pull_request_is_found_and_taken_back_also_when_its_branch_is_gone(string method)
    {
        var merged = await MergedAsync(Enum.Parse<MergeMethod>(method));
        gitHub.Orders.Git.Point(merged.Branch, null);
        gitHub.Commit("main", "Later (#9)", ("README.md", "# Orders, later\n"));
        var changes = await OpenAsync();

        var landed = changes.Locate(Known(merged)).Value!;
        var outcome = (await changes.RevertAsync(landed, changes.BaseSha, CancellationToken.None)).Value!;

        Assert.Equal(method, landed.Method.ToString());
        Assert.Equal(method == nameof(MergeMethod.Rebase) ? 2 : 1, landed.Commits.Count);
        var proposed = changes.Compare(changes.BaseSha, outcome.Tree!);
        Assert.Equal(["src/backoff.py", "src/retry.py"], proposed.Files.Select(file => file.Path));
        Assert.Contains("+ATTEMPTS = 3", proposed.Diff, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conflict_names_the_files_and_the_later_commits()
    {
        var merged = await MergedAsync(MergeMethod.Squash);
        gitHub.Commit("main", "Retry even more (#9)", ("src/retry.py", "ATTEMPTS = 99\nDELAY = 1\n"));
        var changes = await OpenAsync();

        var outcome = (await changes.RevertAsync(changes.Locate(Known(merged)).Value!, changes.BaseSha, CancellationToken.None)).Value!;

        Assert.Null(outcome.Tree);
        var conflict = Assert.Single(outcome.Conflicts);
        Assert.Equal(("src/retry.py", 9), (conflict.Path, Assert.Single(conflict.LaterCommits).PrNumber));
    }

    [Theory]
    [InlineData("Revert \"Tune retries\"\n\nThis reverts commit {sha}.\n")]
    [InlineData("Revert \"Tune retries\" (#8)")]
    [InlineData("Revert \"Tune retries\" (#{number}) (#8)")]
    [InlineData("Back to three attempts (#8)\n\nReverts acme/orders#{number}\n")]
    public async Task A_change_that_was_reverted_by_hand_or_by_a_pull_request_is_known_as_such(string message)
    {
        var merged = await MergedAsync(MergeMethod.Squash);
        gitHub.Commit("main", message.Replace("{sha}", merged.MergeSha, StringComparison.Ordinal).Replace("{number}", $"{merged.Number}", StringComparison.Ordinal), ("src/retry.py", "ATTEMPTS = 4\nDELAY = 1\n"));
        var changes = await OpenAsync();

        var outcome = (await changes.RevertAsync(changes.Locate(Known(merged)).Value!, changes.BaseSha, CancellationToken.None)).Value!;

        Assert.StartsWith(message[..10], outcome.RevertedBy!.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Do not revert #{number} before Monday (#8)")]
    [InlineData("Revert \"Tune timeouts\" (#{number})")]
    [InlineData("Revert \"Revert \"Tune retries\" (#{number})\" (#8)")]
    public async Task A_commit_that_only_speaks_of_it_has_not_reverted_it(string message)
    {
        var merged = await MergedAsync(MergeMethod.Squash);
        gitHub.Commit("main", message.Replace("{number}", $"{merged.Number}", StringComparison.Ordinal), ("README.md", "# Other\n"));
        var changes = await OpenAsync();

        Assert.Null((await changes.RevertAsync(changes.Locate(Known(merged)).Value!, changes.BaseSha, CancellationToken.None)).Value!.RevertedBy);
    }

    [Fact]
    public async Task What_was_reverted_and_applied_again_can_be_reverted_again()
    {
        var merged = await MergedAsync(MergeMethod.Squash);
        var reverted = gitHub.Commit("main", $"Revert \"Tune retries\"\n\nThis reverts commit {merged.MergeSha}.\n", ("src/retry.py", "ATTEMPTS = 3\nDELAY = 1\n"), ("src/backoff.py", null));
        gitHub.Commit("main", $"Reapply \"Tune retries\"\n\nThis reverts commit {reverted}.\n", ("src/retry.py", "ATTEMPTS = 9\nDELAY = 1\n"), ("src/backoff.py", "BASE = 2\n"));
        var changes = await OpenAsync();

        var outcome = (await changes.RevertAsync(changes.Locate(Known(merged)).Value!, changes.BaseSha, CancellationToken.None)).Value!;

        Assert.Null(outcome.RevertedBy);
        Assert.NotNull(outcome.Tree);
    }

    [Fact]
    public async Task What_somebody_took_back_without_a_word_leaves_nothing_to_undo()
    {
        var merged = await MergedAsync(MergeMethod.Merge);
        gitHub.Commit("main", "Three attempts again", ("src/retry.py", "ATTEMPTS = 3\nDELAY = 1\n"), ("src/backoff.py", null));
        var changes = await OpenAsync();

        Assert.True((await changes.RevertAsync(changes.Locate(Known(merged)).Value!, changes.BaseSha, CancellationToken.None)).Value!.NothingToUndo);
    }

    [Fact]
    public async Task A_merge_that_is_not_on_the_base_is_said_so()
    {
        var merged = await MergedAsync(MergeMethod.Squash);
        gitHub.Orders.Git.Point("main", gitHub.Orders.Git.Show("main^", "%H"));
        var changes = await OpenAsync();
        Assert.Contains("cannot be found on main", changes.Locate(Known(merged)).Refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_is_pushed_once_and_never_overwritten()
    {
        var changes = await OpenAsync();
        var (first, second) = (Commit(changes, "one"), Commit(changes, "two"));

        Assert.Null(await changes.PushAsync(first, "ai/fix-1", CancellationToken.None));
        Assert.Null(await changes.PushAsync(first, "ai/fix-1", CancellationToken.None));
        var refusal = (await changes.PushAsync(second, "ai/fix-1", CancellationToken.None))!;

        Assert.Equal(ChatOps.Chat.RefusalKind.Conflict, refusal.Kind);
        Assert.Equal(first, gitHub.Orders.Git.Tip("ai/fix-1"));
        Assert.Null(await changes.DeleteAsync("ai/fix-1", first, CancellationToken.None));
        Assert.Null(await changes.DeleteAsync("ai/fix-1", first, CancellationToken.None));
        Assert.Null(gitHub.Orders.Git.Tip("ai/fix-1"));
    }

    [Fact]
    public async Task A_branch_that_somebody_moved_is_not_removed()
    {
        var changes = await OpenAsync();
        var (first, second) = (Commit(changes, "one"), gitHub.Commit("theirs", "Theirs", ("a.txt", "a\n")));
        await changes.PushAsync(first, "ai/fix-1", CancellationToken.None);
        gitHub.Orders.Git.Point("ai/fix-1", second);

        Assert.NotNull(await changes.DeleteAsync("ai/fix-1", first, CancellationToken.None));
        Assert.Equal(second, gitHub.Orders.Git.Tip("ai/fix-1"));
    }

    [Theory]
    [InlineData("ai/fix-1")]
    // A number in a name, an address or a commit is no status of HTTP's.
    [InlineData("ai/fix-403")]
    public async Task What_a_protected_branch_says_comes_through(string branch)
    {
        gitHub.Orders.RefusePushes("ai/*", "Changes must be made through a robot with a badge.");
        var changes = await OpenAsync();

        var refusal = (await changes.PushAsync(Commit(changes, "one"), branch, CancellationToken.None))!;

        Assert.Contains("Changes must be made through a robot with a badge", refusal.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read", "may not write there")]
    public async Task A_token_that_may_not_write_is_said_so(string permission, string sentence)
    {
        using var theirs = StoreWith(gitHub.AddPerson("eve", permission));
        var changes = (await theirs.OpenForChangesAsync(gitHub.Repository, push: true, CancellationToken.None)).Value!;

        Assert.Contains(sentence, (await changes.PushAsync(Commit(changes, "one"), "ai/fix-1", CancellationToken.None))!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_token_is_refused_at_once_and_is_nowhere_on_disk()
    {
        using var wrong = StoreWith("ghp_wrongwrongwrong");
        var refusal = (await wrong.OpenForChangesAsync(gitHub.Repository, push: true, CancellationToken.None)).Refusal!;

        Assert.Contains("Check its address, the network and the credentials", refusal.Sentence, StringComparison.Ordinal);
        foreach (var file in data.EnumerateFiles("*", SearchOption.AllDirectories))
            Assert.DoesNotContain("ghp_", await File.ReadAllTextAsync(file.FullName), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_reverts_and_pushes_at_once_do_not_disturb_each_other()
    {
        List<FakePullRequest> merged = [];
        for (var i = 0; i < 10; i++)
        {
            var pull = await gitHub.OpenPullRequestAsync($"Add part {i}", ($"src/part{i}.py", "X = 1\n"));
            await gitHub.MergeAsync(pull.Number, MergeMethod.Squash);
            merged.Add(pull);
        }

        var refusals = await Task.WhenAll(merged.Select(pull => Task.Run(async () =>
        {
            var changes = await OpenAsync();
            var landed = changes.Locate(new MergedPullRequest(pull.Number, pull.Title, pull.MergeCommitSha!, [pull.Title])).Value!;
            var outcome = (await changes.RevertAsync(landed, changes.BaseSha, CancellationToken.None)).Value!;
            var sha = changes.Commit(outcome.Tree!, changes.BaseSha, Said with { Message = $"Revert #{pull.Number}" });
            return await changes.PushAsync(sha, $"ai/revert-{pull.Number}", CancellationToken.None);
        })));

        Assert.All(refusals, Assert.Null);
        Assert.All(merged, pull => Assert.NotNull(gitHub.Orders.Git.Tip($"ai/revert-{pull.Number}")));
    }

    private sealed record Merged(int Number, string Title, string MergeSha, string Branch, IReadOnlyList<string> Messages);

    private async Task<Merged> MergedAsync(MergeMethod method)
    {
        var pull = await gitHub.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\nDELAY = 1\n"));
        gitHub.Commit(pull.Branch, "Back off", ("src/backoff.py", "BASE = 2\n"));
        var messages = pull.Commits.Select(sha => gitHub.Orders.Git.Show(sha, "%B")).ToList();
        var sha = await gitHub.MergeAsync(pull.Number, method);
        return new Merged(pull.Number, pull.Title, sha, pull.Branch, messages);
    }

    private static MergedPullRequest Known(Merged merged) => new(merged.Number, merged.Title, merged.MergeSha, merged.Messages);

    private static string Commit(GitChanges changes, string text) =>
        changes.Commit(changes.Write(changes.BaseSha, new Dictionary<string, string?> { ["new.txt"] = text + "\n" }).Value!.Tree, changes.BaseSha, Said);

    private ChatOps.Adapters.Git.GitStore StoreWith(string token) => new(data.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<ChatOps.Adapters.Git.GitStore>.Instance,
        (_, _, _) => Task.FromResult<string?>("Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("x-access-token:" + token))));

    private async Task<GitChanges> OpenAsync() => (await store.OpenForChangesAsync(gitHub.Repository, push: true, CancellationToken.None)).Value!;
}
