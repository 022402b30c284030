namespace ChatOps.Adapters.GitHub;

/// <summary>A pull request as GitHub had it a moment ago.</summary>
internal sealed record PullRequest
{
    /// <summary>Its number in the repository.</summary>
    public required int Number { get; init; }

    /// <summary>Its title: text from outside.</summary>
    public required string Title { get; init; }

    /// <summary>Its description, empty when it has none: text from outside.</summary>
    public required string Body { get; init; }

    /// <summary>Whether it is open, merged or closed unmerged.</summary>
    public required PullRequestState State { get; init; }

    /// <summary>Whether its author says that it is not ready.</summary>
    public required bool Draft { get; init; }

    /// <summary>Its page on GitHub.</summary>
    public required string Url { get; init; }

    /// <summary>The head branch's name, which may be gone by now.</summary>
    public required string Branch { get; init; }

    /// <summary>The head branch's last commit.</summary>
    public required string HeadSha { get; init; }

    /// <summary><c>owner/name</c> of the repository that the head branch is in; null when that is gone.</summary>
    public required string? HeadRepository { get; init; }

    /// <summary>The branch that it goes into.</summary>
    public required string BaseBranch { get; init; }

    /// <summary>The base branch's commit when GitHub last looked.</summary>
    public required string BaseSha { get; init; }

    /// <summary>The login of who opened it.</summary>
    public required string Author { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was merged; null when it was not.</summary>
    public required DateTimeOffset? MergedAt { get; init; }

    /// <summary>When it was merged or closed; null while it is open.</summary>
    public required DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Of a merged one: the merge commit, the squashed commit, or the last of the rebased commits. Null of any other.</summary>
    public required string? MergeCommitSha { get; init; }

    /// <summary>The names of its labels.</summary>
    public required IReadOnlyList<string> Labels { get; init; }
}

/// <summary>What became of a pull request.</summary>
internal enum PullRequestState
{
    /// <summary>It waits.</summary>
    Open,

    /// <summary>It went into its base branch.</summary>
    Merged,

    /// <summary>It was closed without a merge.</summary>
    Closed,
}

/// <summary>The pull requests with a label.</summary>
/// <param name="Newest">The newest of them, newest first.</param>
/// <param name="Total">How many there are.</param>
internal sealed record LabelledPullRequests(PullRequest[] Newest, int Total);

/// <summary>A commit of a pull request's own.</summary>
/// <param name="Sha">Its full SHA on the head branch.</param>
/// <param name="Message">Its whole message: text from outside.</param>
/// <param name="Author">The author's name as the commit has it.</param>
/// <param name="AuthoredAt">When it was written.</param>
internal sealed record PullRequestCommit(string Sha, string Message, string Author, DateTimeOffset AuthoredAt);

/// <summary>A file that a pull request changes.</summary>
/// <param name="Path">Its path; of a deleted one, the path it had.</param>
/// <param name="OldPath">The path before a rename; null when it was not renamed.</param>
/// <param name="Status"><c>added</c>, <c>modified</c>, <c>removed</c>, <c>renamed</c>, <c>copied</c> or <c>changed</c>.</param>
/// <param name="Added">Lines added.</param>
/// <param name="Removed">Lines removed.</param>
/// <param name="Patch">The hunks as GitHub shows them; null of a binary or large file.</param>
internal sealed record PullRequestFile(string Path, string? OldPath, string Status, int Added, int Removed, string? Patch);

/// <summary>A comment under a pull request.</summary>
/// <param name="Id">GitHub's id.</param>
/// <param name="Url">Its place on GitHub.</param>
internal sealed record PullRequestComment(long Id, string Url);

/// <summary>Somebody's verdict on a pull request.</summary>
/// <param name="Id">GitHub's id.</param>
/// <param name="Login">Who gave it.</param>
/// <param name="Url">Its place on GitHub.</param>
internal sealed record PullRequestReview(long Id, string Login, string Url);
