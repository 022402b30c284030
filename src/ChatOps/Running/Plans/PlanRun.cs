using ChatOps.Chat;

namespace ChatOps.Running.Plans;

/// <summary>The applying of one plan, step by step; what a step came to is recorded before the next one begins.</summary>
internal sealed class PlanRun(StoredPlan stored, RunContext context, PlanStore store)
{
    private readonly Dictionary<string, string> progress = new(stored.Progress);

    /// <summary>What is applied.</summary>
    public ChangePlan Plan => stored.Plan;

    /// <summary>For whom.</summary>
    public RunContext Context => context;

    /// <summary>Who applies it, by pseudonym.</summary>
    public string Person => stored.AppliedBy!;

    /// <summary>A few facts for the plan's row in the audit log: on whose account it was done, what was overridden. Never words of people.</summary>
    public Dictionary<string, string> Facts { get; } = [];

    /// <summary>What a step came to, in this run or in one before a crash; null when it was not finished.</summary>
    public string? Recorded(string step) => progress.GetValueOrDefault(step);

    /// <summary>Takes a step back: what it had made is gone, so that another try has to make it again.</summary>
    public async Task ForgetAsync(string step, CancellationToken leaving)
    {
        if (progress.Remove(step))
            await store.RecordAsync(Plan.Id, progress, leaving);
    }

    /// <summary>Does a step, unless it was done already.</summary>
    /// <param name="step">Its name, unique in the plan: <c>push</c>.</param>
    /// <param name="says">What people see meanwhile; null for nothing.</param>
    /// <param name="make">Does it. After a crash it may be called although its effect is there: it has to find that.</param>
    /// <param name="leaving">The host stops.</param>
    /// <returns>What the step came to, or why it was not done.</returns>
    public async Task<Answer<string>> StepAsync(string step, string? says, Func<Task<Answer<string>>> make, CancellationToken leaving)
    {
        if (Recorded(step) is { } done)
            return done;
        if (says is not null)
            await context.StepAsync(says, leaving);
        var answer = await make();
        if (answer.Value is not { } value)
            return answer;
        progress[step] = value;
        await store.RecordAsync(Plan.Id, progress, leaving);
        return value;
    }
}
