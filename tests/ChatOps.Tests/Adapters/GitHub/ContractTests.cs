using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Adapters.GitHub;
using ChatOps.Chat;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Adapters.GitHub;

public sealed class ContractTests
{
    [SkippableFact]
    public async Task Every_request_that_we_make_is_one_that_GitHub_describes()
    {
        await using var lab = await GitHubLab.StartAsync(("GitHub:ApiUrl", "{fake}/checked/api/v3"));
        await using var asApp = await GitHubLab.StartAsAppAsync(lab.Fake, ("GitHub:ApiUrl", "{fake}/checked/api/v3"));
        await using var proxy = await ContractProxy.StartAsync(lab.Fake);
        var (api, fake, orders) = (lab.Api, lab.Fake, lab.Orders);
        fake.Orders.Permissions[FakeGitHub.Bot] = "admin";
        var ines = fake.AddPerson("ines");
        fake.Commit("main", "Owners", (".github/CODEOWNERS", "* @ines\n"));

        // Everything that a fix, its approval and its merge ask for.
        fake.Orders.Protections["main"] = new FakeProtection { Approvals = 1, CodeOwners = true, Checks = ["build", "lint"], Strict = true, Signatures = true };
        fake.Orders.Rules["main"] = JsonNode.Parse("""[{"type": "required_signatures", "ruleset_source_type": "Repository", "ruleset_source": "acme/orders", "ruleset_id": 1}]""")!.AsArray();
        Allowed(await api.Repositories.FactsAsync(orders, default));
        Assert.True(Allowed(await api.Repositories.RulesAsync(orders, "main", default)).RequiresSignatures);
        var commit = Allowed(await api.SignedCommits.CommitAsync(orders, new SignedCommit { Branch = "ai/fix-retry", BaseSha = fake.Orders.Git.Tip("main")!, Message = "Fix", Written = [("src/retry.py", Encoding.UTF8.GetBytes("ATTEMPTS = 9\n"))] }, default));
        Assert.Equal(commit, Allowed(await api.SignedCommits.CommitAsync(orders, new SignedCommit { Branch = "ai/fix-retry", BaseSha = fake.Orders.Git.Tip("main")!, Message = "Fix", Written = [] }, default)));
        var wanted = new NewPullRequest { Title = "Wait", Body = "Because.", Branch = "ai/fix-retry", BaseBranch = "main", Draft = false };
        var opened = Allowed(await api.Changes.OpenAsync(orders, wanted, default));
        Allowed(await api.Changes.CommentAsync(orders, opened.Number, "op_1", "Hello.", default));
        Allowed(await api.Changes.CommentAsync(orders, opened.Number, "op_1", "Hello.", default));
        Allowed(await api.Changes.SetCommentAsync(orders, opened.Number, "check", "Hello.", default));
        Allowed(await api.Changes.SetCommentAsync(orders, opened.Number, "check", "Hello again.", default));
        Assert.Equal("write", Allowed(await api.Repositories.PermissionAsync(orders, "ines", default)));
        var report = new CheckReport { Name = "iam-check", Id = "iam-check/1", HeadSha = opened.HeadSha, Conclusion = CheckState.Passing, Title = "All is granted", Summary = "All." };
        Allowed(await asApp.Api.Checks.SetAsync(orders, report, default));
        Allowed(await asApp.Api.Checks.SetAsync(orders, report with { Title = "All is granted still" }, default));
        fake.Check(opened.HeadSha, "build", "success");
        fake.Check(opened.HeadSha, "lint", null);
        fake.Check(opened.HeadSha, "lint", "success", isStatus: true);
        Allowed(await api.Changes.ApproveAsync(orders, opened.Number, opened.HeadSha, ines, "Fine.", default));
        Assert.Equal(RefusalKind.Unprocessable, (await api.Changes.ApproveAsync(orders, opened.Number, opened.HeadSha, fake.TokenOf(FakeGitHub.Bot), "", default)).Refusal!.Kind);
        Assert.Equal(["@ines"], Allowed(await api.Merging.ConditionsAsync(orders, opened.Number, null, default)).CodeOwners);
        fake.Check(opened.HeadSha, "lint", "failure");
        Assert.Equal(RefusalKind.Conflict, (await api.Changes.MergeAsync(orders, opened.Number, opened.HeadSha, MergeMethod.Squash, null, default)).Refusal!.Kind);
        fake.Orders.Protections.Clear();
        var merged = Allowed(await api.Changes.MergeAsync(orders, opened.Number, opened.HeadSha, MergeMethod.Squash, null, default));

        // Everything that listing, tracking and rolling back ask for.
        Assert.Equal(opened.Number, Assert.Single(Allowed(await api.PullRequests.WithLabelAsync(orders, api.Label, 20, default))).Number);
        Assert.Equal(opened.Number, Assert.Single(Allowed(await api.PullRequests.OfBranchAsync(orders, "ai/fix-retry", default))).Number);
        Assert.Equal(opened.Number, Assert.Single(Allowed(await api.PullRequests.OfCommitAsync(orders, merged.MergeCommitSha!, default))).Number);
        Assert.Equal(commit.Sha, Assert.Single(Allowed(await api.PullRequests.CommitsAsync(orders, opened.Number, default))).Sha);
        Assert.Equal("src/retry.py", Assert.Single(Allowed(await api.PullRequests.FilesAsync(orders, opened.Number, default))).Path);
        var unwanted = await fake.OpenPullRequestAsync("Unwanted", ("b.txt", "b\n"));
        Allowed(await api.Changes.CloseAsync(orders, unwanted.Number, default));
        Assert.Equal(RefusalKind.NotFound, (await api.PullRequests.GetAsync(orders, 999, default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.Unprocessable, (await api.Changes.OpenAsync(orders, wanted with { Branch = "nowhere" }, default)).Refusal!.Kind);

        // Who is who.
        Assert.Equal(HealthState.Ok, (await lab.Get<IHealthComponent>().CheckAsync(default)).State);
        Assert.Equal("ines", Allowed(await api.Accounts.OfTokenAsync(ines, default)).Login);
        Assert.Equal(FakeApp.Login, Allowed(await asApp.Api.Accounts.SelfAsync(orders, default)).Login);
        Allowed(await asApp.Api.Repositories.FactsAsync(orders, default));

        Assert.Empty(fake.Violations);
        Assert.Empty(fake.KnownRoutes.Except(fake.Routes.Keys));

        T Allowed<T>(Answer<T> answer) where T : class => answer.Value ?? throw new InvalidOperationException($"{answer.Refusal!.Sentence} {string.Join('\n', fake.Violations)}");
    }

}
