namespace ChatOps.Adapters.GitHub;

/// <summary>A commit that GitHub makes and signs for us, on a new branch.</summary>
internal sealed record SignedCommit
{
    /// <summary>The branch to make.</summary>
    public required string Branch { get; init; }

    /// <summary>The commit that the branch starts at.</summary>
    public required string BaseSha { get; init; }

    /// <summary>The message; its first line is the subject.</summary>
    public required string Message { get; init; }

    /// <summary>Files written, with their whole content. A new file is an ordinary one, an old one keeps its mode: GitHub knows no other way.</summary>
    public required IReadOnlyList<(string Path, byte[] Content)> Written { get; init; }

    /// <summary>Files deleted.</summary>
    public IReadOnlyList<string> Deleted { get; init; } = [];
}

/// <summary>A commit on GitHub.</summary>
/// <param name="Sha">Its full SHA.</param>
internal sealed record CommitOnGitHub(string Sha);
