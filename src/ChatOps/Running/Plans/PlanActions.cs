using System.ComponentModel;
using ChatOps.Chat;

namespace ChatOps.Running.Plans;

/// <summary>Answers the command <c>apply</c>: a person's own yes to a plan.</summary>
internal sealed class PlanActions(PlanApplier applier)
{
    /// <summary>Applies a plan.</summary>
    /// <param name="plan">Its id.</param>
    /// <param name="digest">The digest of what the person looked at.</param>
    /// <param name="cancellationToken">Stops it before it began.</param>
    [CommandAction("apply_plan"), Description("Applies a plan that you looked at.")]
    public async Task<Answer<PlanView>> ApplyAsync(
        [Description("The plan's id.")] string plan,
        [Description("The plan's digest.")] string digest,
        CancellationToken cancellationToken)
    {
        var applied = await applier.ApplyAsync(plan, digest, cancellationToken);
        return applied.Value is { } stored ? PlanView.Of(stored, stored.State) : applied.Refusal!;
    }
}
