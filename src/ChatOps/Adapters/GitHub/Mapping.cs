using System.Globalization;

namespace ChatOps.Adapters.GitHub;

/// <summary>Octokit's types as ours.</summary>
internal static class Mapping
{
    /// <summary>A pull request.</summary>
    public static PullRequest ToOurs(this Octokit.PullRequest theirs) => new()
    {
        Number = theirs.Number,
        Title = theirs.Title ?? "",
        Body = theirs.Body ?? "",
        State = theirs.MergedAt is not null ? PullRequestState.Merged : theirs.State.StringValue == "closed" ? PullRequestState.Closed : PullRequestState.Open,
        Draft = theirs.Draft,
        Url = theirs.HtmlUrl,
        Branch = theirs.Head.Ref,
        HeadSha = theirs.Head.Sha,
        HeadRepository = theirs.Head.Repository?.FullName,
        BaseBranch = theirs.Base.Ref,
        BaseSha = theirs.Base.Sha,
        Author = theirs.User?.Login ?? "ghost",
        CreatedAt = theirs.CreatedAt,
        MergedAt = theirs.MergedAt,
        ClosedAt = theirs.ClosedAt,
        // Of an open one this is only GitHub's trial merge.
        MergeCommitSha = theirs.MergedAt is null ? null : theirs.MergeCommitSha,
        Labels = [.. theirs.Labels?.Select(label => label.Name) ?? []],
    };

    /// <summary>A commit of a pull request.</summary>
    public static PullRequestCommit ToOurs(this Octokit.PullRequestCommit theirs) =>
        new(theirs.Sha, theirs.Commit.Message ?? "", theirs.Commit.Author?.Name ?? "", theirs.Commit.Author?.Date ?? DateTimeOffset.UnixEpoch);

    /// <summary>A file of a pull request.</summary>
    public static PullRequestFile ToOurs(this Octokit.PullRequestFile theirs) =>
        new(theirs.FileName, theirs.Status == "renamed" ? theirs.PreviousFileName : null, theirs.Status, theirs.Additions, theirs.Deletions, theirs.Patch);

    /// <summary>A number as it stands in a path.</summary>
    public static string InPath(this int number) => number.ToString(CultureInfo.InvariantCulture);
}
