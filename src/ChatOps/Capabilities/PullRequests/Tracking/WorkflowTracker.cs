using ChatOps.Adapters.Git;
using ChatOps.Adapters.GitHub;
using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests.Tracking;

/// <summary>Follows our pull requests through what is seen of any pull request on GitHub.</summary>
internal sealed class WorkflowTracker(GitHubApi gitHub, TrackingStore store)
{
    /// <summary>Takes note of a pull request as GitHub has it now.</summary>
    /// <param name="configured">The repository.</param>
    /// <param name="pull">The pull request: ours, or one that may take ours back.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task SeenAsync(RepositoryRef configured, PullRequest pull, CancellationToken cancellationToken)
    {
        await store.SeenAsync(configured.Name, pull, cancellationToken);
        foreach (var number in TakenBackBy(configured, pull))
            await store.TakenBackAsync(configured.Name, number, pull.Number, cancellationToken);
    }

    /// <summary>Reads a pull request and takes note of it.</summary>
    /// <returns>Why it could not be read; null when it was.</returns>
    public async Task<Refusal?> LookAsync(RepositoryRef configured, int number, CancellationToken cancellationToken)
    {
        var read = await gitHub.PullRequests.GetAsync(Origin.Identify(configured), number, cancellationToken);
        if (read.Value is not { } pull)
            return read.Refusal;
        await SeenAsync(configured, pull, cancellationToken);
        return null;
    }

    /// <summary>Takes note of what was closed lately, oldest first, and of the open ones among some numbers.</summary>
    /// <param name="configured">The repository.</param>
    /// <param name="open">Numbers of pull requests that were open when last seen.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Why GitHub could not be asked; null when it was.</returns>
    public async Task<Refusal?> LookAroundAsync(RepositoryRef configured, IReadOnlyList<int> open, CancellationToken cancellationToken)
    {
        var lately = await gitHub.PullRequests.LatelyClosedAsync(Origin.Identify(configured), cancellationToken);
        if (lately.Value is not { } closed)
            return lately.Refusal;
        // A revert that was taken back itself says nothing any more.
        var takenBack = closed.SelectMany(pull => TakenBackBy(configured, pull)).ToHashSet();
        foreach (var pull in closed.OrderBy(pull => pull.ClosedAt))
        {
            await store.SeenAsync(configured.Name, pull, cancellationToken);
            foreach (var number in takenBack.Contains(pull.Number) ? [] : TakenBackBy(configured, pull))
                await store.TakenBackAsync(configured.Name, number, pull.Number, cancellationToken);
        }

        foreach (var number in open.Except(closed.Select(pull => pull.Number)))
        {
            if (await LookAsync(configured, number, cancellationToken) is { Kind: not RefusalKind.NotFound } refusal)
                return refusal;
        }

        return null;
    }

    private static IReadOnlyList<int> TakenBackBy(RepositoryRef configured, PullRequest pull) =>
        pull.State == PullRequestState.Merged && Origin.Identify(configured).GitHub is { } fullName ? RevertWords.Numbers(pull.Body, fullName) : [];
}
