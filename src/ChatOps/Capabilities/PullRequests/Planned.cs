using ChatOps.Adapters.Git.Changes;
using ChatOps.Adapters.GitHub;
using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>What plans that open a pull request have in common.</summary>
internal static class Planned
{
    /// <summary>Who our commits are by.</summary>
    public const string AuthorName = "ChatOps";

    /// <summary>Their address; GitHub shows it as nobody's account.</summary>
    public const string AuthorEmail = "chatops@users.noreply.github.com";

    /// <summary>A change's files as a plan lists them.</summary>
    public static IReadOnlyList<PlannedFile> Files(ProposedChange change) =>
        [.. change.Files.SelectMany(WithOldPath).OrderBy(file => file.Path, StringComparer.Ordinal)];

    /// <summary>A pull request's state as REST and the database write it.</summary>
    public static string StateText(PullRequestState state) => state switch
    {
        PullRequestState.Merged => "merged",
        PullRequestState.Closed => "closed",
        _ => "open",
    };

    // A rename is the removal of one file and the making of another: both are agreed to, and both make the plan stale.
    private static IEnumerable<PlannedFile> WithOldPath(ChangedFile file)
    {
        if (file.OldPath is { } old)
            yield return new PlannedFile(old, "000000", file.OldBlob, null, 0, 0);
        yield return new PlannedFile(file.Path, file.Mode, file.OldPath is null ? file.OldBlob : null, file.NewBlob, file.Added, file.Removed);
    }
}
