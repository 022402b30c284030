namespace ChatOps.Tests.Support.GitHub;

/// <summary>A pull request on the fake.</summary>
internal sealed class FakePullRequest(FakeRepository repository, int number, FakeAccount author, DateTimeOffset createdAt)
{
    private string? closedHead;
    private string? lastHead;
    private string? triedFor;

    public int Number => number;

    public FakeAccount Author => author;

    public DateTimeOffset CreatedAt => createdAt;

    public required string Title { get; set; }

    public required string Body { get; set; }

    public required string Branch { get; init; }

    public required string BaseBranch { get; init; }

    /// <summary>The repository that it says it comes from; null for its own.</summary>
    public FakeRepository? Fork { get; set; }

    public bool Draft { get; set; }

    public List<string> Labels { get; } = [];

    public List<FakeReview> Reviews { get; } = [];

    public List<FakeComment> Comments { get; } = [];

    public DateTimeOffset? ClosedAt { get; private set; }

    public DateTimeOffset? MergedAt { get; private set; }

    public string? MergeCommitSha { get; private set; }

    /// <summary>The commits that a rebase merge made on the base.</summary>
    public string[] MadeCommits { get; set; } = [];

    public FakeAccount? MergedBy { get; private set; }

    public bool IsOpen => ClosedAt is null;

    /// <summary>Follows the branch while it is open.</summary>
    public string HeadSha => closedHead ?? (lastHead = repository.Git.Tip(Branch) ?? lastHead)!;

    /// <summary>Its own commits, oldest first.</summary>
    public string[] Commits => repository.Git.Between(BaseSha, HeadSha);

    /// <summary>The base's last commit now, or when it was merged.</summary>
    public string BaseSha { get => field ?? repository.Git.Tip(BaseBranch)!; private set; }

    /// <summary>Whether it merges; null when it is asked for the first time since one of the branches moved, as GitHub works it out in the background.</summary>
    public bool? Mergeable(bool lookAgain = false)
    {
        if (!IsOpen) return null;
        var now = $"{HeadSha} {BaseSha}";
        if (triedFor != now && !lookAgain)
        {
            triedFor = now;
            return null;
        }

        return repository.Git.MergeTree(BaseSha, HeadSha) is not null;
    }

    public void Close(DateTimeOffset at) => (closedHead, ClosedAt) = (HeadSha, at);

    public void Reopen() => (closedHead, ClosedAt) = (null, null);

    /// <summary>Closes it as merged; the base branch does not have the merge yet.</summary>
    public void Merged(string sha, FakeAccount by, DateTimeOffset at)
    {
        // From now on it does not follow the branch.
        var before = BaseSha;
        BaseSha = before;
        Close(at);
        (MergeCommitSha, MergedBy, MergedAt) = (sha, by, at);
    }
}

/// <summary>A review on the fake.</summary>
internal sealed record FakeReview(long Id, FakeAccount By, string State, string Body, string Sha, DateTimeOffset At);

/// <summary>A comment on the fake.</summary>
internal sealed record FakeComment(long Id, FakeAccount By, string Body, DateTimeOffset At);
