using System.ComponentModel;
using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.Fix.Planning;
using ChatOps.Chat;
using ChatOps.Running.Plans;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.Fix;

/// <summary>Proposes the fix of a diagnosis as a pull request.</summary>
internal sealed class FixPlugin(RunContext context, DiagnosisStore diagnoses, FixPlanner planner)
{
    private static readonly Refusal Unknown = new(RefusalKind.NotFound, "There is no diagnosis of that id here. Diagnose the error first, and use the id of the answer.");

    /// <summary>Plans the pull request of a diagnosis. Nothing is pushed until a person applies the plan.</summary>
    /// <param name="diagnosis">The diagnosis's id.</param>
    /// <param name="draft">Whether the pull request is to be a draft.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    [KernelFunction("plan_fix"), Description("Proposes a pull request with the fix of a diagnosis. A person has to apply the plan.")]
    public async Task<Answer<PlanView>> PlanAsync(
        [Description("The diagnosis's id, dg_….")] string diagnosis,
        [Description("Whether the pull request is to be a draft.")] bool draft = false,
        CancellationToken cancellationToken = default)
    {
        // The repository is the diagnosis's own; a run that is about one keeps to it.
        if (await diagnoses.FindAsync(diagnosis.Trim(), cancellationToken) is not { } found || context.Caller.RoleIn(found.Repo) < Role.Viewer || IsAnother(found.Repo))
            return Unknown;
        if (context.Caller.RoleIn(found.Repo) < ChangeKind.Fix.MinimumRole())
            return new Refusal(RefusalKind.Forbidden, $"To propose a fix in {found.Repo} you need the role {ChangeKind.Fix.MinimumRole().Text()} and yours is {context.Caller.RoleIn(found.Repo).Text()}. Ask somebody who has it to do this, or an admin for the role.");
        var planned = await planner.PlanAsync(found, draft, context, cancellationToken);
        return planned.Value is { } plan ? PlanView.Of(plan, plan.State) : planned.Refusal!;
    }

    private bool IsAnother(string repository) => context.Repository.Name.Length > 0 && !context.Repository.Name.Equals(repository, StringComparison.OrdinalIgnoreCase);
}
