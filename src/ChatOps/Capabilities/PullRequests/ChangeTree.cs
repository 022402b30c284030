using ChatOps.Adapters.Git.Changes;
using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>Makes the tree that a draft describes on top of a commit. The same draft on the same commit gives the same tree, wherever and however often it is made.</summary>
internal static class ChangeTree
{
    /// <summary>The change, or why it cannot be made.</summary>
    /// <param name="git">Our clone.</param>
    /// <param name="baseSha">The commit.</param>
    /// <param name="draft">What to change.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<Answer<ProposedChange>> MakeAsync(GitChanges git, string baseSha, PullRequestDraft draft, CancellationToken cancellationToken) =>
        draft.Files is { } files ? git.Write(baseSha, files) : await RevertAsync(git, baseSha, draft.Reverts, cancellationToken);

    /// <summary>Takes changes back one after the other. One that conflicts or was taken back already is stepped over.</summary>
    /// <param name="git">Our clone.</param>
    /// <param name="baseSha">The commit.</param>
    /// <param name="newestFirst">The changes, newest first.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How each came out, in the same order.</returns>
    public static async Task<Answer<IReadOnlyList<RevertOutcome>>> RevertEachAsync(GitChanges git, string baseSha, IReadOnlyList<LandedChange> newestFirst, CancellationToken cancellationToken)
    {
        var onto = baseSha;
        List<RevertOutcome> outcomes = [];
        foreach (var landed in newestFirst)
        {
            var reverted = await git.RevertAsync(landed, onto, cancellationToken);
            if (reverted.Value is not { } outcome)
                return reverted.Refusal!;
            outcomes.Add(outcome);
            // In between, for the next one to stand on; never pushed.
            if (outcome.Tree is { } tree && outcomes.Count < newestFirst.Count)
                onto = git.Commit(tree, onto, new CommitText($"Without #{landed.PullRequest.Number}", "ChatOps", "chatops@localhost", DateTimeOffset.UnixEpoch));
        }

        return outcomes;
    }

    private static async Task<Answer<ProposedChange>> RevertAsync(GitChanges git, string baseSha, IReadOnlyList<MergedPullRequest> newestFirst, CancellationToken cancellationToken)
    {
        List<LandedChange> changes = [];
        foreach (var pull in newestFirst)
        {
            var located = git.Locate(pull);
            if (located.Value is not { } landed)
                return located.Refusal!;
            changes.Add(landed);
        }

        var reverted = await RevertEachAsync(git, baseSha, changes, cancellationToken);
        if (reverted.Value is not { } outcomes)
            return reverted.Refusal!;
        foreach (var (pull, outcome) in newestFirst.Zip(outcomes))
        {
            if (outcome.Tree is null)
            {
                return new Refusal(RefusalKind.Conflict, outcome.RevertedBy is { } by
                    ? $"#{pull.Number} has been taken back already, by {by.Sha[..10]}. Nothing was changed."
                    : $"#{pull.Number} can no longer be taken back by itself: {string.Join(", ", outcome.Conflicts.Select(conflict => conflict.Path))} changed since. Nothing was changed.");
            }
        }

        return git.Compare(baseSha, outcomes[^1].Tree!);
    }
}
