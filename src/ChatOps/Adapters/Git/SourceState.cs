namespace ChatOps.Adapters.Git;

/// <summary>What a repository's refs say at one moment.</summary>
internal sealed record SourceState
{
    /// <summary>The commit that was asked for.</summary>
    public required string Sha { get; init; }

    /// <summary>The ref that led there, as a person would name it.</summary>
    public required string Branch { get; init; }

    /// <summary>When that commit was made.</summary>
    public required DateTimeOffset CommittedAt { get; init; }

    /// <summary><c>owner/name</c> on GitHub by the remote's address; null when it is not one.</summary>
    public string? GitHub { get; init; }

    /// <summary>The address of the remote that a local repository was cloned from; null when it has none.</summary>
    public string? Origin { get; init; }

    /// <summary>What a reader has to know, each a sentence.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
