using ChatOps.Adapters.Git;
using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.Context;
using ChatOps.Chat;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>Reads the repository and says how the task is to be done.</summary>
internal sealed class Planner(Agent agent, IEnumerable<IFunctionInvocationFilter> filters)
{
    private const int PromptTokens = 8_000;
    private const int MostPaths = 300;

    private static PromptFile Rules { get; } = PromptFile.Load("Orchestrate.prompts.plan.md");

    /// <summary>The plan.</summary>
    public async Task<AgentAnswer<PlanDraft>> PlanAsync(Snapshot snapshot, string task, RunContext context, CancellationToken cancellationToken)
    {
        await context.StepAsync("Planning", cancellationToken);
        return await agent.AskAsync(
            "planner",
            new ModelRequest<PlanDraft>
            {
                Role = ModelRole.Plan,
                PromptVersion = Rules.Version,
                System = Rules.Text,
                Messages = [new ChatMessage(ChatRole.User, (await QuestionAsync(snapshot, task, cancellationToken)).ToString())],
                Format = PlanDraft.Format,
                Read = PlanDraft.Read,
                Functions = ModelFunctions.Over(snapshot, filters),
                MaxFunctionCalls = 10,
                MaxFunctionTokens = 16_000,
                MaxOutputTokens = 4_000,
                Context = context,
            },
            null,
            cancellationToken);
    }

    private static async Task<PromptText> QuestionAsync(Snapshot snapshot, string task, CancellationToken cancellationToken)
    {
        var text = new PromptText($"Repository at commit {snapshot.Sha}. Plan this task.");
        text.Data("the task", PromptText.Cut(task, 4_000));
        var languages = RepositorySurvey.Languages(snapshot.Paths);
        text.TryData("languages by files", string.Join(", ", languages.Select(language => $"{language.Name} {language.Files}")), PromptTokens);
        text.TryData("frameworks", string.Join(", ", RepositorySurvey.Frameworks(snapshot.Paths, snapshot.ReadText)), PromptTokens);
        text.TryData("infrastructure code", string.Join('\n', snapshot.Paths.Where(RepositorySurvey.IsIac).Take(40)), PromptTokens);
        var relevant = await RelevantFiles.FindAsync(snapshot, null, task, cancellationToken);
        text.TryData("files that hold the task's words, most likely first", string.Join('\n', relevant.Select(file => $"{file.Path} ({PromptText.OneLine(file.Why)})")), PromptTokens);
        text.TryData("files of the repository", string.Join('\n', snapshot.Paths.Take(MostPaths)) + (snapshot.Paths.Count > MostPaths ? $"\n[and {snapshot.Paths.Count - MostPaths} more]" : ""), PromptTokens);
        return text;
    }
}
