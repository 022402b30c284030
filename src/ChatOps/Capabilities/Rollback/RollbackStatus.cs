using System.Text.Json.Serialization;
using ChatOps.Adapters.Git;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Rollback;

/// <summary>Whether a pull request can be taken back now, and what stands in the way or is to be looked at first.</summary>
internal sealed record RollbackStatus
{
    public required int PrNumber { get; init; }

    /// <summary>Text from outside.</summary>
    public required string Title { get; init; }

    public required string PrUrl { get; init; }

    /// <summary><c>open</c>, <c>merged</c> or <c>closed</c>.</summary>
    public required string State { get; init; }

    public required DateTimeOffset? MergedAt { get; init; }

    /// <summary><see cref="ChangeKind.Revert"/>, or <see cref="ChangeKind.Reapply"/> when the pull request is itself a revert.</summary>
    public ChangeKind Kind { get; init; } = ChangeKind.Revert;

    public bool CanRollback { get; init; }

    /// <summary>Why it can or cannot, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary><c>merge</c>, <c>squash</c> or <c>rebase</c>; null when it was not merged or is not on its base.</summary>
    public string? Method { get; init; }

    /// <summary>The pull request that took it back, or is about to; null when none is known.</summary>
    public int? AlreadyRevertedBy { get; init; }

    /// <summary>The commit that took it back; null when none did.</summary>
    public string? AlreadyRevertedIn { get; init; }

    /// <summary>The files that cannot be put back by themselves; empty when it is clean.</summary>
    public IReadOnlyList<RollbackConflict> Conflicts { get; init; } = [];

    /// <summary>The commits since that changed the same files, newest first.</summary>
    public IReadOnlyList<LaterCommit> LaterCommits { get; init; } = [];

    /// <summary>What to look at before it is taken back.</summary>
    public IReadOnlyList<RollbackRisk> Risks { get; init; } = [];

    /// <summary>The files that it changed.</summary>
    [JsonIgnore]
    public int Files { get; init; }
}

/// <summary>A file that later commits changed in the same place.</summary>
/// <param name="Path">The file.</param>
/// <param name="LaterCommits">Those commits, newest first.</param>
internal sealed record RollbackConflict(string Path, IReadOnlyList<LaterCommit> LaterCommits);

/// <summary>A commit after the change.</summary>
/// <param name="Sha">Its full SHA.</param>
/// <param name="Subject">The first line of its message: text from outside.</param>
/// <param name="Author">Its author's name.</param>
/// <param name="CommittedAt">When it was made.</param>
/// <param name="PrNumber">Its pull request's number; null when unknown.</param>
internal sealed record LaterCommit(string Sha, string Subject, string Author, DateTimeOffset CommittedAt, int? PrNumber)
{
    /// <summary>A commit as git tells of it.</summary>
    public static LaterCommit Of(CommitInfo commit) => new(commit.Sha, commit.Subject, commit.Author, commit.CommittedAt, commit.PrNumber);

    /// <summary>What people call it: its pull request, else its SHA.</summary>
    [JsonIgnore]
    public string Name => PrNumber is { } number ? $"#{number}" : Sha[..Math.Min(10, Sha.Length)];
}

/// <summary>Something to look at before a change is taken back.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Path">The file.</param>
/// <param name="Why">What could go wrong.</param>
internal sealed record RollbackRisk(RiskKind Kind, string Path, string Why);

/// <summary>What a risk is about.</summary>
internal enum RiskKind
{
    /// <summary>A later commit changed the same file.</summary>
    LaterChange,

    /// <summary>Later code uses a file that would be gone.</summary>
    Dependent,

    /// <summary>A database's schema or data.</summary>
    Migration,

    /// <summary>Who may do what.</summary>
    Iam,

    /// <summary>Infrastructure as code.</summary>
    Infrastructure,

    /// <summary>Settings of the running program.</summary>
    Config,

    /// <summary>How the repository is built and shipped.</summary>
    Pipeline,

    /// <summary>What others call: a published interface.</summary>
    Api,

    /// <summary>Packages that are asked for.</summary>
    Dependencies,

    /// <summary>The exact versions that are installed.</summary>
    LockFile,
}
