using System.Diagnostics;
using System.Globalization;
using ChatOps.Adapters.Git;
using ChatOps.Adapters.Git.Changes;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Capabilities.Rollback.Risks;
using ChatOps.Chat;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Benchmarks;

/// <summary>Times what stands before a rollback (find the change, take it back, later commits on its files, risks, the plan's diff and branch) on a real clone, against <c>git worktree add</c> and <c>git revert</c> of the same commit.</summary>
internal static class RevertBenchmark
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var name = arguments.Required("repo");
        var count = int.Parse(arguments.Optional("count") ?? "40", CultureInfo.InvariantCulture);
        var work = Directory.CreateTempSubdirectory("chatops-revert-").FullName;
        var clone = Path.Combine(work, "clone");
        Git(work, "clone", "--quiet", "--shared", "--bare", Path.Combine(arguments.Required("mirrors"), name.Replace('/', '+'), "repo"), clone);
        var inTree = Git(clone, "ls-tree", "-r", "--name-only", "HEAD").Output.Count(c => c == '\n');
        var commits = Git(clone, "rev-list", "--first-parent", "-n", "2000", "HEAD").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var random = new Random(1);
        // Mostly late ones, which is what people roll back, and some old ones that conflict.
        var chosen = Enumerable.Range(0, count).Select(i => commits[random.Next(Math.Min(commits.Length - 1, i % 4 == 0 ? 1500 : 150))]).Distinct().ToList();

        using var store = new GitStore(Path.Combine(work, "data"), TimeProvider.System, NullLogger<GitStore>.Instance);
        var repository = new RepositoryRef { Name = name, Path = clone };
        await store.OpenForChangesAsync(repository, push: false, cancellationToken);
        List<double> ours = [], gits = [], clean = [], merged = [];
        var (same, risks, files) = (0, 0, 0);
        foreach (var sha in chosen)
        {
            var parents = Git(clone, "show", "-s", "--format=%P", sha).Output.Trim().Split(' ');
            var started = Stopwatch.GetTimestamp();
            var changes = (await store.OpenForChangesAsync(repository, push: false, cancellationToken)).Value!;
            var landed = changes.Locate(new MergedPullRequest(1, "A change", sha, [])).Value!;
            var outcome = (await changes.RevertAsync(landed, changes.BaseSha, cancellationToken)).Value!;
            // What the pre-flight shows, then what the plan adds.
            var later = await changes.LaterFilesAsync(landed.After, [.. landed.Files.Select(file => file.Path).Take(RiskFinder.MostPaths)], RiskFinder.MostLater, cancellationToken);
            risks += (await RiskFinder.FindAsync(changes, landed, later, cancellationToken)).Count;
            if (outcome.Tree is not null)
            {
                files += Planned.Files(changes.Compare(changes.BaseSha, outcome.Tree)).Count;
                await changes.TipAsync("ai/revert-1-20261126", cancellationToken);
            }

            ours.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            (outcome.Tree is null ? merged : clean).Add(ours[^1]);

            var tree = Path.Combine(work, "tree");
            started = Stopwatch.GetTimestamp();
            Git(clone, "worktree", "add", "--quiet", "--detach", tree, "HEAD");
            var reverted = Git(tree, ["revert", "--no-edit", .. parents.Length > 1 ? ["-m", "1"] : Array.Empty<string>(), sha]);
            gits.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            var conflicts = Git(tree, "diff", "--name-only", "--diff-filter=U").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var theirs = Git(tree, "rev-parse", "HEAD^{tree}").Output.Trim();
            // A commit that says it was reverted since is not worked out by us at all.
            var agrees = outcome.RevertedBy is not null || (conflicts.Length > 0 ? outcome.Conflicts.Select(one => one.Path).Order(StringComparer.Ordinal).SequenceEqual(conflicts.Order(StringComparer.Ordinal)) : outcome.Tree == theirs);
            same += agrees ? 1 : 0;
            if (!agrees) Console.WriteLine($"{sha}: ours {outcome.Tree ?? string.Join(", ", outcome.Conflicts.Select(one => one.Path))}, git {(conflicts.Length > 0 ? string.Join(", ", conflicts) : theirs)} ({reverted.Code})");
            Git(clone, "worktree", "remove", "--force", tree);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {inTree} files; {chosen.Count} reverts, same outcome {same}; conflicts or reverted before {merged.Count}; {files} files in plans, {risks} risks"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"prepared revert p50 {Percentile(ours, 0.5):F0} ms, p95 {Percentile(ours, 0.95):F0} ms, most {ours.Max():F0} ms; by worktree p50 {Percentile(gits, 0.5):F0} ms; ratio of the sums {ours.Sum() / gits.Sum():F3}"));
        foreach (var file in Directory.EnumerateFiles(work, "*", SearchOption.AllDirectories)) File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(work, recursive: true);
        return 0;
    }

    private static double Percentile(List<double> values, double share) => values.Order().ElementAt((int)(share * (values.Count - 1)));

    private static (int Code, string Output) Git(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-c", "user.name=Dana", "-c", "user.email=dana@example.com", "-c", "commit.gpgsign=false", .. arguments]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _ = errors.Result;
        return (process.ExitCode, text);
    }
}
