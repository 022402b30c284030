namespace ChatOps.Adapters.Git.Changes;

/// <summary>A tree that is ready to be committed, and what it changes against its base.</summary>
/// <param name="BaseSha">The commit it was made on.</param>
/// <param name="Tree">Its SHA in our clone.</param>
/// <param name="Files">What differs, by path.</param>
/// <param name="Diff">As a unified diff; binary files are named only.</param>
internal sealed record ProposedChange(string BaseSha, string Tree, IReadOnlyList<ChangedFile> Files, string Diff);

/// <summary>A file that differs between two trees.</summary>
/// <param name="Path">Its path after the change, or before it when it is removed.</param>
/// <param name="OldPath">Its earlier path when it was renamed; else null.</param>
/// <param name="Mode">Its mode after the change (<c>100644</c>, <c>100755</c>, <c>120000</c>, <c>160000</c>); <c>000000</c> when removed.</param>
/// <param name="OldBlob">Its object before the change; null when new.</param>
/// <param name="NewBlob">Its object after the change; null when removed.</param>
/// <param name="Added">Lines added.</param>
/// <param name="Removed">Lines removed.</param>
/// <param name="IsBinary">Whether it has no lines.</param>
internal sealed record ChangedFile(string Path, string? OldPath, string Mode, string? OldBlob, string? NewBlob, int Added, int Removed, bool IsBinary);

/// <summary>What a commit says of itself. The same text on the same tree and parents gives the same commit, so that a repeated step makes no second one.</summary>
/// <param name="Message">Its message.</param>
/// <param name="Name">Author and committer.</param>
/// <param name="Email">Their address.</param>
/// <param name="At">When, to the second.</param>
internal sealed record CommitText(string Message, string Name, string Email, DateTimeOffset At);

/// <summary>How a pull request's commits came to its base.</summary>
internal enum LandingMethod
{
    /// <summary>By a merge commit.</summary>
    Merge,

    /// <summary>As one commit.</summary>
    Squash,

    /// <summary>One by one, by rebase or fast-forward.</summary>
    Rebase,
}

/// <summary>What is known of a merged pull request.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Title">Its title.</param>
/// <param name="MergeSha">The commit that the host names as its merge.</param>
/// <param name="Messages">The messages of its own commits, oldest first: how a rebase is told from a squash when its branch is gone.</param>
internal sealed record MergedPullRequest(int Number, string Title, string MergeSha, IReadOnlyList<string> Messages);

/// <summary>A merged pull request as it stands on its base.</summary>
/// <param name="PullRequest">The pull request.</param>
/// <param name="Method">How it came there.</param>
/// <param name="Commits">Its commits on the base, oldest first; the merge commit alone for a merge.</param>
/// <param name="Before">The base's commit before the first of them.</param>
/// <param name="Files">What it changed.</param>
internal sealed record LandedChange(MergedPullRequest PullRequest, LandingMethod Method, IReadOnlyList<string> Commits, string Before, IReadOnlyList<ChangedFile> Files)
{
    /// <summary>The base's commit after the last of them.</summary>
    public string After => Commits[^1];
}

/// <summary>How undoing a change on top of a commit comes out.</summary>
/// <param name="Tree">The tree without the change; null when it conflicts.</param>
/// <param name="Conflicts">The files that later commits changed in the same places; empty when it is clean.</param>
/// <param name="RevertedBy">The commit that undid it already; null when none did.</param>
/// <param name="NothingToUndo">Whether the tree stays as it is: somebody took the change back by hand.</param>
internal sealed record RevertOutcome(string? Tree, IReadOnlyList<RevertConflict> Conflicts, CommitInfo? RevertedBy, bool NothingToUndo);

/// <summary>A file that cannot be put back by itself.</summary>
/// <param name="Path">The file.</param>
/// <param name="LaterCommits">The commits after the change that touched it, newest first.</param>
internal sealed record RevertConflict(string Path, IReadOnlyList<CommitInfo> LaterCommits);

/// <summary>Where a branch of the remote stands.</summary>
/// <param name="Sha">Its commit; null when there is no such branch.</param>
internal sealed record BranchTip(string? Sha);
