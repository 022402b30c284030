using System.Diagnostics;
using ChatOps.Adapters.GitHub;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Adapters.GitHub;

/// <summary>The fake is worth as much as it is like GitHub: git itself has to find it so.</summary>
public sealed class FakeGitHubTests
{
    [Fact]
    public async Task Git_clones_and_pushes_and_a_pull_request_follows_its_branch()
    {
        await using var fake = await FakeGitHub.StartAsync();
        var pull = await fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        var before = pull.HeadSha;

        var pushed = await PushAsync(fake, fake.Token, pull.Branch, $"refs/heads/{pull.Branch}");

        Assert.True(pushed.ExitCode == 0, pushed.Output);
        Assert.NotEqual(before, pull.HeadSha);
        Assert.Equal(before, fake.Orders.Git.Show(pull.HeadSha, "%P"));
        Assert.Contains(fake.GitRequests, request => request.Path.Contains("git-receive-pack", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_only_reads_cannot_push_and_who_is_nobody_sees_nothing()
    {
        await using var fake = await FakeGitHub.StartAsync();

        Assert.Contains("403", (await PushAsync(fake, fake.AddPerson("mei", "read"), "main", "refs/heads/ai/fix")).Output, StringComparison.Ordinal);
        Assert.NotEqual(0, (await PushAsync(fake, "ghp_wrong", "main", "refs/heads/ai/fix")).ExitCode);
        Assert.Null(fake.Orders.Git.Tip("ai/fix"));
    }

    [Fact]
    public async Task A_protected_branch_refuses_pushes_in_GitHubs_words()
    {
        await using var fake = await FakeGitHub.StartAsync();
        fake.Orders.RefusePushes("main", "Changes must be made through a pull request.");
        var tip = fake.Orders.Git.Tip("main");

        var refused = await PushAsync(fake, fake.Token, "main", "refs/heads/main");
        var allowed = await PushAsync(fake, fake.Token, "main", "refs/heads/ai/fix");

        Assert.Contains("GH006: Protected branch update failed for refs/heads/main", refused.Output, StringComparison.Ordinal);
        Assert.Equal(tip, fake.Orders.Git.Tip("main"));
        Assert.Equal(0, allowed.ExitCode);
    }

    [Theory]
    [InlineData("Merge")]
    [InlineData("Squash")]
    [InlineData("Rebase")]
    public async Task A_merge_is_made_as_GitHub_makes_it(string method)
    {
        await using var fake = await FakeGitHub.StartAsync();
        var pull = await fake.OpenPullRequestAsync("Tune retries", ("src/retry.py", "ATTEMPTS = 9\n"));
        fake.Commit(pull.Branch, "Wait longer", ("src/wait.py", "WAIT = 2\n"));
        var own = pull.Commits;
        var meanwhile = fake.Commit("main", "Meanwhile", ("other.txt", "other\n"));

        var sha = await fake.MergeAsync(pull.Number, Enum.Parse<MergeMethod>(method));

        var git = fake.Orders.Git;
        var made = BareGit.Lines(git.Run("rev-list", "--first-parent", "--reverse", "main", "^" + meanwhile)).Select(commit => git.Show(commit, "%s"));
        Assert.Equal(method switch
        {
            "Merge" => [$"Merge pull request #{pull.Number} from acme/{pull.Branch}"],
            "Squash" => [$"Tune retries (#{pull.Number})"],
            _ => ["Tune retries", "Wait longer"],
        }, made);
        Assert.Equal("README.md\nother.txt\nsrc/retry.py\nsrc/wait.py\n", git.Run("ls-tree", "-r", "--name-only", "main"));
        Assert.Equal(own, pull.Commits);
        Assert.Equal(sha, pull.MergeCommitSha);
    }

    /// <summary>Clones as the host's account, commits on a branch and pushes that as somebody.</summary>
    private static async Task<(int ExitCode, string Output)> PushAsync(FakeGitHub fake, string token, string from, string to)
    {
        var folder = Directory.CreateTempSubdirectory("chatops-test-");
        try
        {
            var cloned = await GitAsync(folder.FullName, "-c", $"http.extraHeader=Authorization: Basic {Basic(fake.Token)}", "clone", "-q", "-b", from, fake.UrlOf(fake.Orders), ".");
            Assert.True(cloned.ExitCode == 0, cloned.Output);
            await GitAsync(folder.FullName, "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "--allow-empty", "-m", "More");
            return await GitAsync(folder.FullName, "-c", $"http.extraHeader=Authorization: Basic {Basic(token)}", "push", "-q", "origin", $"HEAD:{to}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Basic(string token) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"x-access-token:{token}"));

    private static async Task<(int ExitCode, string Output)> GitAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + errors);
    }
}
