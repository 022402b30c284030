using ChatOps.Chat;

namespace ChatOps.Running.Plans;

/// <summary>The one place that decides whether somebody may apply a plan now.</summary>
internal sealed class PlanGate(AccessOptions access, ILinkedLogin linked, TimeProvider clock)
{
    /// <summary>That there is no such plan, or not for this caller.</summary>
    public static Refusal Unknown { get; } = new(RefusalKind.NotFound, "There is no plan of that id here. Ask for the change again to get a new one.");

    /// <summary>Why a plan may not be applied; null when it may.</summary>
    /// <param name="stored">The plan.</param>
    /// <param name="digest">What the person agreed to.</param>
    /// <param name="caller">Who applies it.</param>
    /// <param name="person">The same by pseudonym.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<Refusal?> CheckAsync(StoredPlan stored, string? digest, Caller caller, string person, CancellationToken cancellationToken)
    {
        var plan = stored.Plan;
        if (await WhyNotAllowedAsync(plan, caller, person, cancellationToken) is { } denied)
            return denied;
        if (string.IsNullOrWhiteSpace(digest))
            return new Refusal(RefusalKind.Invalid, "digest is missing: send the digest of the plan that you looked at.") { Fields = new Dictionary<string, string> { ["digest"] = "is missing." } };
        if (!digest.Trim().Equals(stored.Digest, StringComparison.OrdinalIgnoreCase))
            return new Refusal(RefusalKind.Conflict, "The digest is not this plan's: what you looked at is something else. Look at the plan again, and send its digest. Nothing was changed.");
        return StateOf(stored) switch
        {
            PlanState.Applied => new Refusal(RefusalKind.Conflict, $"This plan was applied already: {stored.Result?.Message ?? "it is done."} Nothing was done again."),
            PlanState.Void => new Refusal(RefusalKind.Conflict, "What this plan was made on has changed, so it can no longer be applied. Ask for the change again. Nothing was changed."),
            PlanState.Expired => new Refusal(RefusalKind.Conflict, $"This plan could be applied until {plan.ExpiresAt:yyyy-MM-dd HH:mm} UTC. Ask for the change again to get a fresh one. Nothing was changed."),
            _ => null,
        };
    }

    /// <summary>Why somebody may not apply a plan whatever its state; null when they may.</summary>
    public async Task<Refusal?> WhyNotAllowedAsync(ChangePlan plan, Caller caller, string person, CancellationToken cancellationToken)
    {
        var needed = plan.Kind.MinimumRole();
        var role = caller.RoleIn(plan.Repository);
        // Who sees nothing of a repository learns nothing of it, not even its name.
        if (role < Role.Viewer)
            return Unknown;
        if (role < needed)
            return new Refusal(RefusalKind.Forbidden, $"To {plan.Kind.Text()} in {plan.Repository} you need the role {needed.Text()} and yours is {role.Text()}. Ask somebody who has it to do this, or an admin for the role. Nothing was changed.");
        // Somebody may come through two chats: who has proved one GitHub account in both is one person.
        return access.FourEyes && plan.Kind.IsAgreement() && plan.AgreesWith is { } asked && (asked == person || await linked.AreOneAsync(asked, person, cancellationToken))
            ? new Refusal(RefusalKind.Forbidden, $"You asked for this change yourself, and here two people have to agree (Access:FourEyes). Ask a colleague to {plan.Kind.Text()} it. Nothing was changed.")
            : null;
    }

    /// <summary>The state as it is today: a plan that waits past its time has expired.</summary>
    public PlanState StateOf(StoredPlan stored) => stored.State == PlanState.Proposed && stored.Plan.ExpiresAt <= clock.GetUtcNow() ? PlanState.Expired : stored.State;
}
