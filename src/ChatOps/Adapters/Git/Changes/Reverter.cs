using ChatOps.Chat;
using LibGit2Sharp;

namespace ChatOps.Adapters.Git.Changes;

/// <summary>
/// Takes a change back out of a later commit, on objects alone. Where no file of the change was touched since, the tree is put together from both sides, which is
/// exact and takes milliseconds. Wherever content has to be merged or a rename may matter, <c>git merge-tree</c> decides: libgit2's merge differs from git's own
/// in its diff algorithm and in renamed directories, and what is shown here must be what <c>git revert</c> would do.
/// </summary>
internal sealed class Reverter(Repository repository, GitProcess git, RevertHistory history)
{
    private static readonly LibGit2Sharp.CompareOptions WithoutRenames = new() { Similarity = SimilarityOptions.None };

    /// <summary>Takes <paramref name="change"/> out of <paramref name="onto"/>, its commits newest first.</summary>
    public async Task<Answer<RevertOutcome>> RevertAsync(LandedChange change, string onto, CancellationToken cancellationToken)
    {
        if (repository.Lookup<Commit>(onto) is not { } tip) return Trees.Missing(onto);
        if (await history.RevertOfAsync(change, onto, cancellationToken) is { } by) return new RevertOutcome(null, [], by, NothingToUndo: false);
        var left = tip;
        foreach (var sha in change.Commits.Reverse())
        {
            if (repository.Lookup<Commit>(sha) is not { } commit) return Trees.Missing(sha);
            if (Untouched(commit, left) is not { } tree)
            {
                var merged = await MergeAsync(commit, left, cancellationToken);
                if (merged is null) return new Refusal(RefusalKind.Unexpected, $"git could not work out the revert of #{change.PullRequest.Number}. Try again; when it stays, revert it by hand.");
                if (merged.Conflicts.Count > 0) return new RevertOutcome(null, await ConflictsAsync(change, onto, merged.Conflicts, cancellationToken), null, NothingToUndo: false);
                tree = repository.Lookup<Tree>(merged.Tree);
            }
            if (tree.Id != left.Tree.Id) left = repository.ObjectDatabase.CreateCommit(Nobody, Nobody, "Undo", tree, [left], prettifyMessage: false);
        }
        return new RevertOutcome(left.Tree.Sha, [], null, NothingToUndo: left.Tree.Id == tip.Tree.Id);
    }

    private sealed record Merged(string Tree, IReadOnlyList<string> Conflicts);

    /// <summary>git's own three-way merge; null when git failed.</summary>
    private async Task<Merged?> MergeAsync(Commit commit, Commit tip, CancellationToken cancellationToken)
    {
        // The merge base of this commit and the tip is the change itself, so that merging the two is what a revert is.
        var undone = repository.ObjectDatabase.CreateCommit(Nobody, Nobody, "Undo", commit.Parents.First().Tree, [commit], prettifyMessage: false);
        var result = await git.RunAsync(["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", tip.Sha, undone.Sha], GitLimits.Tree, cancellationToken: cancellationToken);
        var fields = result.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return result.Code is not (0 or 1) || fields.Length == 0 ? null : new Merged(fields[0], result.Code == 0 ? [] : [.. fields.Skip(1).Distinct()]);
    }

    private async Task<IReadOnlyList<RevertConflict>> ConflictsAsync(LandedChange change, string onto, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        List<RevertConflict> conflicts = [];
        foreach (var path in paths) conflicts.Add(new RevertConflict(path, await history.LaterAsync(change.After, onto, [path], cancellationToken)));
        return conflicts;
    }

    private static Signature Nobody => new("ChatOps", "chatops@localhost", DateTimeOffset.UnixEpoch);

    /// <summary>The tree when each file of the change stands in the tip as the change left it and no rename can be involved; else null.</summary>
    private Tree? Untouched(Commit after, Commit tip)
    {
        var before = after.Parents.First();
        using var changes = repository.Diff.Compare<TreeChanges>(after.Tree, before.Tree, WithoutRenames);
        if (changes.Added.Any() && changes.Deleted.Any()) return null;
        var definition = TreeDefinition.From(tip.Tree);
        foreach (var change in changes)
        {
            var (now, left) = (tip.Tree[change.Path], after.Tree[change.Path]);
            if (now?.Target.Id != left?.Target.Id || now?.Mode != left?.Mode) return null;
            var back = before.Tree[change.Path];
            if (back is null)
            {
                definition.Remove(change.Path);
                continue;
            }
            // A directory that was renamed since would take the file with it.
            if (now is null && Parent(change.Path) is { } parent && tip.Tree[parent]?.TargetType != TreeEntryTargetType.Tree) return null;
            definition.Add(change.Path, back);
        }
        return repository.ObjectDatabase.CreateTree(definition);
    }

    private static string? Parent(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : null;
}
