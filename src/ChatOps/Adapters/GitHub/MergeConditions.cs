namespace ChatOps.Adapters.GitHub;

/// <summary>All that decides whether GitHub would approve or merge a pull request now.</summary>
internal sealed record MergeConditions
{
    /// <summary>The pull request; its <see cref="GitHub.PullRequest.HeadSha"/> is the commit that all else is about.</summary>
    public required PullRequest PullRequest { get; init; }

    /// <summary>Whether it merges without a conflict; null when GitHub has not worked that out yet.</summary>
    public required bool? Mergeable { get; init; }

    /// <summary>GitHub's own summary: <c>clean</c>, <c>dirty</c>, <c>blocked</c>, <c>behind</c>, <c>unstable</c>, <c>draft</c>, <c>has_hooks</c> or <c>unknown</c>.</summary>
    public required string MergeableState { get; init; }

    /// <summary>What the checks of the head commit say.</summary>
    public required CheckSummary Checks { get; init; }

    /// <summary>Logins whose last word is an approval.</summary>
    public required IReadOnlyList<string> ApprovedBy { get; init; }

    /// <summary>Logins whose last word asks for changes.</summary>
    public required IReadOnlyList<string> ChangesRequestedBy { get; init; }

    /// <summary>What the base branch asks for.</summary>
    public required BranchRules Rules { get; init; }

    /// <summary>The owners (<c>@login</c>, <c>@org/team</c>) of the changed files by CODEOWNERS, when the base branch asks for their review; else empty.</summary>
    public required IReadOnlyList<string> CodeOwners { get; init; }

    /// <summary>The methods that both the repository's settings and the branch's rules allow, GitHub's default first; empty for a merge queue.</summary>
    public required IReadOnlyList<MergeMethod> AllowedMethods { get; init; }

    /// <summary>Whose token the conditions were read with, and what it may do.</summary>
    public required GitHubActor Actor { get; init; }

    /// <summary>Each a sentence: why GitHub would not merge it now, most basic first. Empty when it would, as far as can be seen.</summary>
    public required IReadOnlyList<string> MergeObstacles { get; init; }

    /// <summary>Whether failing, missing or unfinished required checks are the only obstacles: what an admin may decide about in words.</summary>
    public required bool OnlyChecksMissing { get; init; }

    /// <summary>Why GitHub would not take an approval of this person; null when it would.</summary>
    /// <param name="login">The person's login.</param>
    public string? WhyNotApprove(string login) =>
        PullRequest.State != PullRequestState.Open ? $"#{PullRequest.Number} is not open any more, so there is nothing to approve."
        : PullRequest.Author.Equals(login, StringComparison.OrdinalIgnoreCase) ? $"{login} opened #{PullRequest.Number}, and GitHub lets nobody approve a pull request of their own. Somebody else has to approve it."
        : ApprovedBy.Contains(login, StringComparer.OrdinalIgnoreCase) ? $"{login} has approved #{PullRequest.Number} already."
        : null;
}

/// <summary>The checks and statuses of a commit, by name.</summary>
/// <param name="State">All of them together.</param>
/// <param name="Failing">Those that failed.</param>
/// <param name="Pending">Those that have not finished.</param>
/// <param name="Missing">Required ones that nobody has started.</param>
internal sealed record CheckSummary(CheckState State, IReadOnlyList<string> Failing, IReadOnlyList<string> Pending, IReadOnlyList<string> Missing);

/// <summary>How the checks of a commit are together.</summary>
internal enum CheckState
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>All are green.</summary>
    Passing,

    /// <summary>None failed, some have not finished.</summary>
    Pending,

    /// <summary>Some failed.</summary>
    Failing,
}
