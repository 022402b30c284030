using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatOps.Adapters.Git.Changes;

/// <summary>What happened on a branch after a change.</summary>
internal sealed partial class RevertHistory(GitProcess git)
{
    private const int MostLater = 10;
    private const int MostReverts = 200;

    private const char End = '\x1f';
    private const char Next = '\x1e';

    /// <summary>The commits between two that touched any of some files, newest first; merges are left out.</summary>
    public async Task<IReadOnlyList<CommitInfo>> LaterAsync(string after, string until, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        if (paths.Count == 0) return [];
        var result = await git.RunAsync(["log", "-n", MostLater.ToString(CultureInfo.InvariantCulture), "--no-merges", CommitFormat.Argument, "--end-of-options", $"{after}..{until}", "--", .. paths], GitLimits.Short, cancellationToken: cancellationToken);
        return [.. result.Output.Split(CommitFormat.Start, StringSplitOptions.RemoveEmptyEntries).Select(record => CommitFormat.Read(record)?.Commit).OfType<CommitInfo>()];
    }

    /// <summary>The commits between two, newest first, each with those of the files that it changed; merges are left out.</summary>
    /// <param name="after">The older commit.</param>
    /// <param name="until">The newer one.</param>
    /// <param name="paths">Only commits that touched any of these; empty for all.</param>
    /// <param name="limit">The most commits.</param>
    /// <param name="cancellationToken">Stops git.</param>
    public async Task<IReadOnlyList<ChangedFiles>> LaterFilesAsync(string after, string until, IReadOnlyList<string> paths, int limit, CancellationToken cancellationToken)
    {
        var result = await git.RunAsync(["log", "-n", limit.ToString(CultureInfo.InvariantCulture), "--no-merges", "--no-renames", "--name-only", "-z", CommitFormat.Argument, "--end-of-options", $"{after}..{until}", "--", .. paths], GitLimits.Short, cancellationToken: cancellationToken);
        return [.. result.Output.Split(CommitFormat.Start, StringSplitOptions.RemoveEmptyEntries)
            .Select(record => CommitFormat.Read(record))
            .OfType<(CommitInfo Commit, string Tail)>()
            .Select(entry => new ChangedFiles(entry.Commit, entry.Tail.Split(['\0', '\n'], StringSplitOptions.RemoveEmptyEntries)))];
    }

    /// <summary>The commit that took a change back, by us or by hand, and was not itself taken back; null when there is none.</summary>
    public async Task<CommitInfo?> RevertOfAsync(LandedChange change, string until, CancellationToken cancellationToken)
    {
        var result = await git.RunAsync(["log", "-n", MostReverts.ToString(CultureInfo.InvariantCulture), "-i", "-E", "--grep=revert|reapply", $"--format=%x1e%H%x1f%an%x1f%ct%x1f%P%x1f%B%x1f", "--end-of-options", $"{change.After}..{until}"], GitLimits.Short, cancellationToken: cancellationToken);
        List<Undoing> undoings = [.. result.Output.Split(Next, StringSplitOptions.RemoveEmptyEntries).Select(Read).OfType<Undoing>()];
        // Of a pull request that was merged by a merge commit, people name the merge, not the commit that does it.
        foreach (var merge in undoings.Where(undoing => undoing.Branch is not null))
        {
            if (undoings.Find(undoing => undoing.Commit.Sha == merge.Branch) is { } merged) merged.Merge = merge.Commit;
        }
        return LatestOf(undoings, undoing => undoing.Undoes(change));
    }

    private static CommitInfo? LatestOf(List<Undoing> undoings, Func<Undoing, bool> undoes)
    {
        var found = undoings.FirstOrDefault(undoes);
        if (found is null) return null;
        // Newest first: what took this one back comes before it.
        var later = undoings[..undoings.IndexOf(found)];
        return LatestOf(later, undoing => undoing.Undoes(found)) is null ? found.Commit with { PrNumber = found.PrNumber } : null;
    }

    private static Undoing? Read(string record)
    {
        var fields = record.Split(End, 6);
        if (fields.Length < 5 || fields[0].Length < 40 || !long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return null;
        var (parents, message) = (fields[3].Split(' '), fields[4].Trim());
        var subject = message.Split('\n', 2)[0].Trim();
        return new Undoing(new CommitInfo(fields[0], fields[1], DateTimeOffset.FromUnixTimeSeconds(seconds), subject, CommitFormat.PullRequest(subject)), message, parents.ElementAtOrDefault(1));
    }

    /// <summary>A commit that says it takes something back, or the merge of one.</summary>
    /// <param name="Commit">The commit.</param>
    /// <param name="Message">Its whole message.</param>
    /// <param name="Branch">The last commit that it merged; null when it is no merge.</param>
    private sealed record Undoing(CommitInfo Commit, string Message, string? Branch)
    {
        /// <summary>The merge that brought it to the branch; null when it stands there itself.</summary>
        public CommitInfo? Merge { get; set; }

        public int? PrNumber => Merge?.PrNumber ?? Commit.PrNumber;

        public bool Undoes(LandedChange change) =>
            change.Commits.Any(NamesCommit) || NamesPullRequest(change.PullRequest.Number) || NamesTitle(change.PullRequest.Title);

        public bool Undoes(Undoing other) =>
            NamesCommit(other.Commit.Sha) || (other.Merge is { } merge && NamesCommit(merge.Sha)) || (other.PrNumber is { } number && NamesPullRequest(number)) || NamesTitle(other.Commit.Subject);

        /// <summary>git's own sentence.</summary>
        private bool NamesCommit(string sha) => RevertedCommit().Matches(Message).Any(match => sha.StartsWith(match.Groups[1].Value, StringComparison.Ordinal));

        /// <summary>GitHub's sentence in the description, or our subject after a squash: <c>Revert "…" (#46) (#47)</c>, where the last number is the revert's own.</summary>
        private bool NamesPullRequest(int number) =>
            RevertedPullRequest().Matches(Message).Any(match => Is(match, number)) || (TwoNumbers().Match(Commit.Subject) is { Success: true } subject && Is(subject, number));

        /// <summary>The subject that git and GitHub give a revert.</summary>
        private bool NamesTitle(string title) => OwnNumber().Replace(Commit.Subject, "") is var subject && (subject == $"Revert \"{title}\"" || subject == $"Revert \"{OwnNumber().Replace(title, "")}\"");

        private static bool Is(Match match, int number) => int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var found) && found == number;
    }

    [GeneratedRegex(@"This reverts commit ([0-9a-f]{7,64})", RegexOptions.NonBacktracking)]
    private static partial Regex RevertedCommit();

    [GeneratedRegex(@"(?m)^Reverts (?:[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+)?#([0-9]{1,9})", RegexOptions.NonBacktracking)]
    private static partial Regex RevertedPullRequest();

    [GeneratedRegex(@"^(?:Revert|Reapply) .*\(#([0-9]{1,9})\) \(#[0-9]{1,9}\)$", RegexOptions.NonBacktracking)]
    private static partial Regex TwoNumbers();

    [GeneratedRegex(@" \(#[0-9]{1,9}\)$", RegexOptions.NonBacktracking)]
    private static partial Regex OwnNumber();
}
