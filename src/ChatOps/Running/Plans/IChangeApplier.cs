using ChatOps.Chat;

namespace ChatOps.Running.Plans;

/// <summary>Does what plans of a kind describe. Registered under each <see cref="ChangeKind"/> that it does; only <see cref="PlanApplier"/> calls it.</summary>
internal interface IChangeApplier
{
    /// <summary>Does it. May be called again after a crash at any point, and then finishes what it began without doing anything twice.</summary>
    /// <param name="run">The claimed plan and what was done of it.</param>
    /// <param name="leaving">The host stops: throw, and it is called again at the next start.</param>
    /// <returns>What came of it. A refusal of kind <see cref="RefusalKind.Conflict"/> means that the plan can never be applied; after any other one it may be tried again.</returns>
    Task<Answer<ChangeResult>> ApplyAsync(PlanRun run, CancellationToken leaving);
}
