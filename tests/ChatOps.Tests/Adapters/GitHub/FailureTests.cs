using ChatOps.Adapters.GitHub;
using ChatOps.Adapters.GitHub.Http;
using ChatOps.Chat;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Adapters.GitHub;

public sealed class FailureTests
{
    [Fact]
    public async Task Without_a_token_the_setting_is_named_and_nothing_is_asked()
    {
        await using var lab = await GitHubLab.StartAsync(("GitHub:Token", null));

        var refusal = (await lab.Api.PullRequests.GetAsync(lab.Orders, 1, default)).Refusal!;

        Assert.Equal(RefusalKind.NotConfigured, refusal.Kind);
        Assert.Contains("GITHUB_TOKEN", refusal.Sentence, StringComparison.Ordinal);
        Assert.Equal(refusal, lab.Api.WhyNot(lab.Orders));
        Assert.Empty(lab.Fake.Requests);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("orders")]
    [InlineData("acme/../x")]
    [InlineData("acme/..")]
    [InlineData("acme/orders?x=1")]
    public async Task A_repository_whose_name_on_GitHub_is_not_known_says_so(string? name)
    {
        await using var lab = await GitHubLab.StartAsync();

        var refusal = (await lab.Api.PullRequests.GetAsync(lab.Orders with { GitHub = name }, 1, default)).Refusal!;

        Assert.Equal(RefusalKind.NotConfigured, refusal.Kind);
        Assert.Contains("owner/name", refusal.Sentence, StringComparison.Ordinal);
        Assert.Empty(lab.Fake.Requests);
    }

