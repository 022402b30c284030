using ChatOps.Adapters.GitHub;
using ChatOps.Chat;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Adapters.GitHub;

public sealed class PullRequestChangesTests
{
    private static NewPullRequest Wanted(string branch, bool draft = false) => new() { Title = "Wait before the next try", Body = "Because.", Branch = branch, BaseBranch = "main", Draft = draft };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pull_request_is_opened_with_our_label(bool draft)
    {
        await using var lab = await GitHubLab.StartAsync(("GitHub:Label", "bot-made"));
        var sha = lab.Fake.Commit("ai/fix-retry", "Wait", ("src/retry.py", "ATTEMPTS = 9\n"));

        var opened = (await lab.Api.Changes.OpenAsync(lab.Orders, Wanted("ai/fix-retry", draft), default)).Value!;

        var pull = Assert.Single(lab.Fake.Orders.PullRequests);
        Assert.Equal((sha, draft, FakeGitHub.Bot), (opened.HeadSha, opened.Draft, opened.Author));
        Assert.Equal(["bot-made"], opened.Labels);
        Assert.Equal(["bot-made"], pull.Labels);
        Assert.Equal("Because.", pull.Body);
    }

    [Fact]
    public async Task Opening_twice_opens_one()
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.Commit("ai/fix-retry", "Wait", ("src/retry.py", "ATTEMPTS = 9\n"));

        var first = (await lab.Api.Changes.OpenAsync(lab.Orders, Wanted("ai/fix-retry"), default)).Value!;
        var second = (await lab.Api.Changes.OpenAsync(lab.Orders, Wanted("ai/fix-retry"), default)).Value!;

