using ChatOps.Adapters.GitHub;
using ChatOps.Chat;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Adapters.GitHub;

public sealed class AppTests
{
    [Fact]
    public async Task An_app_acts_with_one_token_until_shortly_before_it_ends()
    {
        await using var lab = await GitHubLab.StartAsAppAsync();

        await lab.Api.Repositories.FactsAsync(lab.Orders, default);
        await lab.Api.Repositories.FactsAsync(lab.Orders, default);
        var before = lab.Fake.App.TokensCreated;
        lab.Clock.Advance(TimeSpan.FromMinutes(56));
        var facts = (await lab.Api.Repositories.FactsAsync(lab.Orders, default)).Value;

        Assert.Equal((1, 2), (before, lab.Fake.App.TokensCreated));
        Assert.True(facts!.CanPush);
        Assert.DoesNotContain("ghs_", lab.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_calls_at_once_share_a_token()
    {
        await using var lab = await GitHubLab.StartAsAppAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => lab.Api.Repositories.FactsAsync(lab.Orders, default)));

        Assert.All(answers, answer => Assert.NotNull(answer.Value));
        Assert.Equal(1, lab.Fake.App.TokensCreated);
    }

    [Fact]
    public async Task A_token_that_was_revoked_is_replaced()
    {
        await using var lab = await GitHubLab.StartAsAppAsync();
        await lab.Api.Repositories.FactsAsync(lab.Orders, default);
        lab.Fake.App.RevokeAll();

        Assert.NotNull((await lab.Api.Repositories.FactsAsync(lab.Orders, default)).Value);
        Assert.Equal(2, lab.Fake.App.TokensCreated);
    }

    [Fact]
    public async Task An_app_that_is_not_installed_says_where_to_install_it()
    {
        await using var lab = await GitHubLab.StartAsAppAsync();
        lab.Fake.Orders.Permissions.Remove(FakeApp.Login);

        var refusal = (await lab.Api.Repositories.FactsAsync(lab.Orders, default)).Refusal!;

        Assert.Equal((RefusalKind.NotConfigured, "The GitHub App is not installed on acme/orders. Install it there, from the App's page on GitHub."), (refusal.Kind, refusal.Sentence));
    }

    [Fact]
    public async Task An_apps_token_in_place_of_a_persons_works_although_it_may_not_ask_who_it_is()
    {
        await using var app = await GitHubLab.StartAsAppAsync();
        await using var lab = await GitHubLab.StartAsync(app.Fake, ("GitHub:Token", app.Fake.App.CreateToken(app.Clock.GetUtcNow()).Token));
        var pull = await lab.Fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));

        var conditions = (await lab.Api.Merging.ConditionsAsync(lab.Orders, pull.Number, null, default)).Value!;

        Assert.True(conditions.Actor.IsApp);
        Assert.Empty(conditions.MergeObstacles);
    }

    [Fact]
    public async Task An_app_is_its_own_author_so_that_every_person_may_approve()
    {
        await using var lab = await GitHubLab.StartAsAppAsync();
        var ines = lab.Fake.AddPerson("ines");
        lab.Fake.Commit("ai/fix", "Fix", ("a.txt", "a\n"));

        var self = (await lab.Api.Accounts.SelfAsync(lab.Orders, default)).Value!;
        var opened = (await lab.Api.Changes.OpenAsync(lab.Orders, new NewPullRequest { Title = "Fix", Body = "", Branch = "ai/fix", BaseBranch = "main" }, default)).Value!;
        var review = (await lab.Api.Changes.ApproveAsync(lab.Orders, opened.Number, opened.HeadSha, ines, "", default)).Value!;

        Assert.Equal(new GitHubActor(FakeApp.Login, IsApp: true), self);
        Assert.Equal((FakeApp.Login, "ines"), (opened.Author, review.Login));
    }
}
