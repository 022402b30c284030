using ChatOps.Adapters.GitHub;

namespace ChatOps.Capabilities.IamCheck;

/// <summary>A pull request's files as one diff.</summary>
internal static class PullRequestDiff
{
    /// <summary>The diff of those that GitHub shows one of.</summary>
    public static string Of(IEnumerable<PullRequestFile> files) => string.Concat(files.Where(file => file.Patch is not null).Select(Of));

    private static string Of(PullRequestFile file) =>
        $"--- {(file.Status == "added" ? "/dev/null" : "a/" + (file.OldPath ?? file.Path))}\n+++ {(file.Status == "removed" ? "/dev/null" : "b/" + file.Path)}\n{file.Patch}\n";
}