    [Fact]
    public async Task A_token_that_GitHub_does_not_know_is_ours_to_replace_and_a_persons_to_link_again()
    {
        await using var lab = await GitHubLab.StartAsync();
        var ines = lab.Fake.AddPerson("ines");
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        lab.Fake.Revoke(ines);
        lab.Fake.Revoke(lab.Fake.Token);

        var ours = (await lab.Api.PullRequests.GetAsync(lab.Orders, pull.Number, default)).Refusal!;
        var theirs = (await lab.Api.Changes.ApproveAsync(lab.Orders, pull.Number, pull.HeadSha, ines, "", default)).Refusal!;

        Assert.Equal(RefusalKind.NotConfigured, ours.Kind);
        Assert.Contains("GITHUB_TOKEN", ours.Sentence, StringComparison.Ordinal);
        Assert.Equal(RefusalKind.Unauthenticated, theirs.Kind);
        Assert.Contains("Link the account again", theirs.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_token_may_not_do_is_forbidden_in_GitHubs_words()
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.Orders.Permissions[FakeGitHub.Bot] = "read";
        lab.Fake.Commit("ai/fix", "Fix", ("a.txt", "a\n"));

        var refusal = (await lab.Api.Changes.OpenAsync(lab.Orders, new NewPullRequest { Title = "Fix", Body = "", Branch = "ai/fix", BaseBranch = "main" }, default)).Refusal!;

        Assert.Equal(RefusalKind.Forbidden, refusal.Kind);
        Assert.EndsWith("GitHub says: Resource not accessible by personal access token.", refusal.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_read_is_repeated_after_a_passing_failure(int status)
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.FailNext(new FakeFault.Status(status));
        lab.Fake.FailNext(new FakeFault.ConnectionReset());

        Assert.NotNull((await lab.Api.Repositories.FactsAsync(lab.Orders, default)).Value);
        Assert.Equal(2, lab.Clock.Delays.Count);
        Assert.All(lab.Clock.Delays, delay => Assert.InRange(delay, TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public async Task A_failure_that_lasts_is_a_sentence_without_the_error_page()
    {
        await using var lab = await GitHubLab.StartAsync();
        for (var i = 0; i < 3; i++) lab.Fake.FailNext(new FakeFault.Status(502));

        var refusal = (await lab.Api.Repositories.FactsAsync(lab.Orders, default)).Refusal!;

        Assert.Equal((RefusalKind.ProviderFailed, "GitHub failed with status 502. Try again in a minute."), (refusal.Kind, refusal.Sentence));
        Assert.Equal(3, lab.Fake.Requests.Count);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    public async Task A_web_page_in_place_of_an_answer_says_which_setting_to_correct(int status)
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.FailNext(new FakeFault.Status(status));

        var refusal = (await lab.Api.PullRequests.GetAsync(lab.Orders, 1, default)).Refusal!;

        Assert.Equal(RefusalKind.ProviderFailed, refusal.Kind);
        Assert.Contains("GitHub:ApiUrl", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_GitHub_that_is_not_there_is_a_sentence()
    {
        await using var lab = await GitHubLab.StartAsync(("GitHub:ApiUrl", "http://127.0.0.1:9/api/v3"));

        var refusal = (await lab.Api.Repositories.FactsAsync(lab.Orders, default)).Refusal!;

        Assert.Equal(RefusalKind.ProviderFailed, refusal.Kind);
        Assert.Contains("cannot be reached", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_GitHub_that_does_not_answer_is_given_up_after_three_limits()
    {
        await using var lab = await GitHubLab.StartAsync();
        var hangs = Enumerable.Range(0, 3).Select(_ => new FakeFault.Hang()).ToList();
        hangs.ForEach(hang => lab.Fake.FailNext(hang));

        var asking = lab.Api.Repositories.FactsAsync(lab.Orders, default);
        foreach (var hang in hangs)
        {
            await hang.Arrived.Task;
            lab.Clock.Advance(RetryHandler.TimeLimit);
        }

        Assert.Equal(RefusalKind.ProviderFailed, (await asking).Refusal!.Kind);
    }

    [Fact]
    public async Task A_caller_who_gives_up_ends_the_call()
    {
        await using var lab = await GitHubLab.StartAsync();
        var hang = new FakeFault.Hang();
        lab.Fake.FailNext(hang);
        using var cancellation = new CancellationTokenSource();

        var asking = lab.Api.Repositories.FactsAsync(lab.Orders, cancellation.Token);
        await hang.Arrived.Task;
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task A_short_secondary_limit_is_waited_for_on_writes_too()
    {
        await using var lab = await GitHubLab.StartAsync();
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        lab.Fake.FailNext(new FakeFault.SecondaryLimit(7), "POST");

        Assert.NotNull((await lab.Api.Changes.CommentAsync(lab.Orders, pull.Number, "op_1", "Hello.", default)).Value);
        Assert.InRange(Assert.Single(lab.Clock.Delays), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(7));
        Assert.Single(pull.Comments);
    }

    [Fact]
    public async Task A_long_limit_is_refused_with_its_end_and_nothing_more_is_sent_until_then()
    {
        await using var lab = await GitHubLab.StartAsync();
        var until = DateTimeOffset.FromUnixTimeSeconds(lab.Clock.GetUtcNow().AddMinutes(20).ToUnixTimeSeconds());
        lab.Fake.FailNext(new FakeFault.PrimaryLimit(until));

        var first = (await lab.Api.Repositories.FactsAsync(lab.Orders, default)).Refusal!;
        var second = (await lab.Api.Repositories.FactsAsync(lab.Orders, default)).Refusal!;
        var person = (await lab.Api.Accounts.OfTokenAsync(lab.Fake.AddPerson("ines"), default)).Value;
        var sent = lab.Fake.Requests.Count;
        lab.Clock.Advance(TimeSpan.FromMinutes(21));
        var later = (await lab.Api.Repositories.FactsAsync(lab.Orders, default)).Value;

        Assert.Equal((RefusalKind.OverLimit, $"GitHub takes no more requests of this account until {until.AddSeconds(1):HH:mm:ss} UTC: its rate limit is used up. Ask again after that."), (first.Kind, first.Sentence));
        Assert.InRange(first.RetryAfter!.Value, TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(21));
        Assert.Equal(RefusalKind.OverLimit, second.Kind);
        Assert.Equal(2, sent);
        Assert.NotNull(person);
        Assert.NotNull(later);
    }

    [Fact]
    public async Task A_secondary_limit_that_names_no_time_lasts_a_minute()
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.FailNext(new FakeFault.SecondaryLimit(null));

        var refusal = (await lab.Api.Repositories.FactsAsync(lab.Orders, default)).Refusal!;

        Assert.Equal(RefusalKind.OverLimit, refusal.Kind);
        Assert.InRange(refusal.RetryAfter!.Value, TimeSpan.FromSeconds(58), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_redirect_to_another_host_is_not_followed()
    {
        await using var other = await FakeGitHub.StartAsync();
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.FailNext(new FakeFault.Redirect(new Uri($"{other.ApiUrl}/repos/acme/orders")));

        var refusal = (await lab.Api.Repositories.FactsAsync(lab.Orders, default)).Refusal!;

        Assert.Equal(RefusalKind.ProviderFailed, refusal.Kind);
        Assert.Contains("GitHub:ApiUrl", refusal.Sentence, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_redirect_on_the_same_host_is_followed_as_for_a_renamed_repository()
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.FailNext(new FakeFault.Redirect(new Uri($"{lab.Fake.ApiUrl}/repos/acme/orders")));

        Assert.Equal("acme/orders", (await lab.Api.Repositories.FactsAsync(lab.Orders with { GitHub = "acme/old-name" }, default)).Value!.FullName);
    }

    [Fact]
    public async Task Asking_again_while_nothing_changed_costs_nothing_and_a_change_is_seen_at_once()
    {
        await using var lab = await GitHubLab.StartAsync();
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        pull.Mergeable();

        await lab.Api.PullRequests.GetAsync(lab.Orders, pull.Number, default);
        var again = (await lab.Api.PullRequests.GetAsync(lab.Orders, pull.Number, default)).Value!;
        await lab.Fake.MergeAsync(pull.Number, MergeMethod.Squash);
        var merged = (await lab.Api.PullRequests.GetAsync(lab.Orders, pull.Number, default)).Value!;

        Assert.Equal([200, 304, 200], lab.Fake.Requests.Select(request => request.Status));
        Assert.Equal((PullRequestState.Open, PullRequestState.Merged), (again.State, merged.State));
    }

    [Fact]
    public async Task One_persons_answers_are_never_given_to_another()
    {
        await using var lab = await GitHubLab.StartAsync();

        var ines = (await lab.Api.Accounts.OfTokenAsync(lab.Fake.AddPerson("ines"), default)).Value!;
        var tomas = (await lab.Api.Accounts.OfTokenAsync(lab.Fake.AddPerson("tomas"), default)).Value!;

        Assert.Equal(("ines", "tomas"), (ines.Login, tomas.Login));
        Assert.Equal([200, 200], lab.Fake.Requests.Select(request => request.Status));
    }

    [Fact]
    public async Task Tokens_are_in_no_message_and_no_log()
    {
        await using var lab = await GitHubLab.StartAsync();
        var ines = lab.Fake.AddPerson("ines");
        var account = (await lab.Api.Accounts.OfTokenAsync(ines, default)).Value!;
        lab.Fake.FailNext(new FakeFault.ConnectionReset());
        await lab.Api.Repositories.FactsAsync(lab.Orders, default);
        lab.Fake.Revoke(lab.Fake.Token);
        var refusal = (await lab.Api.Repositories.FactsAsync(lab.Orders, default)).Refusal!;

        foreach (var text in (string[])[lab.Log.Text, refusal.Sentence, account.ToString()])
        {
            Assert.DoesNotContain(ines, text, StringComparison.Ordinal);
            Assert.DoesNotContain(lab.Fake.Token, text, StringComparison.Ordinal);
        }

        Assert.All(lab.Fake.Requests, request => Assert.StartsWith("ChatOps/", request.UserAgent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"message": "Validation Failed", "errors": [{"resource": "PullRequest", "code": "custom", "message": "A pull request already exists for acme:x."}]}""", "A pull request already exists for acme:x.")]
    [InlineData("""{"message": "Unprocessable Entity", "errors": ["Can not approve your own pull request"]}""", "Can not approve your own pull request.")]
    [InlineData("""{"message": "Validation Failed", "errors": [{"field": "head", "code": "invalid"}]}""", "head is invalid.")]
    [InlineData("""{"message": "<b>No</b> `rm` **x**\n\nat all"}""", "No rm x at all.")]
    [InlineData("<html>Bad gateway</html>", null)]
    [InlineData("[]", null)]
    [InlineData("", null)]
    public void GitHubs_message_becomes_plain_text(string body, string? message) => Assert.Equal(message, Refusals.MessageOf(body));
}
