using System.ComponentModel;
using ChatOps.Chat;
using ChatOps.Running.Plans;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.IamCheck.AddToPullRequest;

/// <summary>Proposes to add the permissions that a pull request's code needs to the pull request itself.</summary>
internal sealed class PolicyPlugin(PolicyPlanner planner)
{
    /// <summary>Plans the commit. Nothing is pushed until a person applies the plan.</summary>
    /// <param name="number">The pull request's number in the run's repository.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    [KernelFunction("plan_policy"), Description("Proposes to add the AWS permissions that a pull request's code needs to its branch. A person has to apply the plan.")]
    public Task<Answer<PlanView>> PlanAsync([Description("The pull request's number.")] int number, CancellationToken cancellationToken) => planner.PlanAsync(number, cancellationToken);
}
