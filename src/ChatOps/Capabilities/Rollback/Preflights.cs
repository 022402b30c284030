using ChatOps.Adapters.Git;
using ChatOps.Adapters.Git.Changes;
using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Capabilities.Rollback.Risks;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Rollback;

/// <summary>Finds out whether pull requests can be taken back. Changes nothing.</summary>
internal sealed class Preflights(RunContext context, GitStore store, GitHubApi gitHub, EarlierReverts earlier, WorkflowStore workflows)
{
    private const int AtOnce = 4;

    /// <summary>Looks at GitHub and at the base branch as they are now.</summary>
    public async Task<Answer<Preflight>> RunAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken)
    {
        var named = await NamedAsync(cancellationToken);
        if (named.Refusal is { } unnamed)
            return unnamed;
        if (gitHub.WhyNot(named.Value!) is { } missing)
            return missing;
        await context.StepAsync($"Reading {string.Join(", ", numbers.Select(number => $"#{number}"))}", cancellationToken);
        var opening = store.OpenForChangesAsync(context.Repository, push: true, cancellationToken);
        var asking = AskAsync(named.Value!, numbers, cancellationToken);
        await Task.WhenAll(opening, asking);
        if ((await asking).Value is not { } asked)
            return (await asking).Refusal!;
        if ((await opening).Value is not { } opened)
            return (await opening).Refusal!;

        var bases = asked.Select(one => one.Pull).Where(pull => pull.State == PullRequestState.Merged).Select(pull => pull.BaseBranch).Distinct().ToList();
        if (bases.Count > 1)
            return new Refusal(RefusalKind.Unprocessable, $"These were merged into different branches ({string.Join(", ", bases)}). Roll them back branch by branch.");
        var git = bases is [var other] && other != opened.BaseBranch ? (await store.OpenForChangesAsync(context.Repository with { DefaultBranch = other }, push: true, cancellationToken)).Value ?? opened : opened;
        return await LookAsync(git, asked, cancellationToken);
    }

    /// <summary>A pull request with the messages of its own commits.</summary>
    private sealed record Asked(PullRequest Pull, IReadOnlyList<string> Messages)
    {
        public MergedPullRequest Merged => new(Pull.Number, Pull.Title, Pull.MergeCommitSha!, Messages);
    }

    /// <summary>The repository with its name on GitHub, which a clone's remote may tell.</summary>
    private async Task<Answer<RepositoryRef>> NamedAsync(CancellationToken cancellationToken)
    {
        if (context.Repository is { GitHub: not null } named)
            return named;
        if (context.Repository.Url is { } url)
            return context.Repository with { GitHub = GitHubName.Of(url) };
        var opened = await store.OpenForChangesAsync(context.Repository, push: false, cancellationToken);
        return opened.Value is { } git ? git.Repository : opened.Refusal!;
    }

    private async Task<Answer<Asked[]>> AskAsync(RepositoryRef repository, IReadOnlyList<int> numbers, CancellationToken cancellationToken)
    {
        var answers = new Answer<Asked>[numbers.Count];
        await Parallel.ForAsync(0, numbers.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (i, token) => answers[i] = await AskAsync(repository, numbers[i], token));
        return answers.FirstOrDefault(answer => answer.Refusal is not null)?.Refusal is { } refusal ? refusal : answers.Select(answer => answer.Value!).ToArray();
    }

    private async Task<Answer<Asked>> AskAsync(RepositoryRef repository, int number, CancellationToken cancellationToken)
    {
        var pull = await gitHub.PullRequests.GetAsync(repository, number, cancellationToken);
        if (pull.Value is not { } found)
        {
            return pull.Refusal!.Kind == RefusalKind.NotFound
                ? new Refusal(RefusalKind.NotFound, $"#{number} is no pull request of {repository.GitHub}, or our token may not see it. Check the number and the repository.")
                : pull.Refusal;
        }

        if (found.State != PullRequestState.Merged || found.MergeCommitSha is null)
            return new Asked(found, []);
        // They tell a rebase from a squash when the branch is gone.
        var commits = await gitHub.PullRequests.CommitsAsync(repository, number, cancellationToken);
        return commits.Value is { } own ? new Asked(found, [.. own.Select(commit => commit.Message)]) : commits.Refusal!;
    }

    private async Task<Answer<Preflight>> LookAsync(GitChanges git, Asked[] asked, CancellationToken cancellationToken)
    {
        List<RollbackStatus> statuses = [];
        List<LandedChange> landings = [];
        foreach (var one in asked)
        {
            var status = await BeginAsync(one.Pull, cancellationToken);
            var taken = one.Pull.State == PullRequestState.Merged ? await TakenBackAsync(git, one.Pull, cancellationToken) : EarlierRevert.None;
            if (taken.Refusal is { } refusal)
                return refusal;
            var located = one.Pull.MergeCommitSha is null ? null : git.Locate(one.Merged);
            if (located?.Value is { } landed && taken.Value!.Pull is null)
                landings.Add(landed);
            statuses.Add(taken.Value!.Pull is { } by ? status with { AlreadyRevertedBy = by.Number, Reason = StatusText.TakenBack(status, by) } : located?.Refusal is { } lost ? status with { Reason = lost.Sentence } : status);
        }

        var newestFirst = git.NewestFirst(landings);
        var reverted = await ChangeTree.RevertEachAsync(git, git.BaseSha, newestFirst, cancellationToken);
        if (reverted.Value is not { } outcomes)
            return reverted.Refusal!;
        foreach (var (landed, outcome) in newestFirst.Zip(outcomes))
        {
            var at = statuses.FindIndex(status => status.PrNumber == landed.PullRequest.Number);
            statuses[at] = await EndAsync(git, statuses[at], landed, outcome, cancellationToken);
        }

        var order = newestFirst.Select(landed => landed.PullRequest.Number).ToList();
        var complete = newestFirst.Count == asked.Length && statuses.TrueForAll(status => status.CanRollback);
        return new Preflight(git, [.. statuses.OrderBy(status => order.IndexOf(status.PrNumber))], newestFirst, complete ? outcomes[^1].Tree : null);
    }

    private async Task<RollbackStatus> BeginAsync(PullRequest pull, CancellationToken cancellationToken)
    {
        var ours = await workflows.FindAsync(context.Repository.Name, pull.Number, cancellationToken);
        var isRevert = ours is { } workflow ? workflow.Kind == ChangeKind.Revert : StatusText.IsRevert(pull.Title);
        return new RollbackStatus
        {
            PrNumber = pull.Number,
            Title = pull.Title,
            PrUrl = pull.Url,
            State = Planned.StateText(pull.State),
            MergedAt = pull.MergedAt,
            Kind = isRevert ? ChangeKind.Reapply : ChangeKind.Revert,
            Reason = StatusText.NotMerged(pull),
        };
    }

    /// <summary>The pull request of ours that takes one back, unless the history says that it was taken back itself by hand.</summary>
    private async Task<Answer<EarlierRevert>> TakenBackAsync(GitChanges git, PullRequest pull, CancellationToken cancellationToken)
    {
        var found = await earlier.FindAsync(git.Repository, pull.Number, cancellationToken);
        if (found.Value?.Pull is not { State: PullRequestState.Merged, MergeCommitSha: { } merge } by)
            return found;
        var landed = git.Locate(new MergedPullRequest(by.Number, by.Title, merge, []));
        return landed.Value is null || await git.RevertOfAsync(landed.Value, cancellationToken) is not null ? EarlierRevert.None : found;
    }

    private static async Task<RollbackStatus> EndAsync(GitChanges git, RollbackStatus status, LandedChange landed, RevertOutcome outcome, CancellationToken cancellationToken)
    {
        status = status with { Method = landed.Method.ToString().ToLowerInvariant(), Files = landed.Files.Count };
        if (outcome.RevertedBy is { } by)
            return status with { AlreadyRevertedBy = by.PrNumber, AlreadyRevertedIn = by.Sha, Reason = StatusText.TakenBack(status, LaterCommit.Of(by)) };
        if (outcome.NothingToUndo)
            return status with { Reason = StatusText.NothingLeft(status, git.BaseBranch) };
        var later = await git.LaterFilesAsync(landed.After, [.. landed.Files.Select(file => file.Path).Take(RiskFinder.MostPaths)], RiskFinder.MostLater, cancellationToken);
        status = status with
        {
            LaterCommits = [.. later.Select(commit => LaterCommit.Of(commit.Commit))],
            Conflicts = [.. outcome.Conflicts.Select(conflict => new RollbackConflict(conflict.Path, [.. conflict.LaterCommits.Select(LaterCommit.Of)]))],
            Risks = await RiskFinder.FindAsync(git, landed, later, cancellationToken),
        };
        return status.Conflicts.Count > 0 ? status with { Reason = StatusText.Conflicting(status) } : status with { CanRollback = true, Reason = StatusText.Clean(status) };
    }
}
