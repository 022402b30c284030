using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Patches;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>Takes a task from plan to reviewed change: planner, implementer, reviewer, and back once when the reviewer asks for it. Whatever stops it, what there is by then is the answer.</summary>
internal sealed class Orchestrator(Planner planner, Implementer implementer, Reviewer reviewer, OrchestrateOptions options)
{
    /// <summary>Works on a task.</summary>
    /// <returns>What there is; a refusal only when there is not even a plan.</returns>
    public async Task<Answer<TaskOutcome>> RunAsync(Snapshot snapshot, string task, RunContext context, CancellationToken cancellationToken)
    {
        var planned = await planner.PlanAsync(snapshot, task, context, cancellationToken);
        if (planned.Reply is not { } plan)
            return planned.Refusal! with { Sentence = $"{planned.Refusal!.Sentence} Nothing was planned.{Spent([planned.Turn])}" };
        var outcome = new TaskOutcome { Plan = plan.Value, Turns = [planned.Turn], Warnings = [.. planned.Warnings, .. plan.Value.Unknowns.Take(5).Select(unknown => $"The planner assumed: {PlainText.Of(unknown, 300)}")] };

        Implementation? attempt = null;
        string? feedback = null;
        for (var round = 0; ; round++)
        {
            attempt = await implementer.ImplementAsync(snapshot, task, plan.Value, attempt, feedback, context, cancellationToken);
            outcome = outcome with { Turns = [.. outcome.Turns, .. attempt.Turns], Warnings = [.. outcome.Warnings, .. attempt.Warnings] };
            if (attempt.Reply is null)
                return outcome.Stopped(round == 0 ? "There is a plan but no change" : "The change was not revised", attempt.Refusal!.Sentence);
            if (attempt.Problems.Count > 0)
                return outcome.Stopped(round == 0 ? "The change did not pass its checks and is not shown" : "The revised change did not pass its checks, so the one before is shown", string.Join(" ", attempt.Problems.Take(3)));
            outcome = outcome with { Change = attempt.Change, Summary = PlainText.Of(attempt.Reply.Value.Summary, 2_000) };

            var reviewed = await reviewer.ReviewAsync(snapshot, task, attempt.Change, attempt.Reply.Provider, context, cancellationToken);
            outcome = outcome with { Turns = [.. outcome.Turns, reviewed.Turn], Warnings = [.. outcome.Warnings, .. reviewed.Warnings], Review = reviewed.Review };
            if (reviewed.Review is not { } review)
                return outcome.Stopped("The change was not reviewed", reviewed.Refusal!.Sentence);
            if (round == 0 && reviewed.Provider == attempt.Reply.Provider)
                outcome = outcome with { Warnings = [.. outcome.Warnings, $"{reviewed.Provider} wrote the change and reviewed it too: configure a second vendor in Ai:Providers for an independent review."] };
            if (review.Verdict != ReviewVerdict.Revise || round >= options.Revisions)
                return outcome;
            feedback = Reviewer.Feedback(review);
        }
    }

    /// <summary>What was spent in vain, for a sentence.</summary>
    private static string Spent(IReadOnlyList<AgentTurn> turns) => turns.Sum(turn => turn.CostUsd ?? 0) is > 0 and var cost ? $" It cost ${cost:0.0000}." : "";
}

/// <summary>What there is of a task's work.</summary>
internal sealed record TaskOutcome
{
    /// <summary>The plan.</summary>
    public required PlanDraft Plan { get; init; }

    /// <summary>The change that passed its checks; empty when there is none.</summary>
    public CheckedFix Change { get; init; } = CheckedFix.None;

    /// <summary>The implementer's words for the pull request.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The last review; null when nothing was reviewed.</summary>
    public Review? Review { get; init; }

    /// <summary>Every turn, in order.</summary>
    public required IReadOnlyList<AgentTurn> Turns { get; init; }

    /// <summary>What to tell the reader.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The same, with why it went no further.</summary>
    public TaskOutcome Stopped(string what, string why) => this with { Warnings = [.. Warnings, $"{what}: {why}"] };
}
