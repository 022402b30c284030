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

    /// <summary>Takes <paramref name="change"/> out of <paramref name="onto"/>.</summary>
    public async Task<Answer<RevertOutcome>> RevertAsync(LandedChange change, string onto, CancellationToken cancellationToken)
    {
        if (repository.Lookup<Commit>(onto) is not { } tip) return Trees.Missing(onto);
        var (before, after) = (repository.Lookup<Commit>(change.Before), repository.Lookup<Commit>(change.After));
        if (before is null || after is null) return Trees.Missing(before is null ? change.Before : change.After);
        if (await history.RevertOfAsync(change, onto, cancellationToken) is { } by) return new RevertOutcome(null, [], by, NothingToUndo: false);

        if (Untouched(before, after, tip) is { } exact) return Outcome(exact.Sha, tip);
        // The merge base of the two is the change itself, so that this is the three-way merge that a revert is.
        var undone = repository.ObjectDatabase.CreateCommit(Nobody, Nobody, "Undo", before.Tree, [after], prettifyMessage: false);
        var merged = await git.RunAsync(["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", tip.Sha, undone.Sha], GitLimits.Tree, cancellationToken: cancellationToken);
        var fields = merged.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        if (merged.Code is not (0 or 1) || fields.Length == 0) return new Refusal(RefusalKind.Unexpected, $"git could not work out the revert of #{change.PullRequest.Number}. Try again; when it stays, revert it by hand.");
        if (merged.Code == 0) return Outcome(fields[0], tip);
        List<RevertConflict> conflicts = [];
        foreach (var path in fields.Skip(1).Distinct())
            conflicts.Add(new RevertConflict(path, await history.LaterAsync(change.After, onto, [path], cancellationToken)));
        return new RevertOutcome(null, conflicts, null, NothingToUndo: false);
    }

    private static Signature Nobody => new("ChatOps", "chatops@localhost", DateTimeOffset.UnixEpoch);

    private static RevertOutcome Outcome(string tree, Commit tip) => tree == tip.Tree.Sha ? new RevertOutcome(null, [], null, NothingToUndo: true) : new RevertOutcome(tree, [], null, NothingToUndo: false);

    /// <summary>The tree when each file of the change stands in the tip as the change left it and no rename can be involved; else null.</summary>
    private Tree? Untouched(Commit before, Commit after, Commit tip)
    {
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
