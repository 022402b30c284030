using ChatOps.Adapters.GitHub;
using ChatOps.Chat;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Adapters.GitHub;

public sealed class PullRequestsTests
{
    [Fact]
    public async Task A_pull_request_is_read_by_its_number()
    {
        await using var lab = await GitHubLab.StartAsync();
        var opened = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));

        var found = (await lab.Api.PullRequests.GetAsync(lab.Orders, opened.Number, default)).Value!;

        Assert.Equal(("Tune retries", PullRequestState.Open, "ada", "main"), (found.Title, found.State, found.Author, found.BaseBranch));
        Assert.Equal((opened.Branch, opened.HeadSha, "acme/orders"), (found.Branch, found.HeadSha, found.HeadRepository));
        Assert.Equal($"{lab.Fake.Address}/acme/orders/pull/{opened.Number}", found.Url);
        Assert.Null(found.MergeCommitSha);
    }

    [Fact]
    public async Task A_number_that_does_not_exist_and_a_repository_that_the_token_may_not_see_are_both_not_found()
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.AddRepository("acme", "hidden").Permissions.Clear();

        Assert.Equal(RefusalKind.NotFound, (await lab.Api.PullRequests.GetAsync(lab.Orders, 999, default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotFound, (await lab.Api.Repositories.FactsAsync(lab.Orders with { GitHub = "acme/hidden" }, default)).Refusal!.Kind);
    }

    [Fact]
    public async Task Pull_requests_with_a_label_come_newest_first_in_every_state_up_to_the_limit()
    {
        await using var lab = await GitHubLab.StartAsync();
        var numbers = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            var pull = await lab.Fake.OpenPullRequestAsync($"Change {i}", ($"file{i}.txt", "text\n"));
            if (i != 2) lab.Fake.Label(lab.Fake.Orders, pull, "ai-generated");
            numbers.Add(pull.Number);
        }

        await lab.Fake.MergeAsync(numbers[0], MergeMethod.Squash);
        lab.Fake.Orders.Find(numbers[1])!.Close(lab.Clock.GetUtcNow());

        var all = (await lab.Api.PullRequests.WithLabelAsync(lab.Orders, "ai-generated", 20, default)).Value!;
        var some = (await lab.Api.PullRequests.WithLabelAsync(lab.Orders, "ai-generated", 2, default)).Value!;

        Assert.Equal([(numbers[3], PullRequestState.Open), (numbers[1], PullRequestState.Closed), (numbers[0], PullRequestState.Merged)], all.Select(one => (one.Number, one.State)));
        Assert.Equal([numbers[3], numbers[1]], some.Select(one => one.Number));
    }

    [Fact]
    public async Task More_than_a_page_of_labelled_pull_requests_is_read()
    {
        await using var lab = await GitHubLab.StartAsync();
        var first = await lab.Fake.OpenPullRequestAsync("One", ("a.txt", "a\n"));
        for (var i = 0; i < 104; i++) lab.Fake.Label(lab.Fake.Orders, lab.Fake.Open(lab.Fake.Orders, first.Author, $"Copy {i}", "", first.Branch, "main", draft: false), "ai-generated");

        var found = (await lab.Api.PullRequests.WithLabelAsync(lab.Orders, "ai-generated", 102, default)).Value!;

        Assert.Equal(102, found.Length);
        Assert.Equal(found.OrderByDescending(one => one.Number).Select(one => one.Number), found.Select(one => one.Number));
    }

    [Fact]
    public async Task Pull_requests_of_a_branch_come_newest_first()
    {
        await using var lab = await GitHubLab.StartAsync();
        var closed = await lab.Fake.OpenPullRequestAsync("First try", ("a.txt", "a\n"));
        closed.Close(lab.Clock.GetUtcNow());
        var again = lab.Fake.Open(lab.Fake.Orders, closed.Author, "Second try", "", closed.Branch, "main", draft: true);
        await lab.Fake.OpenPullRequestAsync("Another", ("b.txt", "b\n"));

        var found = (await lab.Api.PullRequests.OfBranchAsync(lab.Orders, closed.Branch, default)).Value!;

        Assert.Equal([again.Number, closed.Number], found.Select(one => one.Number));
        Assert.True(found[0].Draft);
    }

    [Theory]
    [InlineData("Merge")]
    [InlineData("Squash")]
    [InlineData("Rebase")]
    public async Task The_pull_request_of_a_merge_commit_is_found(string method)
    {
        await using var lab = await GitHubLab.StartAsync();
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        lab.Fake.Commit(pull.Branch, "Wait longer", ("src/wait.py", "WAIT = 2\n"));
        await lab.Fake.OpenPullRequestAsync("Another", ("b.txt", "b\n"));
        var sha = await lab.Fake.MergeAsync(pull.Number, Enum.Parse<MergeMethod>(method));

        var found = (await lab.Api.PullRequests.OfCommitAsync(lab.Orders, sha, default)).Value!;

        Assert.Equal((pull.Number, PullRequestState.Merged, sha), (found[0].Number, found[0].State, found[0].MergeCommitSha));
    }

    [Fact]
    public async Task A_commit_that_GitHub_does_not_know_has_no_pull_request()
    {
        await using var lab = await GitHubLab.StartAsync();

        Assert.Empty((await lab.Api.PullRequests.OfCommitAsync(lab.Orders, new string('a', 40), default)).Value!);
    }

    [Fact]
    public async Task Commits_come_oldest_first_and_files_with_their_old_names()
    {
        await using var lab = await GitHubLab.StartAsync();
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", null), ("src/again.py", "ATTEMPTS = 3\nDELAY = 1\n"));
        lab.Fake.Commit(pull.Branch, "Say more", ("README.md", "# Orders\n\nMore.\n"));

        var commits = (await lab.Api.PullRequests.CommitsAsync(lab.Orders, pull.Number, default)).Value!;
        var files = (await lab.Api.PullRequests.FilesAsync(lab.Orders, pull.Number, default)).Value!;

        Assert.Equal(["Tune retries", "Say more"], commits.Select(commit => commit.Message.Trim()));
        Assert.Equal(pull.HeadSha, commits[^1].Sha);
        Assert.Equal([("README.md", null, 2), ("src/again.py", "src/retry.py", 0)], files.Select(file => (file.Path, file.OldPath, file.Added)));
        Assert.Contains("+More.", files[0].Patch, StringComparison.Ordinal);
    }
}
