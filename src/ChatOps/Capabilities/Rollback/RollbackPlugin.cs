using System.ComponentModel;
using ChatOps.Chat;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.Rollback;

/// <summary>Says whether merged pull requests can be taken back, and proposes it.</summary>
internal sealed class RollbackPlugin(Preflights preflights, RollbackPlanner planner)
{
    /// <summary>Says whether a pull request can be taken back now, and what would stand in the way. Changes nothing.</summary>
    /// <param name="number">The pull request's number in the run's repository.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    [KernelFunction("rollback_status"), Description("Whether a merged pull request can be rolled back, what stands in the way, and what to look at first.")]
    public async Task<Answer<RollbackStatus>> StatusAsync([Description("The pull request's number.")] string number, CancellationToken cancellationToken)
    {
        var request = RollbackRequest.Read(number, null);
        if (request.Value is not { } asked)
            return request.Refusal!;
        var run = await preflights.RunAsync([asked.Numbers[0]], cancellationToken);
        return run.Value is { } flight ? flight.Statuses[0] : run.Refusal!;
    }

    /// <summary>Proposes to take pull requests back: a stored plan, which a person may apply. Changes nothing.</summary>
    /// <param name="numbers">The pull requests' numbers.</param>
    /// <param name="reason">Why; null for no reason.</param>
    /// <param name="draft">Whether the pull request is to be a draft.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    [KernelFunction("plan_rollback"), Description("Proposes a pull request that takes merged pull requests back, for a person to agree to.")]
    public async Task<Answer<RollbackProposal>> PlanAsync(
        [Description("One or several pull request numbers, and in words why: 46 causing throttling.")] string numbers,
        [Description("Why.")] string? reason = null,
        [Description("Whether the pull request is opened as a draft.")] bool draft = false,
        CancellationToken cancellationToken = default)
    {
        var request = RollbackRequest.Read(numbers, reason);
        return request.Value is { } asked ? await planner.PlanAsync(asked, draft, cancellationToken) : request.Refusal!;
    }
}