        Assert.Equal(first.Number, second.Number);
        Assert.Single(lab.Fake.Orders.PullRequests);
    }

    [Theory]
    [InlineData("/pulls")]
    [InlineData("/labels")]
    public async Task An_answer_that_gets_lost_leads_to_no_second_pull_request(string where)
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.Commit("ai/fix-retry", "Wait", ("src/retry.py", "ATTEMPTS = 9\n"));
        lab.Fake.FailNext(new FakeFault.AnswerLost(), "POST", where);

        var opened = (await lab.Api.Changes.OpenAsync(lab.Orders, Wanted("ai/fix-retry"), default)).Value!;

        Assert.Equal(Assert.Single(lab.Fake.Orders.PullRequests).Number, opened.Number);
        Assert.Equal(["ai-generated"], opened.Labels);
    }

    [Fact]
    public async Task A_pull_request_whose_label_was_not_reached_gets_it_the_next_time()
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.Commit("ai/fix-retry", "Wait", ("src/retry.py", "ATTEMPTS = 9\n"));
        for (var i = 0; i < 3; i++) lab.Fake.FailNext(new FakeFault.Status(500), "POST", "/labels");

        Assert.Equal(RefusalKind.ProviderFailed, (await lab.Api.Changes.OpenAsync(lab.Orders, Wanted("ai/fix-retry"), default)).Refusal!.Kind);
        await lab.Api.Changes.OpenAsync(lab.Orders, Wanted("ai/fix-retry"), default);

        Assert.Equal(["ai-generated"], Assert.Single(lab.Fake.Orders.PullRequests).Labels);
    }

    [Fact]
    public async Task A_branch_that_is_not_there_or_brings_nothing_is_refused_in_GitHubs_words()
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.Orders.Git.Point("same", lab.Fake.Orders.Git.Tip("main"));

        var missing = (await lab.Api.Changes.OpenAsync(lab.Orders, Wanted("nowhere"), default)).Refusal!;
        var empty = (await lab.Api.Changes.OpenAsync(lab.Orders, Wanted("same"), default)).Refusal!;

        Assert.Equal((RefusalKind.Unprocessable, "GitHub refused: head is invalid."), (missing.Kind, missing.Sentence));
        Assert.Equal("GitHub refused: No commits between main and same.", empty.Sentence);
    }

    [Fact]
    public async Task A_comment_is_made_once_for_its_marker_also_when_the_answer_gets_lost()
    {
        await using var lab = await GitHubLab.StartAsync();
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        lab.Fake.FailNext(new FakeFault.AnswerLost(), "POST", "/comments");

        var first = (await lab.Api.Changes.CommentAsync(lab.Orders, pull.Number, "op_1", "Rolled back by #48.", default)).Value!;
        var second = (await lab.Api.Changes.CommentAsync(lab.Orders, pull.Number, "op_1", "Rolled back by #48.", default)).Value!;
        await lab.Api.Changes.CommentAsync(lab.Orders, pull.Number, "op_12", "Merged.", default);

        Assert.Equal(first, second);
        Assert.Equal(2, pull.Comments.Count);
        Assert.StartsWith("Rolled back by #48.", pull.Comments[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_approves_once_however_often_it_is_asked_for()
    {
        await using var lab = await GitHubLab.StartAsync();
        var ines = lab.Fake.AddPerson("ines");
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        lab.Fake.FailNext(new FakeFault.AnswerLost(), "POST", "/reviews");

        var review = (await lab.Api.Changes.ApproveAsync(lab.Orders, pull.Number, pull.HeadSha, ines, "Fine.", default)).Value!;
        await lab.Api.Changes.ApproveAsync(lab.Orders, pull.Number, pull.HeadSha, ines, "Fine.", default);

        var made = Assert.Single(pull.Reviews);
        Assert.Equal(("ines", "APPROVED", pull.HeadSha, review.Id), (made.By.Login, made.State, made.Sha, made.Id));
    }

    [Fact]
    public async Task Nobody_approves_their_own_pull_request()
    {
        await using var lab = await GitHubLab.StartAsync();
        var ada = lab.Fake.AddPerson("ada");
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));

        var refusal = (await lab.Api.Changes.ApproveAsync(lab.Orders, pull.Number, pull.HeadSha, ada, "", default)).Refusal!;

        Assert.Equal((RefusalKind.Unprocessable, "GitHub refused: Can not approve your own pull request."), (refusal.Kind, refusal.Sentence));
    }

    [Fact]
    public async Task What_was_agreed_to_must_still_be_the_head()
    {
        await using var lab = await GitHubLab.StartAsync();
        var ines = lab.Fake.AddPerson("ines");
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        var seen = pull.HeadSha;
        lab.Fake.Commit(pull.Branch, "One more thing", ("src/evil.py", "import os\n"));

        Assert.Equal(RefusalKind.Conflict, (await lab.Api.Changes.ApproveAsync(lab.Orders, pull.Number, seen, ines, "", default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.Conflict, (await lab.Api.Changes.MergeAsync(lab.Orders, pull.Number, seen, MergeMethod.Merge, null, default)).Refusal!.Kind);
        Assert.Empty(pull.Reviews);
        Assert.True(pull.IsOpen);
    }

    [Theory]
    [InlineData("Merge", 2)]
    [InlineData("Squash", 1)]
    [InlineData("Rebase", 1)]
    public async Task A_merge_happens_once_also_when_its_answer_gets_lost(string method, int parents)
    {
        await using var lab = await GitHubLab.StartAsync();
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        lab.Fake.FailNext(new FakeFault.AnswerLost(), "PUT", "/merge");

        var merged = (await lab.Api.Changes.MergeAsync(lab.Orders, pull.Number, pull.HeadSha, Enum.Parse<MergeMethod>(method), null, default)).Value!;
        var again = (await lab.Api.Changes.MergeAsync(lab.Orders, pull.Number, pull.HeadSha, Enum.Parse<MergeMethod>(method), null, default)).Value!;

        Assert.Equal((PullRequestState.Merged, lab.Fake.Orders.Git.Tip("main")), (merged.State, merged.MergeCommitSha));
        Assert.Equal(merged.MergeCommitSha, again.MergeCommitSha);
        Assert.Equal(parents, lab.Fake.Orders.Git.Show(merged.MergeCommitSha!, "%P").Split(' ').Length);
        Assert.Equal("ATTEMPTS = 9\n", lab.Fake.Orders.Git.Run("show", "main:src/retry.py"));
    }

    [Fact]
    public async Task A_merge_that_GitHub_does_not_allow_is_a_conflict_with_GitHubs_reason()
    {
        await using var lab = await GitHubLab.StartAsync();
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        lab.Fake.Orders.AllowedMethods.Remove("squash");

        var method = (await lab.Api.Changes.MergeAsync(lab.Orders, pull.Number, pull.HeadSha, MergeMethod.Squash, null, default)).Refusal!;
        lab.Fake.Commit("main", "Meanwhile", ("src/retry.py", "ATTEMPTS = 1\n"));
        var conflict = (await lab.Api.Changes.MergeAsync(lab.Orders, pull.Number, pull.HeadSha, MergeMethod.Merge, null, default)).Refusal!;

        Assert.Equal((RefusalKind.Conflict, "GitHub refused: Squash merges are not allowed on this repository."), (method.Kind, method.Sentence));
        Assert.Equal((RefusalKind.Conflict, "GitHub refused: Pull Request is not mergeable."), (conflict.Kind, conflict.Sentence));
    }

    [Fact]
    public async Task A_merge_that_another_has_just_overtaken_is_tried_again()
    {
        await using var lab = await GitHubLab.StartAsync();
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        lab.Fake.FailNext(new FakeFault.Refusal(405, "Base branch was modified. Review and try the merge again."), "PUT");

        Assert.Equal(PullRequestState.Merged, (await lab.Api.Changes.MergeAsync(lab.Orders, pull.Number, pull.HeadSha, MergeMethod.Squash, null, default)).Value!.State);
    }

    [Fact]
    public async Task Several_who_do_the_same_at_once_do_it_once()
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.Commit("ai/fix-retry", "Wait", ("src/retry.py", "ATTEMPTS = 9\n"));

        var opened = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => lab.Api.Changes.OpenAsync(lab.Orders, Wanted("ai/fix-retry"), default)));
        var pull = Assert.Single(lab.Fake.Orders.PullRequests);
        var merged = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => lab.Api.Changes.MergeAsync(lab.Orders, pull.Number, pull.HeadSha, MergeMethod.Squash, null, default)));

        Assert.All(opened, answer => Assert.Equal(pull.Number, answer.Value!.Number));
        Assert.All(merged, answer => Assert.Equal(pull.MergeCommitSha, answer.Value!.MergeCommitSha));
        Assert.Equal(2, BareGit.Lines(lab.Fake.Orders.Git.Run("rev-list", "main")).Length);
    }

    [Fact]
    public async Task A_person_merges_as_that_person()
    {
        await using var lab = await GitHubLab.StartAsync();
        var ines = lab.Fake.AddPerson("ines");
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));

        await lab.Api.Changes.MergeAsync(lab.Orders, pull.Number, pull.HeadSha, MergeMethod.Merge, ines, default);

        Assert.Equal("ines", pull.MergedBy!.Login);
    }

    [Fact]
    public async Task Closing_may_be_repeated_but_a_merged_one_is_not_closed()
    {
        await using var lab = await GitHubLab.StartAsync();
        var unwanted = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        var merged = await lab.Fake.OpenPullRequestAsync("Add a file", ("b.txt", "b\n"));
        await lab.Fake.MergeAsync(merged.Number, MergeMethod.Squash);
        lab.Fake.FailNext(new FakeFault.AnswerLost(), "PATCH");

        Assert.Equal(PullRequestState.Closed, (await lab.Api.Changes.CloseAsync(lab.Orders, unwanted.Number, default)).Value!.State);
        Assert.Equal(PullRequestState.Closed, (await lab.Api.Changes.CloseAsync(lab.Orders, unwanted.Number, default)).Value!.State);
        Assert.Equal(RefusalKind.Conflict, (await lab.Api.Changes.CloseAsync(lab.Orders, merged.Number, default)).Refusal!.Kind);
        Assert.Single(lab.Fake.Requests, request => request.Method == "PATCH");
    }
}
