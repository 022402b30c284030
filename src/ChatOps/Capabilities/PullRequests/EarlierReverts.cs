using ChatOps.Adapters.GitHub;
using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>Finds a pull request of ours that takes another one back, as GitHub has it now: what we last saw may be old.</summary>
internal sealed class EarlierReverts(WorkflowStore workflows, GitHubApi gitHub)
{
    /// <summary>The one that is open, or merged and not taken back itself by one of ours.</summary>
    /// <param name="repository">The repository, with its name on GitHub.</param>
    /// <param name="number">The pull request that it takes back.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Answer<EarlierRevert>> FindAsync(RepositoryRef repository, int number, CancellationToken cancellationToken)
    {
        if (await workflows.FindRevertOfAsync(repository.Name, number, cancellationToken) is not { } workflow || workflow.PrNumber <= number)
            return EarlierRevert.None;
        var found = await gitHub.PullRequests.GetAsync(repository, workflow.PrNumber, cancellationToken);
        if (found.Refusal is { } refusal)
            return refusal.Kind == RefusalKind.NotFound ? EarlierRevert.None : refusal;
        if (found.Value is not { State: not PullRequestState.Closed } pull)
            return EarlierRevert.None;
        if (pull.State == PullRequestState.Merged)
        {
            var undone = await FindAsync(repository, pull.Number, cancellationToken);
            if (undone.Refusal is not null)
                return undone;
            if (undone.Value!.Pull is { State: PullRequestState.Merged })
                return EarlierRevert.None;
        }

        return new EarlierRevert(pull, workflow.PlanId);
    }
}

/// <summary>A pull request of ours that takes another one back.</summary>
/// <param name="Pull">The pull request; null when there is none.</param>
/// <param name="PlanId">The plan that it came of.</param>
internal sealed record EarlierRevert(PullRequest? Pull, string? PlanId)
{
    /// <summary>There is none.</summary>
    public static EarlierRevert None { get; } = new(null, null);
}
