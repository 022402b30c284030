using System.Collections.Concurrent;
using System.Diagnostics;
using ChatOps.Adapters.Git;
using ChatOps.Adapters.Git.Changes;
using ChatOps.Chat;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace ChatOps.Tests.Adapters.Git.Changes;

/// <summary>Reverts of random histories against <c>git revert</c> itself.</summary>
public sealed class RevertHistoriesTests(ITestOutputHelper output) : IDisposable
{
    private const int Histories = 320;

    private readonly string root = Directory.CreateTempSubdirectory("chatops-revert-").FullName;

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)) File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Our_tree_is_the_one_of_git_revert_or_both_conflict_in_the_same_files()
    {
        ConcurrentBag<string> differences = [];
        ConcurrentBag<(LandingMethod Method, string Kind)> seen = [];
        await Parallel.ForEachAsync(Enumerable.Range(1, Histories), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (seed, cancellationToken) =>
        {
            using var history = new RandomHistory(seed, Path.Combine(root, $"{seed}", "work"));
            var ours = await OursAsync(history, Path.Combine(root, $"{seed}", "data"), cancellationToken);
            var gits = Gits(history);
            if (ours != gits) differences.Add($"seed {seed} ({history.Method}): ours {ours}, git {gits}");
            seen.Add((history.Method, gits.Split(' ')[0]));
        });

        foreach (var group in seen.GroupBy(entry => entry).OrderBy(group => group.Key)) output.WriteLine($"{group.Key.Method} {group.Key.Kind}: {group.Count()}");
        Assert.Empty(differences);
        // Every way of landing has to come out both ways, or the comparison shows nothing.
        foreach (var method in Enum.GetValues<LandingMethod>())
        {
            Assert.InRange(seen.Count(entry => entry == (method, "tree")), 20, Histories);
            Assert.InRange(seen.Count(entry => entry == (method, "conflicts")), 10, Histories);
        }
    }

    private static async Task<string> OursAsync(RandomHistory history, string data, CancellationToken cancellationToken)
    {
        using var store = new GitStore(data, TimeProvider.System, NullLogger<GitStore>.Instance);
        var changes = (await store.OpenForChangesAsync(new RepositoryRef { Name = "acme", Path = history.Folder }, push: false, cancellationToken)).Value!;
        var landed = changes.Locate(history.PullRequest).Value!;
        if (landed.Method != history.Method && history.PullRequest.Messages.Count > 1) return $"taken for a {landed.Method}";
        if (!landed.Commits.SequenceEqual(history.Landed)) return $"found {landed.Commits.Count} commits";
        var outcome = (await changes.RevertAsync(landed, changes.BaseSha, cancellationToken)).Value!;
        return outcome.Conflicts.Count > 0 ? Conflicts(outcome.Conflicts.Select(conflict => conflict.Path)) : $"tree {outcome.Tree}";
    }

    private static string Gits(RandomHistory history)
    {
        Git(history.Folder, "reset", "--hard", "--quiet", "main");
        foreach (var sha in history.Landed.Reverse())
        {
            string[] mainline = history.Method == LandingMethod.Merge ? ["-m", "1"] : [];
            if (Git(history.Folder, ["revert", "--no-edit", .. mainline, sha]).Code == 0) continue;
            var unmerged = Git(history.Folder, "diff", "--name-only", "--diff-filter=U", "-z").Output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
            if (unmerged.Length > 0) return Conflicts(unmerged);
            // Nothing was left to take back.
            Git(history.Folder, "revert", "--skip");
        }
        return $"tree {Git(history.Folder, "rev-parse", "HEAD^{tree}").Output.Trim()}";
    }

    private static string Conflicts(IEnumerable<string> paths) => $"conflicts {string.Join(", ", paths.Distinct().Order(StringComparer.Ordinal))}";

    private static (int Code, string Output) Git(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-c", "user.name=Dana", "-c", "user.email=dana@example.com", "-c", "commit.gpgsign=false", "-c", "core.autocrlf=false", "-c", "advice.skippedCherryPicks=false", .. arguments]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? text : text + errors.Result);
    }
}
