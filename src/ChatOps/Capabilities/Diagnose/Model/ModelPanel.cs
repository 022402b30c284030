using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Diagnose.Model;

/// <summary>Asks several vendors' models the same question, none knowing of the others, and lets code compare what they point at.</summary>
internal sealed class ModelPanel(ModelAnalyst analyst)
{
    private const int Seats = 3;

    /// <summary>Lines so far apart still mean the same place.</summary>
    private const int SamePlace = 10;

    /// <summary>The answer that most of them share, with what each one said.</summary>
    public async Task<ModelOpinion> AskAsync(EvidenceSet evidence, RunContext context, CancellationToken cancellationToken)
    {
        var vendors = analyst.Vendors.Take(Seats).ToList();
        var opinions = await Task.WhenAll(vendors.Select(vendor => analyst.AskAsync(evidence, context, vendor, cancellationToken)));
        var spend = new ModelSpend();
        foreach (var opinion in opinions)
            spend.Add(opinion.Spend);
        var answered = opinions.Where(opinion => opinion.Analysis is not null).ToList();
        string[] warnings = [.. opinions.SelectMany(opinion => opinion.Warnings), .. Few(vendors.Count, answered.Count)];
        if (answered.Count == 0)
            return new ModelOpinion(null, spend, warnings, opinions.Select(opinion => opinion.Refusal).OfType<Refusal>().FirstOrDefault() ?? new Refusal(RefusalKind.NotConfigured, "No model is configured."));

        // Whom most of the others agree with; among equals the one that proves more, then the one whose seat comes first.
        var chosen = answered.OrderByDescending(opinion => answered.Count(other => Agree(opinion, other))).ThenByDescending(opinion => opinion.Cited.Count).First();
        var panel = answered.Select(opinion => Opinion(opinion, Agree(chosen, opinion))).ToList();
        var analysis = chosen.Analysis! with
        {
            Panel = panel,
            InputTokens = spend.InputTokens,
            OutputTokens = spend.OutputTokens,
            CostNanoUsd = spend.CostNanoUsd,
            Warnings = [.. chosen.Analysis.Warnings, .. warnings],
        };
        return new ModelOpinion(analysis, spend, [], null) { Cited = chosen.Cited };
    }

    private static IEnumerable<string> Few(int vendors, int answered)
    {
        if (vendors < 2)
            yield return "A panel needs several vendors, and one is configured: add others to Ai:Providers.";
        else if (answered < vendors)
            yield return $"Of {vendors} vendors asked, {answered} gave an answer that holds.";
    }

    /// <summary>Whether two answers point at the same place: the same file, and lines that meet or nearly do.</summary>
    private static bool Agree(ModelOpinion left, ModelOpinion right) =>
        left == right || (left.Cited is [var one, ..] && right.Cited is [var other, ..]
            ? one.Path == other.Path && one.StartLine - SamePlace <= other.EndLine && other.StartLine - SamePlace <= one.EndLine
            : left.Analysis!.RootCause is null && right.Analysis!.RootCause is null);

    private static PanelOpinion Opinion(ModelOpinion opinion, bool agrees) => new(
        opinion.Analysis!.Provider!,
        opinion.Analysis.Model!,
        opinion.Analysis.RootCause ?? "It does not know.",
        [.. opinion.Cited.Select(item => item.Path).Distinct()],
        agrees,
        opinion.Spend.CostNanoUsd is { } nano ? nano / 1_000_000_000m : null);
}
