using ChatOps.Adapters.Git;
using ChatOps.Adapters.Git.Changes;
using ChatOps.Adapters.GitHub;
using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>Opens a repository for a change: with its remote where GitHub can be used, else our clone alone, where the branch then stays.</summary>
internal sealed class ChangeSource(GitStore store, GitHubApi gitHub)
{
    /// <summary>The repository, fetched now; planning and applying use this same way in.</summary>
    public async Task<Answer<GitChanges>> OpenAsync(RepositoryRef repository, CancellationToken cancellationToken)
    {
        var opened = await store.OpenForChangesAsync(repository, gitHub.IsConfigured, cancellationToken);
        // Which repository on GitHub it is shows in its remote only, so that this is known afterwards.
        return opened.Value is { HasRemote: true } git && gitHub.WhyNot(git.Repository) is not null
            ? await store.OpenForChangesAsync(repository, push: false, cancellationToken)
            : opened;
    }

    /// <summary>Why no pull request can be opened for an opened repository; null when one can.</summary>
    public Refusal? WhyNoPullRequest(GitChanges git) =>
        gitHub.WhyNot(git.Repository) is { } refusal ? refusal
        : git.HasRemote ? null
        : new Refusal(RefusalKind.NotConfigured, $"{git.Repository.Name} has no remote named origin to push to. Add one, or set Url in its entry of Repositories, and start again.");
}
