using ChatOps.Chat;

namespace ChatOps.Adapters.GitHub;

/// <summary>Reads pull requests.</summary>
internal sealed class PullRequests(GitHubConnection gitHub)
{
    /// <summary>As many as are asked for side by side: GitHub wants few requests at once.</summary>
    private const int AtOnce = 4;

    /// <summary>Two thousand with one label; what is older is not counted.</summary>
    private const int MostPages = 20;

    /// <summary>A pull request by its number; <see cref="RefusalKind.NotFound"/> when there is none.</summary>
    public Task<Answer<PullRequest>> GetAsync(RepositoryRef repository, int number, CancellationToken cancellationToken) =>
        gitHub.RunAsync<PullRequest>(repository, async session => await GetAsync(session, number), cancellationToken);

    /// <summary>The pull requests with a label, in every state, newest first.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="label">The label's name.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<Answer<PullRequest[]>> WithLabelAsync(RepositoryRef repository, string label, int limit, CancellationToken cancellationToken)
    {
        var found = await WithLabelAsync(repository, label, null, limit, cancellationToken);
        return found.Value is { } labelled ? labelled.Newest : found.Refusal!;
    }

    /// <summary>The newest pull requests with a label, and how many there are.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="label">The label's name.</param>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="limit">How many are read at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<Answer<LabelledPullRequests>> WithLabelAsync(RepositoryRef repository, string label, PullRequestState? state, int limit, CancellationToken cancellationToken) =>
        gitHub.RunAsync<LabelledPullRequests>(repository, async session =>
        {
            // GitHub filters issues by label, but not pull requests; each pull request is an issue too.
            var asked = state switch { null => "all", PullRequestState.Open => "open", _ => "closed" };
            var numbers = new List<int>();
            for (var page = 1; page <= MostPages; page++)
            {
                var issues = await session.PageAsync<Octokit.Issue>($"{session.Repository.Path}/issues?state={asked}&labels={Uri.EscapeDataString(label)}&sort=created&direction=desc", page);
                numbers.AddRange(issues.Where(issue => issue.PullRequest is { } pull && (asked != "closed" || pull.MergedAt is not null == (state == PullRequestState.Merged))).Select(issue => issue.Number));
                if (issues.Count < 100) break;
            }

            var found = new PullRequest?[Math.Min(numbers.Count, limit)];
            await Parallel.ForAsync(0, found.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = session.CancellationToken },
                async (i, _) => found[i] = await GetAsync(session, numbers[i]));
            return new LabelledPullRequests(found!, numbers.Count);
        }, cancellationToken);

    /// <summary>The hundred pull requests that were closed, merged or touched since most lately, those first.</summary>
    public Task<Answer<PullRequest[]>> LatelyClosedAsync(RepositoryRef repository, CancellationToken cancellationToken) =>
        gitHub.RunAsync<PullRequest[]>(repository, async session =>
            (await session.PageAsync<Octokit.PullRequest>($"{session.Repository.Path}/pulls?state=closed&sort=updated&direction=desc", 1)).Select(Mapping.ToOurs).ToArray(), cancellationToken);

    /// <summary>The pull requests of a head branch of the repository itself, in every state, newest first.</summary>
    public Task<Answer<PullRequest[]>> OfBranchAsync(RepositoryRef repository, string headBranch, CancellationToken cancellationToken) =>
        gitHub.RunAsync<PullRequest[]>(repository, async session => await OfBranchAsync(session, headBranch, "all"), cancellationToken);

    /// <summary>The pull requests that brought a commit in: the one whose merge commit it is first, then other merged ones. Empty when there is none or GitHub does not know the commit.</summary>
    public Task<Answer<PullRequest[]>> OfCommitAsync(RepositoryRef repository, string sha, CancellationToken cancellationToken) =>
        gitHub.RunAsync<PullRequest[]>(repository, async session =>
        {
            try
            {
                var found = await session.ListAsync<Octokit.PullRequest>($"{session.Repository.Path}/commits/{Uri.EscapeDataString(sha)}/pulls?per_page=100");
                return found.Select(Mapping.ToOurs).OrderByDescending(one => one.MergeCommitSha == sha).ThenByDescending(one => one.MergedAt ?? DateTimeOffset.MinValue).ToArray();
            }
            catch (Octokit.ApiValidationException)
            {
                // 422: "No commit found for SHA".
                return (PullRequest[])[];
            }
        }, cancellationToken);

    /// <summary>A pull request's own commits, oldest first; GitHub shows at most 250.</summary>
    public Task<Answer<PullRequestCommit[]>> CommitsAsync(RepositoryRef repository, int number, CancellationToken cancellationToken) =>
        gitHub.RunAsync<PullRequestCommit[]>(repository, async session =>
            (await session.ListAsync<Octokit.PullRequestCommit>($"{session.Repository.Path}/pulls/{number.InPath()}/commits?per_page=100")).Select(Mapping.ToOurs).ToArray(), cancellationToken);

    /// <summary>The files that a pull request changes; GitHub shows at most 3,000.</summary>
    public Task<Answer<PullRequestFile[]>> FilesAsync(RepositoryRef repository, int number, CancellationToken cancellationToken) =>
        gitHub.RunAsync<PullRequestFile[]>(repository, async session => await FilesAsync(session, number), cancellationToken);

    /// <summary>See <see cref="GetAsync(RepositoryRef, int, CancellationToken)"/>.</summary>
    internal static async Task<PullRequest> GetAsync(GitHubSession session, int number) =>
        (await session.Client.PullRequest.Get(session.Repository.Owner, session.Repository.Name, number)).ToOurs();

    /// <summary>See <see cref="OfBranchAsync(RepositoryRef, string, CancellationToken)"/>.</summary>
    /// <param name="session">The call's.</param>
    /// <param name="headBranch">The branch.</param>
    /// <param name="state"><c>open</c>, <c>closed</c> or <c>all</c>.</param>
    internal static async Task<PullRequest[]> OfBranchAsync(GitHubSession session, string headBranch, string state) =>
        [.. (await session.ListAsync<Octokit.PullRequest>($"{session.Repository.Path}/pulls?state={state}&head={Uri.EscapeDataString($"{session.Repository.Owner}:{headBranch}")}&sort=created&direction=desc&per_page=100")).Select(Mapping.ToOurs)];

    /// <summary>See <see cref="FilesAsync(RepositoryRef, int, CancellationToken)"/>.</summary>
    internal static async Task<PullRequestFile[]> FilesAsync(GitHubSession session, int number) =>
        [.. (await session.ListAsync<Octokit.PullRequestFile>($"{session.Repository.Path}/pulls/{number.InPath()}/files?per_page=100")).Select(Mapping.ToOurs)];
}
