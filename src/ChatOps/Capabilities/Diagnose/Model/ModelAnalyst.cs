using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.Context;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Diagnose.Verification;
using ChatOps.Chat;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.Diagnose.Model;

/// <summary>Asks a model, checks what it says, and gives it one chance to put right what does not hold.</summary>
internal sealed class ModelAnalyst(ModelRouter router, IEnumerable<IFunctionInvocationFilter> filters) : IAnalyst
{
    private const int RepairCalls = 3;

    /// <summary>Whether there is a model to ask.</summary>
    public bool IsConfigured => router.IsConfigured(ModelRole.Diagnose);

    /// <summary>A provider of each vendor that can be asked.</summary>
    public IReadOnlyList<string> Vendors => router.Vendors(ModelRole.Diagnose);

    /// <inheritdoc/>
    public async Task<Answer<Analysis>> AnalyseAsync(EvidenceSet evidence, RunContext context, CancellationToken cancellationToken)
        => await AskAsync(evidence, context, null, cancellationToken) switch
        {
            { Analysis: { } analysis } => analysis,
            var opinion => opinion.Refusal!,
        };

    /// <summary>As <see cref="AnalyseAsync"/>, with what was spent also when there is no answer.</summary>
    /// <param name="evidence">What code has gathered.</param>
    /// <param name="context">The run.</param>
    /// <param name="only">The one provider to ask; null for those of the role, in their order.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<ModelOpinion> AskAsync(EvidenceSet evidence, RunContext context, string? only, CancellationToken cancellationToken)
    {
        var request = new ModelRequest<DiagnosisDraft>
        {
            Role = ModelRole.Diagnose,
            Only = only,
            PromptVersion = DiagnosisPrompt.Rules.Version,
            System = DiagnosisPrompt.Rules.Text,
            Messages = [new ChatMessage(ChatRole.User, DiagnosisPrompt.Of(evidence).Text)],
            Format = DiagnosisDraft.Format,
            Read = DiagnosisDraft.Read,
            Functions = ModelFunctions.Over(evidence.Snapshot, filters),
            Context = context,
        };
        var result = await router.AskAsync(request, cancellationToken);
        if (result is not ModelReply<DiagnosisDraft> reply)
            return ModelOpinion.None((ModelUnavailable<DiagnosisDraft>)result);

        await context.StepAsync("Checking the answer", cancellationToken);
        var best = await CheckAsync(evidence, reply, cancellationToken);
        if (best.Problems.Count > 0)
            best = await RepairAsync(evidence, request, reply, best, cancellationToken);

        return best.Claim.RootCause is not null && best.RootCause is null
            ? new ModelOpinion(null, reply.Spend, [.. best.Claim.Warnings, "The model's answer did not hold against the repository, so it is not shown."], new Refusal(RefusalKind.Unprocessable, "The model's answer did not hold against the repository."))
            : new ModelOpinion(Priced(best.Claim, reply.Spend), reply.Spend, [], null) { Cited = best.Citations };
    }

    private async Task<VerifiedAnalysis> RepairAsync(EvidenceSet evidence, ModelRequest<DiagnosisDraft> request, ModelReply<DiagnosisDraft> reply, VerifiedAnalysis first, CancellationToken cancellationToken)
    {
        var problems = string.Join('\n', first.Problems.Take(10).Select(problem => "- " + problem));
        var again = request with
        {
            Prefer = reply.Provider,
            PromptVersion = $"{request.PromptVersion}+{Repair.Version}",
            Messages = [.. reply.Conversation, new ChatMessage(ChatRole.User, Repair.Text.Replace("{problems}", problems, StringComparison.Ordinal))],
            MaxFunctionCalls = RepairCalls,
        };
        var result = await router.AskAsync(again, cancellationToken);
        reply.Spend.Add(result.Spend);
        if (result is not ModelReply<DiagnosisDraft> repaired)
            return first with { Claim = first.Claim with { Warnings = [.. first.Claim.Warnings, $"The answer could not be repaired: {((ModelUnavailable<DiagnosisDraft>)result).Sentence}"] } };

        var second = await CheckAsync(evidence, repaired, cancellationToken);
        return Worth(second) >= Worth(first) ? second : first;
    }

    private static async Task<VerifiedAnalysis> CheckAsync(EvidenceSet evidence, ModelReply<DiagnosisDraft> reply, CancellationToken cancellationToken)
        => await Verifier.VerifyAsync(evidence, DraftReader.Read(evidence.Snapshot, reply), cancellationToken);

    /// <summary>A cause that stands counts most, then a fix that passes, then fewer problems.</summary>
    private static double Worth(VerifiedAnalysis verified)
        => (verified.RootCause is not null && verified.Citations.Count > 0 ? 100 : 0) + (verified.FixCode.Count > 0 ? 10 : 0) - Math.Min(verified.Problems.Count, 9);

    private static Analysis Priced(Analysis analysis, ModelSpend spend)
        => analysis with { InputTokens = spend.InputTokens, OutputTokens = spend.OutputTokens, CostNanoUsd = spend.CostNanoUsd };

    private static PromptFile Repair { get; } = PromptFile.Load("Diagnose.Model.prompts.repair.md");
}

/// <summary>What came of asking a model.</summary>
/// <param name="Analysis">Its claim; null when there is none worth showing.</param>
/// <param name="Spend">What was spent either way.</param>
/// <param name="Warnings">What to tell the reader when there is no claim.</param>
/// <param name="Refusal">Why there is no claim; null when there is one.</param>
internal sealed record ModelOpinion(Analysis? Analysis, ModelSpend Spend, IReadOnlyList<string> Warnings, Refusal? Refusal)
{
    /// <summary>The citations that hold, the decisive one first.</summary>
    public IReadOnlyList<EvidenceItem> Cited { get; init; } = [];

    /// <summary>No model answered.</summary>
    public static ModelOpinion None(ModelUnavailable<DiagnosisDraft> unavailable)
        => new(null, unavailable.Spend, [unavailable.Sentence], new Refusal(unavailable.Kind, unavailable.Sentence));
}
