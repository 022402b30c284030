using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Diagnose.Model;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Diagnose;

/// <summary>The model where there is one, else the rules engine over the same evidence; the answer says which and why.</summary>
/// <param name="model">Asked first.</param>
/// <param name="rules">Answers when no model does.</param>
internal sealed class FallbackAnalyst(ModelAnalyst model, IAnalyst rules) : IAnalyst
{
    /// <inheritdoc/>
    public Task<Answer<Analysis>> AnalyseAsync(EvidenceSet evidence, RunContext context, CancellationToken cancellationToken) => AnalyseAsync(evidence, context, panel: false, cancellationToken);

    /// <summary>Explains the error, asking one model or a panel of several vendors' models first.</summary>
    public async Task<Answer<Analysis>> AnalyseAsync(EvidenceSet evidence, RunContext context, bool panel, CancellationToken cancellationToken)
    {
        if (!model.IsConfigured)
            return await rules.AnalyseAsync(evidence, context, cancellationToken);

        var opinion = panel ? await new ModelPanel(model).AskAsync(evidence, context, cancellationToken) : await model.AskAsync(evidence, context, null, cancellationToken);
        if (opinion.Analysis is { } analysis)
            return analysis;

        await context.StepAsync("Asking the rules engine", cancellationToken);
        var answer = await rules.AnalyseAsync(evidence, context, cancellationToken);
        if (answer.Value is not { } fallback)
            return answer;

        // What was spent in vain was still spent.
        return fallback with
        {
            InputTokens = fallback.InputTokens + opinion.Spend.InputTokens,
            OutputTokens = fallback.OutputTokens + opinion.Spend.OutputTokens,
            CostNanoUsd = fallback.CostNanoUsd + opinion.Spend.CostNanoUsd,
            Blocked = fallback.RootCause is null && opinion.Refusal?.Kind == RefusalKind.OverLimit ? opinion.Refusal.Sentence : null,
            Warnings = [.. opinion.Warnings, "The rules engine answered instead of a model.", .. fallback.Warnings],
        };
    }
}
