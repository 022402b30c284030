using System.ComponentModel;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>Answers the command <c>orchestrate</c> when its change is to become a pull request at once: the caller's role is the agreement.</summary>
internal sealed class OrchestrateActions(OrchestratePlugin plugin, OrchestrationStore store, PlanApplier applier)
{
    /// <summary>Works on a task, and opens the pull request unless the reviewer is against it.</summary>
    /// <param name="task">What to do, in words.</param>
    /// <param name="create_pr">Whether to open the pull request.</param>
    /// <param name="cancellationToken">Stops the work before the pull request is begun.</param>
    [CommandAction("orchestrate_and_open"), Description("Has models plan, write and review a change, and opens the pull request when you say so.")]
    public async Task<Answer<Orchestration>> OrchestrateAsync(
        [Description("What to do, in words.")] string task,
        [Description("Whether to open the pull request at once.")] bool create_pr = false,
        CancellationToken cancellationToken = default)
    {
        var answer = await plugin.OrchestrateAsync(task, cancellationToken);
        if (answer.Value is not { } orchestration || !create_pr || orchestration.Pr is not null)
            return answer;
        var opened = await OpenAsync(orchestration, cancellationToken);
        await store.UpdateAsync(opened, cancellationToken);
        return opened;
    }

    private async Task<Orchestration> OpenAsync(Orchestration orchestration, CancellationToken cancellationToken)
    {
        if (orchestration.Change is not { } change)
            return With(orchestration, "No pull request was opened: there is no change to open it with.");
        if (orchestration.Review is not { Verdict: ReviewVerdict.Approve })
            return With(orchestration, orchestration.Review is null ? "No pull request was opened: the change was not reviewed. Look at it, and apply its plan if it is right." : "No pull request was opened: the reviewer is against it. Look at the findings, and apply its plan if you see it otherwise.");
        var applied = await applier.ApplyAsync(change.PlanId, change.Digest, cancellationToken);
        return applied.Value?.Result is { PrNumber: { } number } result
            ? orchestration with { Pr = new OpenedPullRequest(number, result.PrUrl!, result.Branch!) }
            : With(orchestration, $"No pull request was opened: {applied.Refusal?.Sentence ?? applied.Value!.Result!.Message}");
    }

    private static Orchestration With(Orchestration orchestration, string warning) => orchestration with { Warnings = [.. orchestration.Warnings, warning] };
}
