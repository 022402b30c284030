using System.ComponentModel;
using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.Costs.Digest;
using ChatOps.Chat;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.Costs;

/// <summary>Says what models cost. Changes nothing.</summary>
internal sealed class CostsPlugin(RunContext context, CostBooks books, ModelCallLedger ledger, AiOptions options, DigestBuilder digests)
{
    private static readonly HashSet<string> Fillers = new(["by", "per", "the", "last", "this", "costs", "for"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds up what models cost, in the repositories that the caller may see.</summary>
    /// <param name="text">Period and breakdown in words, as people type them; the other arguments win. <c>digest</c> shows what the weekly digest would say.</param>
    /// <param name="period"><c>day</c>, <c>week</c>, <c>month</c> or <c>all</c>.</param>
    /// <param name="by"><c>operation</c>, <c>provider</c>, <c>model</c>, <c>user</c> or <c>repo</c>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    [KernelFunction("costs"), Description("What models cost in the last day, week or month or ever, by operation, provider, model, user and repository, and how far the budgets are used.")]
    public async Task<Answer<CostReport>> GetAsync(
        [Description("Period and breakdown in words: week by user. Or digest, for the week in figures.")] string? text = null,
        [Description("day, week, month or all.")] string? period = null,
        [Description("operation, provider, model, user or repo.")] string? by = null,
        CancellationToken cancellationToken = default)
    {
        var isDigest = false;
        foreach (var word in (text ?? "").Split((char[])[' ', '\t', '\n', ','], StringSplitOptions.RemoveEmptyEntries).Where(word => !Fillers.Contains(word)))
        {
            if (word.Equals("digest", StringComparison.OrdinalIgnoreCase))
                isDigest = true;
            else if (CostPeriods.TryRead("period", word, CostPeriod.Week, out _) is null)
                period ??= word;
            else if (CostPeriods.TryRead("by", word, CostDimension.Operation, out _) is null)
                by ??= word;
            else
                return new Refusal(RefusalKind.Invalid, $"costs does not know '{word}'. Write it like costs week by user: day, week, month or all, by operation, provider, model, user or repo; or costs digest.");
        }

        if (CostPeriods.TryRead("period", period, CostPeriod.Week, out var asked) is { } wrongPeriod)
            return wrongPeriod;
        if (CostPeriods.TryRead("by", by, CostDimension.Operation, out var dimension) is { } wrongDimension)
            return wrongDimension;
        var allowed = context.Caller.RepositoriesWith(Role.Viewer);
        var costs = await books.SummariseAsync(asked, allowed, cancellationToken);
        return new CostReport
        {
            Costs = costs,
            By = by is null ? null : dimension,
            // What everybody spends together is for those to know who see everything.
            Budgets = [.. (await ledger.UsedAsync(context.Caller, cancellationToken)).Where(budget => allowed is null || budget.Name != "month")],
            PerOperationUsd = options.Budgets.PerOperation,
            Repositories = allowed,
            Digest = isDigest ? await DigestPlugin.BuildAsync(digests, allowed, allowed is null, cancellationToken) : null,
        };
    }
}
