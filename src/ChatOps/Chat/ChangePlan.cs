namespace ChatOps.Chat;

/// <summary>A change of the world that somebody may agree to: described first, stored, and applied once by an authorised person as long as its digest, its time and its base still hold.</summary>
internal sealed record ChangePlan
{
    /// <summary>Its id, <c>pl_…</c>; given when it is stored, as are the operation, the person and the times.</summary>
    public string Id { get; init; } = "";

    /// <summary>What it does.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>The operation that made it.</summary>
    public string OperationId { get; init; } = "";

    /// <summary>The repository's name.</summary>
    public required string Repository { get; init; }

    /// <summary>The branch that it goes to.</summary>
    public required string BaseBranch { get; init; }

    /// <summary>The commit of that branch that it was made on.</summary>
    public required string BaseSha { get; init; }

    /// <summary>The branch that it makes; of a pull request that is there already, its head branch.</summary>
    public required string Branch { get; init; }

    /// <summary>One line: the pull request's title.</summary>
    public required string Title { get; init; }

    /// <summary>Why, in the words of who asked; empty for none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What it changes, by path; empty when it changes no file itself.</summary>
    public IReadOnlyList<PlannedFile> Files { get; init; } = [];

    /// <summary>As a unified diff; empty when it changes no file itself.</summary>
    public string Diff { get; init; } = "";

    /// <summary>The pull request that it approves, merges, closes or adds to; null when it opens one.</summary>
    public PlannedPullRequest? PullRequest { get; init; }

    /// <summary>What its kind needs to do it, as JSON of that kind's own record; never shown.</summary>
    public string Details { get; init; } = "{}";

    /// <summary>Who asked for it, by pseudonym.</summary>
    public string RequestedBy { get; init; } = "";

    /// <summary>Who asked for the change that this one agrees to, by pseudonym; null when that is not known or this agrees to none. Under <c>Access:FourEyes</c> that person may not apply it.</summary>
    public string? AgreesWith { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it may be applied.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>What a plan does.</summary>
internal enum ChangeKind
{
    /// <summary>Opens a pull request with a fix.</summary>
    Fix,

    /// <summary>Opens a pull request with what was asked for.</summary>
    Feature,

    /// <summary>Opens a pull request that takes merged ones back.</summary>
    Revert,

    /// <summary>Opens a pull request that takes a revert back.</summary>
    Reapply,

    /// <summary>Adds a commit with the permissions that its code needs to an open pull request.</summary>
    Policy,

    /// <summary>Approves a pull request.</summary>
    Approve,

    /// <summary>Merges a pull request.</summary>
    Merge,

    /// <summary>Closes a pull request without merging it.</summary>
    Close,
}

/// <summary>A file of a plan.</summary>
/// <param name="Path">Its path after the change, or before it when it is removed.</param>
/// <param name="Mode">Its mode after the change; <c>000000</c> when removed.</param>
/// <param name="OldBlob">Its object before the change; null when new.</param>
/// <param name="NewBlob">Its object after the change; null when removed.</param>
/// <param name="Added">Lines added.</param>
/// <param name="Removed">Lines removed.</param>
internal sealed record PlannedFile(string Path, string Mode, string? OldBlob, string? NewBlob, int Added, int Removed);

/// <summary>A pull request as a plan saw it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Url">Its page.</param>
/// <param name="HeadSha">The commit that is agreed to.</param>
/// <param name="Method">How it is merged (<c>merge</c>, <c>squash</c>, <c>rebase</c>); null when it is not merged.</param>
internal sealed record PlannedPullRequest(int Number, string Url, string HeadSha, string? Method = null);

/// <summary>What came of a plan.</summary>
/// <param name="Message">One sentence.</param>
/// <param name="PrNumber">The pull request opened or acted on; null when there is none.</param>
/// <param name="PrUrl">Its page; null when there is none.</param>
/// <param name="Branch">The branch made; null when none was.</param>
/// <param name="Commit">The commit made or merged; null when there is none.</param>
internal sealed record ChangeResult(string Message, int? PrNumber = null, string? PrUrl = null, string? Branch = null, string? Commit = null);
