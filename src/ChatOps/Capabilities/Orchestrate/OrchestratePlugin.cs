using System.ComponentModel;
using ChatOps.Adapters.Git;
using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.IamCheck;
using ChatOps.Chat;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>Has three models plan, write and review what a person asks for. Changes nothing: what comes of it is a plan that somebody may apply.</summary>
internal sealed class OrchestratePlugin(RunContext context, GitStore git, ModelRouter router, Orchestrator orchestrator, OrchestrationStore store, ChangeOffer offer, TimeProvider clock)
{
    /// <summary>The most characters of a task (<c>api.md</c>).</summary>
    public const int MaxTaskLength = 32 * 1024;

    private static readonly (ModelRole Role, string Setting)[] Roles = [(ModelRole.Plan, "Ai:Roles:Plan"), (ModelRole.Implement, "Ai:Roles:Implement"), (ModelRole.Review, "Ai:Roles:Review")];

    /// <summary>Works on a task.</summary>
    /// <param name="task">What to do, in words.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    [KernelFunction("orchestrate"), Description("Has models plan, write and review a change to the team's repository. Proposes only; nothing is changed.")]
    public async Task<Answer<Orchestration>> OrchestrateAsync([Description("What to do, in words.")] string task, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        if (Wrong(task) is { } wrong)
            return wrong;
        if (await store.FindByOperationAsync(context.OperationId, cancellationToken) is { } done)
            return done;
        await context.StepAsync($"Reading {context.Repository.Name}", cancellationToken);
        // What is asked for goes on top of the branch itself, which may be ahead of what is deployed.
        var opened = await git.OpenAsync(context.Repository with { DeployedRef = null }, null, cancellationToken);
        if (opened.Value is not { } snapshot)
            return opened.Refusal!;
        var answer = await orchestrator.RunAsync(snapshot, task, context, cancellationToken);
        if (answer.Value is not { } outcome)
            return answer.Refusal!;
        var cost = outcome.Turns.Aggregate((decimal?)0, (sum, turn) => sum + turn.CostUsd);
        var orchestration = new Orchestration
        {
            Id = Identifier.New("or", clock),
            Task = task,
            Plan = new TaskPlan(PlainText.Of(outcome.Plan.Summary, 2_000), [.. outcome.Plan.Steps.Take(20).Select(step => PlainText.Of(step, 500))]),
            Files = outcome.Change.Code,
            Diff = outcome.Change.Diff,
            Checks = outcome.Change.Checks,
            Review = outcome.Review,
            Agents = outcome.Turns,
            IamAnalysis = outcome.Change.Code.Count == 0 ? null : ChangePermissions.OfChange(snapshot, outcome.Change.Diff),
            CostUsd = cost,
            InputTokens = outcome.Turns.Sum(turn => turn.InputTokens),
            OutputTokens = outcome.Turns.Sum(turn => turn.OutputTokens),
            DurationMs = (long)clock.GetElapsedTime(started).TotalMilliseconds,
            Warnings = [.. snapshot.Warnings, .. outcome.Warnings],
            Repo = snapshot.Repository.Name,
            Sha = snapshot.Sha,
            CreatedAt = clock.GetUtcNow(),
        };
        if (orchestration.Files.Count > 0)
            orchestration = await offer.ProposeAsync(orchestration, outcome.Summary, cancellationToken);
        await store.SaveAsync(orchestration, context, cancellationToken);
        return orchestration;
    }

    private Refusal? Wrong(string task)
    {
        if (string.IsNullOrWhiteSpace(task))
            return new Refusal(RefusalKind.Invalid, "task is empty: say in words what to do.") { Fields = new Dictionary<string, string> { ["task"] = "is empty." } };
        if (task.Length > MaxTaskLength)
            return new Refusal(RefusalKind.TooLarge, $"task is over the limit of {MaxTaskLength} characters.");
        var missing = Roles.Where(role => !router.IsConfigured(role.Role)).Select(role => role.Setting).ToList();
        return missing.Count == 0 ? null : new Refusal(RefusalKind.NotConfigured, $"Nobody can be asked: no model is configured for {string.Join(", ", missing)}. Set ANTHROPIC_API_KEY or OPENAI_API_KEY, or Ai:Providers with those roles, and start again.");
    }
}
