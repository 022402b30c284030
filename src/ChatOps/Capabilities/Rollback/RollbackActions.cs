using System.ComponentModel;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.Rollback;

/// <summary>Takes pull requests back at once: the plan is made and applied in one operation, on the caller's own authority. It opens a pull request and merges nothing.</summary>
internal sealed class RollbackActions(RunContext context, RollbackPlanner planner, PlanStore plans, PlanApplier applier)
{
    /// <summary>Opens the pull request. Called again by the same operation after a crash, it goes on with its plan.</summary>
    /// <param name="numbers">The pull requests' numbers.</param>
    /// <param name="reason">Why; null for no reason.</param>
    /// <param name="draft">Whether the pull request is to be a draft.</param>
    /// <param name="cancellationToken">Stops it before it began.</param>
    [CommandAction("rollback"), Description("Opens a pull request that takes merged pull requests back.")]
    public async Task<Answer<RollbackResult>> RollbackAsync(
        [Description("One or several pull request numbers.")] string numbers,
        [Description("Why.")] string? reason = null,
        [Description("Whether the pull request is opened as a draft.")] bool draft = false,
        CancellationToken cancellationToken = default)
    {
        var request = RollbackRequest.Read(numbers, reason);
        if (request.Value is not { } asked)
            return request.Refusal!;
        if (await plans.FindByOperationAsync(context.OperationId, cancellationToken) is { } begun)
            return await ApplyAsync(begun.Plan.Id, begun.Digest, cancellationToken);
        var proposed = await planner.PlanAsync(asked, draft, cancellationToken);
        if (proposed.Value is not { } proposal)
            return proposed.Refusal!;
        return proposal.Plan is { } plan
            ? await ApplyAsync(plan.Id, plan.Digest, cancellationToken)
            : RollbackResult.Refused(string.Join(" ", proposal.PullRequests.Where(status => !status.CanRollback).Select(status => status.Reason)), [.. proposal.PullRequests.SelectMany(status => status.Conflicts)]);
    }

    private async Task<Answer<RollbackResult>> ApplyAsync(string id, string digest, CancellationToken cancellationToken)
    {
        var applied = await applier.ApplyAsync(id, digest, cancellationToken);
        if (applied.Value is not { Result: { } result } stored)
            return applied.Refusal is { Kind: RefusalKind.Conflict } conflict ? RollbackResult.Refused(conflict.Sentence, []) : applied.Refusal!;
        return new RollbackResult
        {
            Success = true,
            RevertPrNumber = result.PrNumber,
            RevertPrUrl = result.PrUrl,
            Message = stored.Plan.Kind == ChangeKind.Reapply ? "Re-apply PR created. Approve to bring the change back." : "Revert PR created. Approve to restore previous state.",
            CommitsReverted = PullRequestDraft.Of(stored.Plan).RevertedCommits,
            Conflicts = [],
        };
    }
}
