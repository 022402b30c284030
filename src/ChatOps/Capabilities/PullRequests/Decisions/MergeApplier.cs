using System.Globalization;
using ChatOps.Adapters.Git;
using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.Accounts;
using ChatOps.Capabilities.PullRequests.Tracking;
using ChatOps.Chat;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.PullRequests.Decisions;

/// <summary>Merges a pull request: as the linked account of who applies the plan or, without one, as ourselves with the approval written under it first.</summary>
internal sealed class MergeApplier(GitHubApi gitHub, StandingReader standings, AccountLinks accounts, WorkflowTracker tracker, RepositoryDirectory repositories) : IChangeApplier
{
    private const string Begun = "begun";
    private const string Recorded = "recorded";
    private const string Merged = "merged";

    /// <inheritdoc/>
    public async Task<Answer<ChangeResult>> ApplyAsync(PlanRun run, CancellationToken leaving)
    {
        var (plan, planned, caller) = (run.Plan, run.Plan.PullRequest!, run.Context.Caller);
        var overrides = DecisionDetails.Of(plan).Override;
        if (overrides && caller.RoleIn(plan.Repository) is var role and < Role.Admin)
            return new Refusal(RefusalKind.Forbidden, $"This plan overrides required checks, so only an admin may apply it, and your role is {role.Text()}. Nothing was changed.");
        var found = repositories.Find(plan.Repository);
        if (found.Value is not { } configured)
            return found.Refusal!;
        await run.Context.StepAsync($"Looking at #{planned.Number}", leaving);
        var read = await standings.ReadAsync(caller, configured, planned.Number, leaving);
        if (read.Value is not { } standing)
            return read.Refusal!;
        // What was begun before a crash may be done by now.
        var isDone = run.Recorded(Begun) is not null && standing.Pull.State == PullRequestState.Merged && standing.Pull.HeadSha == planned.HeadSha;
        if (!isDone && (Standing.WhyNotOpen(standing.Pull) ?? Standing.WhyStale(standing.Pull, planned) ?? standing.WhyNotMerge(overrides)) is { } refusal)
            return refusal;

        var (repository, asOurselves) = (Origin.Identify(configured), standing.Account is null);
        run.Facts["as"] = asOurselves ? "app" : "linked account";
        if (overrides)
            run.Facts["override"] = "required checks";
        await run.StepAsync(Begun, null, () => Task.FromResult<Answer<string>>(planned.HeadSha), leaving);
        if (asOurselves || overrides)
        {
            var recorded = await run.StepAsync(Recorded, null, async () => Id(await gitHub.Changes.CommentAsync(repository, planned.Number, plan.Id, DecisionWords.Merge(plan, caller, asOurselves, overrides), leaving)), leaving);
            if (recorded.Refusal is { } unrecorded)
                return unrecorded;
        }

        var method = Enum.Parse<MergeMethod>(planned.Method!, ignoreCase: true);
        PullRequest? seen = null;
        var merged = await run.StepAsync(
            Merged,
            $"Merging #{planned.Number} into {plan.BaseBranch}",
            async () =>
            {
                var answer = await gitHub.Changes.MergeAsync(repository, planned.Number, planned.HeadSha, method, standing.Account?.Token, leaving);
                seen = answer.Value;
                if (answer.Refusal is { Kind: RefusalKind.Unauthenticated } && standing.Account is { } account)
                    return await accounts.RevokedAsync(caller, account, leaving);
                return answer.Value is { } pull ? pull.MergeCommitSha ?? pull.HeadSha : answer.Refusal!;
            },
            leaving);
        if (merged.Value is not { } commit)
            return merged.Refusal!;
        await tracker.SeenAsync(configured, seen ?? standing.Pull, leaving);
        return new ChangeResult($"#{planned.Number} is merged into {plan.BaseBranch}.", planned.Number, planned.Url, Commit: commit);
    }

    private static Answer<string> Id(Answer<PullRequestComment> comment) => comment.Value is { } made ? made.Id.ToString(CultureInfo.InvariantCulture) : comment.Refusal!;
}
