using System.Collections.Concurrent;
using System.Globalization;

namespace ChatOps.Adapters.Git;

/// <summary>Logs and blame of one repository. What git once said about a commit never changes, so it is kept.</summary>
internal sealed class HistoryCache(string directory) : IDisposable
{
    /// <summary>A line's history can be as long as the repository's: after this much time the reader is told that it was left out.</summary>
    private static readonly GitLimits BlameLimits = new(TimeSpan.FromSeconds(3), 4 * 1024 * 1024);

    private static readonly GitLimits PatchLimits = new(TimeSpan.FromSeconds(3), 8 * 1024 * 1024);

    private static readonly GitLimits MergeLimits = new(TimeSpan.FromSeconds(1), 4 * 1024 * 1024);

    private const int KeptAnswers = 4000;

    private readonly GitProcess git = new(directory);
    private readonly ConcurrentDictionary<(string, string, int), IReadOnlyList<CommitInfo>> logs = new();
    private readonly ConcurrentDictionary<(string, BlobId, int, int), IReadOnlyList<BlamedLine>> blames = new();
    private readonly ConcurrentDictionary<(string, int), IReadOnlyList<ChangedFiles>> recent = new();
    private readonly ConcurrentDictionary<(string, string), IReadOnlyList<CommitInfo>> merges = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private Task? graph;

    /// <summary>Blames that had to be asked of git, and those that were known.</summary>
    public (int Misses, int Hits) BlameCounts => (blameMisses, blameHits);

    private int blameMisses;
    private int blameHits;

    /// <summary>The latest commits that changed a file.</summary>
    public async Task<IReadOnlyList<CommitInfo>> LogAsync(string sha, string path, int limit, CancellationToken cancellationToken)
    {
        if (logs.TryGetValue((sha, path, limit), out var known)) return known;
        var result = await git.RunAsync(["log", "-n", Number(limit), CommitFormat.Argument, "--end-of-options", sha, "--", path], GitLimits.Short, cancellationToken: cancellationToken);
        var found = result.Output.Split(CommitFormat.Start, StringSplitOptions.RemoveEmptyEntries).Select(CommitFormat.Read).OfType<(CommitInfo Commit, string)>().Select(entry => entry.Commit).ToList();
        if (result.Succeeded) Remember(logs, (sha, path, limit), found);
        return found;
    }

    /// <summary>The latest commits of the branch with the files that each changed.</summary>
    public async Task<IReadOnlyList<ChangedFiles>> RecentAsync(string sha, int limit, CancellationToken cancellationToken)
    {
        if (recent.TryGetValue((sha, limit), out var known)) return known;
        var result = await git.RunAsync(["log", "-n", Number(limit), "--no-merges", "--no-renames", "--name-only", "-z", CommitFormat.Argument, "--end-of-options", sha, "--"], GitLimits.Short, cancellationToken: cancellationToken);
        List<ChangedFiles> found = [];
        foreach (var record in result.Output.Split(CommitFormat.Start, StringSplitOptions.RemoveEmptyEntries))
        {
            if (CommitFormat.Read(record) is { } entry)
                found.Add(new ChangedFiles(entry.Commit, entry.Tail.Split(['\0', '\n'], StringSplitOptions.RemoveEmptyEntries)));
        }
        if (result.Succeeded) Remember(recent, (sha, limit), found);
        return found;
    }

