using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Auditing;

namespace ChatOps.Running.Plans;

/// <summary>Applies a plan for the person behind the run: checks that they may, takes the plan, has it done, and records what came of it.</summary>
internal sealed class PlanApplier(RunContext context, PlanStore plans, PlanGate gate, People people, AuditLog audit, IServiceProvider services)
{
    /// <summary>Applies a plan once. Called again by the same operation after a crash, it goes on.</summary>
    /// <param name="id">The plan.</param>
    /// <param name="digest">What the person agreed to.</param>
    /// <param name="cancellationToken">Stops it before it began; afterwards only a stopping host does.</param>
    public async Task<Answer<StoredPlan>> ApplyAsync(string id, string? digest, CancellationToken cancellationToken)
    {
        if (await plans.FindAsync(id, cancellationToken) is not { } stored)
            return PlanGate.Unknown;
        if (stored.AppliedIn == context.OperationId && stored.State == PlanState.Applied)
            return stored;
        var person = await people.PseudonymAsync(context.Caller, cancellationToken);
        // What this operation began before a crash goes on, also past the plan's time.
        var goesOn = stored.AppliedIn == context.OperationId && stored.State == PlanState.Applying;
        if (!goesOn && await gate.CheckAsync(stored, digest, context.Caller, person, cancellationToken) is { } refusal)
        {
            if (refusal.Kind == RefusalKind.Forbidden || refusal == PlanGate.Unknown)
                await audit.AppendAsync(new AuditEvent(person, "denied", stored.Plan.Id) { Repo = stored.Plan.Repository, Detail = new() { ["kind"] = stored.Plan.Kind.Text(), ["door"] = context.Request.Door } }, cancellationToken);
            return refusal;
        }

        if (await plans.ClaimAsync(id, context.OperationId, person, cancellationToken) is not { } claimed)
            return new Refusal(RefusalKind.Conflict, "Somebody else is applying this plan just now. Nothing was done a second time.");
        var applier = services.GetRequiredKeyedService<IChangeApplier>(claimed.Plan.Kind);
        var run = new PlanRun(claimed, context, plans);
        var answer = await applier.ApplyAsync(run, context.Leaving);
        var state = answer.Refusal switch
        {
            null => PlanState.Applied,
            { Kind: RefusalKind.Conflict } => PlanState.Void,
            _ => PlanState.Proposed,
        };
        await plans.EndAsync(claimed, state, answer.Value, run.Facts, CancellationToken.None);
        return answer.Refusal is { } why ? why : claimed with { State = state, Result = answer.Value };
    }
}
