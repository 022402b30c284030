namespace ChatOps.Adapters.GitHub;

/// <summary>A pull request to open.</summary>
internal sealed record NewPullRequest
{
    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Its description, as Markdown.</summary>
    public required string Body { get; init; }

    /// <summary>The branch with the change, which is there already.</summary>
    public required string Branch { get; init; }

    /// <summary>The branch that it goes into.</summary>
    public required string BaseBranch { get; init; }

    /// <summary>Whether it is opened as a draft.</summary>
    public bool Draft { get; init; }
}
