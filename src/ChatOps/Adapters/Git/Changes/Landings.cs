using ChatOps.Chat;
using LibGit2Sharp;

namespace ChatOps.Adapters.Git.Changes;

/// <summary>Finds a merged pull request's commits on its base, also when its branch is gone.</summary>
internal static class Landings
{
    /// <summary>Where it stands, or why it is not there.</summary>
    /// <param name="git">Our clone.</param>
    /// <param name="branch">The base, for sentences.</param>
    /// <param name="tip">The base's commit.</param>
    /// <param name="pullRequest">The pull request.</param>
    public static Answer<LandedChange> Locate(Repository git, string branch, string tip, MergedPullRequest pullRequest)
    {
        if (git.Lookup<Commit>(pullRequest.MergeSha) is not { } merge || git.Lookup<Commit>(tip) is not { } head || !Contains(git, head, merge))
            return new Refusal(RefusalKind.Unprocessable, $"#{pullRequest.Number} cannot be found on {branch}: its merge {Short(pullRequest.MergeSha)} is not in that branch's history.");
        var parents = merge.Parents.ToList();
        if (parents.Count == 0) return new Refusal(RefusalKind.Unprocessable, $"#{pullRequest.Number} is the first commit of {branch}: there is nothing to go back to.");
        if (parents.Count > 1) return Landed(git, pullRequest, LandingMethod.Merge, [merge]);
        var rebased = Rebased(merge, pullRequest.Messages);
        return rebased.Count > 0 ? Landed(git, pullRequest, LandingMethod.Rebase, rebased) : Landed(git, pullRequest, LandingMethod.Squash, [merge]);
    }

    /// <summary>Whether a commit is in another's history.</summary>
    public static bool Contains(Repository git, Commit head, Commit commit) => head.Id == commit.Id || git.ObjectDatabase.FindMergeBase(head, commit)?.Id == commit.Id;

    /// <summary>The commits that carry the pull request's own messages, oldest first; empty when the last one does not. A rebase leaves out commits that became empty.</summary>
    private static List<Commit> Rebased(Commit last, IReadOnlyList<string> messages)
    {
        List<Commit> found = [];
        var commit = last;
        for (var i = messages.Count - 1; i >= 0 && commit.Parents.Count() == 1; i--)
        {
            if (Tidy(commit.Message) == Tidy(messages[i]))
            {
                found.Insert(0, commit);
                commit = commit.Parents.First();
            }
            else if (found.Count == 0)
            {
                return [];
            }
        }
        return found;
    }

    private static LandedChange Landed(Repository git, MergedPullRequest pullRequest, LandingMethod method, List<Commit> commits)
    {
        var before = commits[0].Parents.First();
        return new LandedChange(pullRequest, method, [.. commits.Select(commit => commit.Sha)], before.Sha, Trees.Files(git, before.Tree, commits[^1].Tree));
    }

    private static string Tidy(string message) => message.ReplaceLineEndings("\n").Trim();

    private static string Short(string sha) => sha[..Math.Min(10, sha.Length)];
}
