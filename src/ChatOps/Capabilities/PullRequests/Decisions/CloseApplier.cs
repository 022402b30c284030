using System.Globalization;
using ChatOps.Adapters.Git;
using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.PullRequests.Tracking;
using ChatOps.Chat;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.PullRequests.Decisions;

/// <summary>Closes a pull request without merging it, with who closed it written under it first.</summary>
internal sealed class CloseApplier(GitHubApi gitHub, WorkflowTracker tracker, RepositoryDirectory repositories) : IChangeApplier
{
    private const string Begun = "begun";
    private const string Recorded = "recorded";
    private const string Closed = "closed";

    /// <inheritdoc/>
    public async Task<Answer<ChangeResult>> ApplyAsync(PlanRun run, CancellationToken leaving)
    {
        var (plan, planned) = (run.Plan, run.Plan.PullRequest!);
        var found = repositories.Find(plan.Repository);
        if (found.Value is not { } configured)
            return found.Refusal!;
        var repository = Origin.Identify(configured);
        var read = await gitHub.PullRequests.GetAsync(repository, planned.Number, leaving);
        if (read.Value is not { } pull)
            return read.Refusal!;
        // What was begun before a crash may be done by now.
        var isDone = run.Recorded(Begun) is not null && pull.State == PullRequestState.Closed && pull.HeadSha == planned.HeadSha;
        if (!isDone && (Standing.WhyNotOpen(pull) ?? Standing.WhyStale(pull, planned)) is { } refusal)
            return refusal;

        run.Facts["as"] = "app";
        await run.StepAsync(Begun, null, () => Task.FromResult<Answer<string>>(planned.HeadSha), leaving);
        var recorded = await run.StepAsync(
            Recorded,
            $"Closing #{planned.Number}",
            async () =>
            {
                var comment = await gitHub.Changes.CommentAsync(repository, planned.Number, plan.Id, DecisionWords.Close(plan, run.Context.Caller), leaving);
                return comment.Value is { } made ? made.Id.ToString(CultureInfo.InvariantCulture) : comment.Refusal!;
            },
            leaving);
        if (recorded.Refusal is { } unrecorded)
            return unrecorded;
        var closed = await run.StepAsync(
            Closed,
            null,
            async () =>
            {
                var answer = await gitHub.Changes.CloseAsync(repository, planned.Number, leaving);
                pull = answer.Value ?? pull;
                return answer.Value is { } done ? done.HeadSha : answer.Refusal!;
            },
            leaving);
        if (closed.Refusal is { } open)
            return open;
        await tracker.SeenAsync(configured, pull, leaving);
        return new ChangeResult($"#{planned.Number} is closed. Nothing was merged.", planned.Number, planned.Url);
    }
}
