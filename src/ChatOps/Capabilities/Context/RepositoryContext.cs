namespace ChatOps.Capabilities.Context;

/// <summary>What is known of a repository at one commit without asking a model.</summary>
internal sealed record RepositoryContext
{
    public required string Repo { get; init; }
    public required string HeadSha { get; init; }
    public required string Branch { get; init; }

    /// <summary>Programming languages by number of files, largest first.</summary>
    public required IReadOnlyList<LanguageShare> Languages { get; init; }

    /// <summary>How many files the commit has.</summary>
    public required int Files { get; init; }

    /// <summary>Frameworks and SDKs that the manifests name, sorted.</summary>
    public required IReadOnlyList<string> Frameworks { get; init; }

    /// <summary>Infrastructure-as-code files, sorted.</summary>
    public required IReadOnlyList<string> Iac { get; init; }

    /// <summary>Files that hold IAM policies, sorted.</summary>
    public required IReadOnlyList<string> IamPolicies { get; init; }

    /// <summary>The latest commits, of the file when one was asked for.</summary>
    public required IReadOnlyList<RecentChange> RecentChanges { get; init; }

    /// <summary>Files that bear on the file or task asked for, most likely first; empty when neither was given.</summary>
    public required IReadOnlyList<RelevantFile> RelevantFiles { get; init; }

    /// <summary>What was left out, each a sentence.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    public required long DurationMs { get; init; }
}

/// <summary>A language's part of the repository.</summary>
internal sealed record LanguageShare(string Name, int Files);

/// <summary>A commit on the branch.</summary>
internal sealed record RecentChange(string Commit, int? PrNumber, string Author, DateTimeOffset CommittedAt, string Subject);

/// <summary>A file that matters for what was asked.</summary>
internal sealed record RelevantFile(string Path, string Why);