    /// <summary>What late commits changed in some files, newest first: one walk instead of a blame per file.</summary>
    /// <param name="sha">Where to start.</param>
    /// <param name="paths">The files.</param>
    /// <param name="since">Older commits are left out.</param>
    /// <param name="limit">The most commits.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<FileChange>> ChangesAsync(string sha, IReadOnlyList<string> paths, DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        var result = await git.RunAsync(["log", "-n", Number(limit), $"--since={since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}", "--no-merges", "--no-renames", "-p", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", CommitFormat.Argument, "--end-of-options", sha, "--", .. paths], PatchLimits, cancellationToken: cancellationToken);
        List<FileChange> found = [];
        foreach (var record in result.Output.Split(CommitFormat.Start, StringSplitOptions.RemoveEmptyEntries))
        {
            if (CommitFormat.Read(record) is { } entry) found.AddRange(PatchFormat.Changes(entry.Commit, entry.Tail));
        }
        return found;
    }

    /// <summary>Who last changed each line of the range; null when git took too long.</summary>
    public async Task<IReadOnlyList<BlamedLine>?> BlameAsync(string sha, string path, BlobId blob, int start, int end, CancellationToken cancellationToken)
    {
        if (blames.TryGetValue((path, blob, start, end), out var known))
        {
            Interlocked.Increment(ref blameHits);
            return known;
        }
        Interlocked.Increment(ref blameMisses);
        var result = await git.RunAsync(["blame", "--porcelain", "-L", $"{Number(start)},{Number(end)}", sha, "--", path], BlameLimits, cancellationToken: cancellationToken);
        if (result.TimedOut) return null;
        var found = result.Succeeded ? BlameFormat.Read(result.Output) : [];
        Remember(blames, (path, blob, start, end), found);
        return found;
    }

    /// <summary>The files that a commit renamed.</summary>
    public async Task<IReadOnlyList<(string Old, string New)>> RenamesAsync(string commit, CancellationToken cancellationToken)
    {
        var result = await git.RunAsync(["diff-tree", "-r", "-M", "-z", "--no-commit-id", "--name-status", "--diff-filter=R", commit], GitLimits.Short, cancellationToken: cancellationToken);
        // Each is status NUL old NUL new NUL.
        return [.. result.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Chunk(3).Where(fields => fields.Length == 3).Select(fields => (fields[1], fields[2]))];
    }

    /// <summary>The merge that brought a commit to the branch; null when it was committed there directly, or when git took too long.</summary>
    public async Task<CommitInfo?> MergeOfAsync(string sha, string commit, CancellationToken cancellationToken)
    {
        if (merges.TryGetValue((sha, commit), out var known)) return known is [var before] ? before : null;
        // What descends from the commit, and the branch's own line: the oldest in both is where the two met.
        var asked = await Task.WhenAll(
            git.RunAsync(["rev-list", "--ancestry-path", $"{commit}..{sha}"], MergeLimits, cancellationToken: cancellationToken),
            git.RunAsync(["log", "--first-parent", CommitFormat.Argument, $"{commit}..{sha}"], MergeLimits, cancellationToken: cancellationToken));
        if (!asked[0].Succeeded || !asked[1].Succeeded) return null;
        var descendants = asked[0].Output.Split('\n').ToHashSet(StringComparer.Ordinal);
        var line = asked[1].Output.Split(CommitFormat.Start, StringSplitOptions.RemoveEmptyEntries).Select(CommitFormat.Read).OfType<(CommitInfo Commit, string)>().Select(entry => entry.Commit);
        var met = line.LastOrDefault(candidate => descendants.Contains(candidate.Sha));
        var found = met is { PrNumber: not null } && met.Subject.StartsWith("Merge ", StringComparison.Ordinal) && !await IsParentAsync(commit, met.Sha, cancellationToken) ? met : null;
        Remember(merges, (sha, commit), found is null ? [] : [found]);
        return found;
    }

    /// <summary>Whether a commit was on the branch already when the merge was made.</summary>
    private async Task<bool> IsParentAsync(string commit, string merge, CancellationToken cancellationToken) =>
        (await git.RunAsync(["rev-parse", $"{merge}^1"], MergeLimits, cancellationToken: cancellationToken)).Output.Trim() == commit;

    /// <summary>Writes the commit-graph with changed paths, which makes a file's log several times faster. Once per process and clone: new commits are few.</summary>
    public void WriteGraphInBackground(string sha)
    {
        lock (gate)
        {
            if (graph is not null || stopping.IsCancellationRequested) return;
            graph = Task.Run(() => git.RunAsync(["commit-graph", "write", "--stdin-commits", "--changed-paths", "--no-progress"], GitLimits.Transfer, input: sha + "\n", cancellationToken: stopping.Token));
        }
    }

    /// <summary>Ends the git that still writes the commit-graph, and waits for its end; the next process writes it anew.</summary>
    public void Dispose()
    {
        lock (gate) stopping.Cancel();
        try
        {
            graph?.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // It was ended before it was done.
        }
        stopping.Dispose();
    }

    private static void Remember<TKey, TValue>(ConcurrentDictionary<TKey, TValue> cache, TKey key, TValue value) where TKey : notnull
    {
        if (cache.Count >= KeptAnswers) cache.Clear();
        cache[key] = value;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A commit and the files it changed.</summary>
internal sealed record ChangedFiles(CommitInfo Commit, IReadOnlyList<string> Paths);
