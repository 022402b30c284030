namespace ChatOps.Chat;

/// <summary>A repository that the host was told about.</summary>
internal sealed record RepositoryRef
{
    /// <summary>The name people use for it, unique without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>A local repository that is only ever read; null when <see cref="Url"/> is given.</summary>
    public string? Path { get; init; }

    /// <summary>Where to clone from; null when <see cref="Path"/> is given.</summary>
    public string? Url { get; init; }

    /// <summary>The branch that counts when a request names no ref; null for the remote's own default.</summary>
    public string? DefaultBranch { get; init; }

    /// <summary>The ref that runs in production, read in preference to the default branch.</summary>
    public string? DeployedRef { get; init; }

    /// <summary>The chat channels whose requests are about it, by id; empty for none in particular.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary><c>owner/name</c> on GitHub; null when unknown.</summary>
    public string? GitHub { get; init; }

    /// <summary>The shell command that checks a change, run in a sandbox only; null for none.</summary>
    public string? CheckCommand { get; init; }

    /// <summary>Whether it is the host's own, made because nobody configured another.</summary>
    public bool IsSample { get; init; }

    /// <summary>Whether each pull request is checked for missing AWS permissions when it is opened and when it gets new commits; one from a fork is not.</summary>
    public bool CheckPermissions { get; init; }
}
