using ChatOps.Adapters.Git;
using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.Context;
using ChatOps.Capabilities.Patches;
using ChatOps.Chat;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>Writes the change that a plan describes, and checks it as every other change is checked.</summary>
internal sealed class Implementer(Agent agent, IEnumerable<IFunctionInvocationFilter> filters)
{
    private const int PromptTokens = 24_000;
    private const int MostEdits = 60;

    private static PromptFile Rules { get; } = PromptFile.Load("Orchestrate.prompts.implement.md");

    /// <summary>A change that passes its checks; one that does not is given back to be mended once.</summary>
    /// <param name="snapshot">The repository before the change.</param>
    /// <param name="task">What is asked for.</param>
    /// <param name="plan">How it is to be done.</param>
    /// <param name="before">The attempt to go on from; null for the first.</param>
    /// <param name="feedback">What the reviewer says of that attempt; null for nothing.</param>
    /// <param name="context">The run.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Implementation> ImplementAsync(Snapshot snapshot, string task, PlanDraft plan, Implementation? before, string? feedback, RunContext context, CancellationToken cancellationToken)
    {
        await context.StepAsync(before is null ? "Writing the change" : "Revising the change", cancellationToken);
        var request = new ModelRequest<ChangeDraft>
        {
            Role = ModelRole.Implement,
            Prefer = before?.Reply?.Provider,
            PromptVersion = Rules.Version,
            System = Rules.Text,
            Messages = before?.Reply is { } earlier && feedback is not null
                ? [.. earlier.Conversation, new ChatMessage(ChatRole.User, feedback)]
                : [new ChatMessage(ChatRole.User, Question(snapshot, task, plan).ToString())],
            Format = ChangeDraft.Format,
            Read = ChangeDraft.Read,
            Functions = ModelFunctions.Over(snapshot, filters),
            MaxFunctionCalls = before is null ? 8 : 3,
            MaxFunctionTokens = 12_000,
            MaxOutputTokens = 16_000,
            Context = context,
        };
        var first = await AttemptAsync(snapshot, request, cancellationToken);
        if (first.Reply is null || first.Problems.Count == 0)
            return first;

        await context.StepAsync("Mending what the checks found", cancellationToken);
        var again = request with
        {
            Prefer = first.Reply.Provider,
            Messages = [.. first.Reply.Conversation, new ChatMessage(ChatRole.User, $"Code has checked your change. This did not hold:\n{string.Join('\n', first.Problems.Take(10).Select(problem => "- " + problem))}\nAnswer once more with the whole JSON object, all edits against the original files.")],
            MaxFunctionCalls = 3,
        };
        var second = await AttemptAsync(snapshot, again, cancellationToken);
        return (second.Reply is null ? first : second) with { Turns = [.. first.Turns, .. second.Turns], Warnings = [.. first.Warnings, .. second.Warnings] };
    }

    private async Task<Implementation> AttemptAsync(Snapshot snapshot, ModelRequest<ChangeDraft> request, CancellationToken cancellationToken)
    {
        var answer = await agent.AskAsync("implementer", request, null, cancellationToken);
        var attempt = new Implementation { Reply = answer.Reply, Refusal = answer.Refusal, Turns = [answer.Turn], Warnings = answer.Warnings };
        if (answer.Reply is not { } reply)
            return attempt;
        var edits = reply.Value.Edits.Select(edit => edit.ToEdit()).OfType<Edit>().ToList();
        if (edits.Count > MostEdits)
            return attempt with { Problems = [$"{edits.Count} edits are more than {MostEdits}."] };
        var (files, problems) = EditApplier.Apply(snapshot, edits);
        if (problems.Count > 0)
            return attempt with { Problems = problems };
        var checkedFix = await FixVerifier.CheckAsync(snapshot, files, cancellationToken);
        return attempt with { Change = checkedFix, Problems = [.. checkedFix.Checks.Where(check => !check.Passed).Select(check => check.Detail)] };
    }

    private static PromptText Question(Snapshot snapshot, string task, PlanDraft plan)
    {
        var text = new PromptText($"Repository at commit {snapshot.Sha}. Write this change.");
        text.Data("the task", PromptText.Cut(task, 4_000));
        text.Data("the plan", PromptText.Cut($"{plan.Summary}\n{string.Join('\n', plan.Steps.Select((step, i) => $"{i + 1}. {step}"))}", 2_000));
        foreach (var path in plan.Files.Select(RepositoryPath.Normalise).OfType<string>().Distinct().Take(30))
        {
            if (snapshot.ReadText(path) is not { } content)
                text.TryData(path, "[this file does not exist yet]", PromptTokens);
            else if (!text.TryData($"{path}, whole", content, PromptTokens))
                text.TryData($"{path}", "[too long to show whole: use read]", PromptTokens);
        }

        return text;
    }
}

/// <summary>A change as an implementer left it.</summary>
internal sealed record Implementation
{
    /// <summary>The last answer with its conversation; null when there is none.</summary>
    public ModelReply<ChangeDraft>? Reply { get; init; }

    /// <summary>Why there is none; null when there is one.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>The change after its checks; empty when one failed.</summary>
    public CheckedFix Change { get; init; } = CheckedFix.None;

    /// <summary>What did not hold; empty when all did.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Every turn it took.</summary>
    public IReadOnlyList<AgentTurn> Turns { get; init; } = [];

    /// <summary>Which providers failed before.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
