using System.ComponentModel;
using ChatOps.Capabilities.PullRequests.Decisions;
using ChatOps.Chat;
using ChatOps.Running.Plans;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>Lists the pull requests that ChatOps made, and proposes what may be decided about one. Applies nothing.</summary>
internal sealed class PullRequestsPlugin(RunContext context, AiPullRequestList list, DecisionPlans decisions)
{
    /// <summary>Lists the pull requests with our label.</summary>
    [KernelFunction("list_ai_prs"), Description("Lists the pull requests that ChatOps opened, newest first.")]
    public Task<Answer<AiPullRequests>> ListAsync(
        [Description("open, merged, closed or all.")] string? state = null,
        [Description("How many, 1 to 200.")] int limit = 20,
        CancellationToken cancellationToken = default) => list.ReadAsync(context.Repository, state, limit, cancellationToken);

    /// <summary>Says what may be decided about a pull request, with a plan for each decision that GitHub would accept.</summary>
    [KernelFunction("decide_pull_request"), Description("Says whether a pull request can be approved, merged or closed now, and why not.")]
    public Task<Answer<PullRequestDecision>> DecideAsync(
        [Description("The pull request's number.")] int number,
        CancellationToken cancellationToken) => decisions.DecideAsync(number, cancellationToken);

    /// <summary>Proposes to approve a pull request as the caller's own account.</summary>
    [KernelFunction("plan_approve"), Description("Proposes to approve a pull request. Nothing is approved before a person agrees.")]
    public Task<Answer<PlanView>> ApproveAsync(
        [Description("The pull request's number.")] int number,
        CancellationToken cancellationToken) => decisions.ApproveAsync(number, cancellationToken);

    /// <summary>Proposes to merge a pull request.</summary>
    [KernelFunction("plan_merge"), Description("Proposes to merge a pull request. Nothing is merged before a person agrees.")]
    public Task<Answer<PlanView>> MergeAsync(
        [Description("The pull request's number.")] int number,
        [Description("Why it is merged although required checks are not green, in words; for admins only.")] string? overrides = null,
        CancellationToken cancellationToken = default) => decisions.MergeAsync(number, overrides, cancellationToken);

    /// <summary>Proposes to close a pull request without merging it.</summary>
    [KernelFunction("plan_close"), Description("Proposes to close a pull request without merging it. Nothing is closed before a person agrees.")]
    public Task<Answer<PlanView>> CloseAsync(
        [Description("The pull request's number.")] int number,
        [Description("Why.")] string? reason = null,
        CancellationToken cancellationToken = default) => decisions.CloseAsync(number, reason, cancellationToken);
}
