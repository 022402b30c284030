using System.Text;
using ChatOps.Adapters.GitHub;
using ChatOps.Chat;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Adapters.GitHub;

public sealed class SignedCommitsTests
{
    [Fact]
    public async Task GitHub_makes_and_signs_the_commit()
    {
        await using var lab = await GitHubLab.StartAsync();

        var commit = (await lab.Api.SignedCommits.CommitAsync(lab.Orders, Wanted(lab), default)).Value!;

        var git = lab.Fake.Orders.Git;
        Assert.Equal(git.Tip("ai/fix-retry"), commit.Sha);
        Assert.Contains(commit.Sha, lab.Fake.Orders.Signed);
        Assert.Equal(git.Tip("main"), git.Show(commit.Sha, "%P"));
        Assert.Equal("Wait before the next try\n\nBecause of #46.", git.Show(commit.Sha, "%B").Trim());
        Assert.Equal("src/retry.py", git.Run("ls-tree", "-r", "--name-only", commit.Sha).Trim());
        Assert.Equal("ATTEMPTS = 9\n", git.Run("show", $"{commit.Sha}:src/retry.py"));
    }

    [Theory]
    [InlineData("/git/refs")]
    [InlineData("/graphql")]
    public async Task An_answer_that_gets_lost_leads_to_no_second_commit(string where)
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.FailNext(new FakeFault.AnswerLost(), "POST", where);

        var first = (await lab.Api.SignedCommits.CommitAsync(lab.Orders, Wanted(lab), default)).Value!;
        var second = (await lab.Api.SignedCommits.CommitAsync(lab.Orders, Wanted(lab), default)).Value!;

        Assert.Equal(first, second);
        Assert.Single(lab.Fake.Orders.Git.Between("main", "ai/fix-retry"));
    }

    [Fact]
    public async Task A_branch_with_something_else_on_it_is_left_alone()
    {
        await using var lab = await GitHubLab.StartAsync();
        var wanted = Wanted(lab);
        var theirs = lab.Fake.Commit("ai/fix-retry", "Somebody's work", ("a.txt", "a\n"));

        var refusal = (await lab.Api.SignedCommits.CommitAsync(lab.Orders, wanted, default)).Refusal!;

        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        Assert.Equal(theirs, lab.Fake.Orders.Git.Tip("ai/fix-retry"));
    }

    [Fact]
    public async Task What_GraphQL_refuses_comes_through()
    {
        await using var lab = await GitHubLab.StartAsync();
        var wanted = Wanted(lab);
        lab.Fake.Orders.Git.Point("ai/fix-retry", wanted.BaseSha);
        lab.Fake.Orders.Permissions[FakeGitHub.Bot] = "read";

        var refusal = (await lab.Api.SignedCommits.CommitAsync(lab.Orders, wanted, default)).Refusal!;

        Assert.Equal("GitHub refused: Resource not accessible by personal access token.", refusal.Sentence);
    }

    private static SignedCommit Wanted(GitHubLab lab) => new()
    {
        Branch = "ai/fix-retry",
        BaseSha = lab.Fake.Orders.Git.Tip("main")!,
        Message = "Wait before the next try\n\nBecause of #46.",
        Written = [("src/retry.py", Encoding.UTF8.GetBytes("ATTEMPTS = 9\n"))],
        Deleted = ["README.md"],
    };
}
