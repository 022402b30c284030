using ChatOps.Adapters.Git.Changes;
using ChatOps.Adapters.GitHub;
using ChatOps.Chat;

namespace ChatOps.Capabilities.IamCheck.AddToPullRequest;

/// <summary>Whether we may commit to a pull request's branch: to one of the repository's own, as long as the pull request is open, and never to the branch that pull requests go to.</summary>
internal static class PolicyBranch
{
    /// <summary>Why not; null when we may.</summary>
    /// <param name="pull">The pull request now.</param>
    /// <param name="git">The repository, fetched now.</param>
    public static Refusal? WhyNot(PullRequest pull, GitChanges git)
    {
        if (pull.State != PullRequestState.Open)
            return new Refusal(RefusalKind.Conflict, $"#{pull.Number} is {(pull.State == PullRequestState.Merged ? "merged" : "closed")}, so nothing can be added to it. Open a pull request with the statement instead. Nothing was changed.");
        if (!string.Equals(pull.HeadRepository, git.Repository.GitHub, StringComparison.OrdinalIgnoreCase))
            return new Refusal(RefusalKind.Conflict, $"#{pull.Number} comes from {(pull.HeadRepository is { } fork ? $"the fork {fork}" : "a fork that is gone")}, and nothing is ever pushed there. Ask its author to add the statement. Nothing was changed.");
        return pull.Branch == git.BaseBranch
            ? new Refusal(RefusalKind.Conflict, $"#{pull.Number} comes from {pull.Branch}, the branch that pull requests go to: nothing is ever pushed to it. Nothing was changed.")
            : null;
    }
}
