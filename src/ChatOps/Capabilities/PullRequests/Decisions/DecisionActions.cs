using System.ComponentModel;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.PullRequests.Decisions;

/// <summary>A person's own yes to a decision about a pull request, by the digest of what they looked at.</summary>
internal sealed class DecisionActions(RunContext context, PlanStore plans, PlanApplier applier)
{
    /// <summary>Applies the plan with a digest.</summary>
    /// <param name="number">The pull request.</param>
    /// <param name="kind"><c>approve</c>, <c>merge</c> or <c>close</c>.</param>
    /// <param name="digest">The plan's digest.</param>
    /// <param name="cancellationToken">Stops it before it began.</param>
    [CommandAction("apply_decision"), Description("Approves, merges or closes a pull request as it was looked at.")]
    public async Task<Answer<PlanView>> ApplyAsync(
        [Description("The pull request's number.")] int number,
        [Description("approve, merge or close.")] string kind,
        [Description("The plan's digest.")] string digest,
        CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<ChangeKind>(kind, ignoreCase: true, out var wanted) || wanted is not (ChangeKind.Approve or ChangeKind.Merge or ChangeKind.Close))
            return new Refusal(RefusalKind.Invalid, "kind takes approve, merge or close. Correct it and try again.") { Fields = new Dictionary<string, string> { ["kind"] = "takes approve, merge or close." } };
        // After a crash the same operation goes on with the plan that it took.
        var stored = await plans.FindTakenByAsync(context.OperationId, cancellationToken)
            ?? await plans.FindByDigestAsync(context.Repository.Name, wanted, digest.Trim().ToLowerInvariant(), cancellationToken);
        if (stored?.Plan.PullRequest?.Number != number)
            return new Refusal(RefusalKind.Conflict, $"The digest is of no plan to {wanted.Text()} #{number}. Ask without a digest to get the plan, look at it, and send its digest. Nothing was changed.");
        var applied = await applier.ApplyAsync(stored.Plan.Id, digest, cancellationToken);
        return applied.Value is { } done ? PlanView.Of(done, done.State) : applied.Refusal!;
    }
}
