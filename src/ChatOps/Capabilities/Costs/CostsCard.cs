using System.Globalization;
using ChatOps.Adapters.Llm;
using ChatOps.Adapters.Storage;
using ChatOps.Capabilities.Costs.Digest;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Costs;

/// <summary>What models cost, as people see it.</summary>
internal static class CostsCard
{
    /// <summary>How many rows of a breakdown are shown.</summary>
    internal const int RowsShown = 10;

    private const int RowsOfEach = 5;

    /// <summary>From here on a budget is nearly used.</summary>
    internal const decimal Close = 0.8m;

    /// <summary>Builds the card.</summary>
    public static Card From(CostReport report)
    {
        if (report.Digest is { } digest)
            return DigestCard.From(digest);
        var costs = report.Costs;
        var parts = new List<CardPart>
        {
            new FieldsPart(
            [
                ("Spent", Dollars(costs.TotalCostUsd)),
                ("Operations", Number(costs.Operations)),
                ("Tokens", $"{Number(costs.InputTokens)} in, {Number(costs.OutputTokens)} out"),
                .. costs.UnpricedCalls == 0 ? [] : new[] { ("Unpriced", $"{Number(costs.UnpricedCalls)} calls of models that have no price under Ai:Prices; they are in no figure") },
                .. report.Budgets.Select(budget => (Label(budget), Used(budget))),
                .. report.PerOperationUsd is { } limit ? new[] { ("Limit of one operation", Dollars(limit)) } : [],
            ]),
        };
        CostDimension[] shown = report.By is { } one ? [one] : [CostDimension.Operation, CostDimension.Model, CostDimension.User];
        foreach (var dimension in shown)
        {
            var rows = costs.By(dimension);
            if (rows.Count == 0)
                continue;
            var most = report.By is null ? RowsOfEach : RowsShown;
            parts.Add(new HeadingPart($"By {dimension.ToString().ToLowerInvariant()}"));
            parts.Add(new ListPart([.. rows.Take(most).Select(row => Item(row, dimension, report)), .. rows.Count > most ? [new CardItem($"{rows.Count - most} more")] : Array.Empty<CardItem>()]));
        }

        if (costs.IsNothing)
            parts.Add(new TextPart("No model was asked."));
        return new Card { Tone = report.Budgets.Any(budget => budget.SpentUsd >= budget.LimitUsd * Close) ? Tone.Attention : Tone.Neutral, Title = $"Costs of {Words(costs.Period)}: {Dollars(costs.TotalCostUsd)}", Parts = parts, Footer = Footer(report) };
    }

    /// <summary>Adds the names of those whom the card shows.</summary>
    public static async Task<object> NameAsync(object report, People people, CancellationToken cancellationToken)
    {
        var costs = (CostReport)report;
        return costs with { Names = await people.NamesAsync([.. costs.Costs.ByUser.Take(RowsShown).Select(row => row.Key)], cancellationToken) };
    }

    /// <summary>US dollars for people: cents, and more digits where there would be none.</summary>
    public static string Dollars(decimal? amount) => amount switch
    {
        null => "unpriced",
        0 => "$0.00",
        < 0.01m => amount.Value.ToString("$0.0000##", CultureInfo.InvariantCulture),
        _ => amount.Value.ToString("$#,0.00", CultureInfo.InvariantCulture),
    };

    private static CardItem Item(CostRow row, CostDimension dimension, CostReport report)
    {
        var name = row.Key.Length == 0 ? "no repository" : dimension == CostDimension.User ? report.Names.GetValueOrDefault(row.Key, row.Key) : row.Key;
        var unpriced = row.UnpricedCalls > 0 && row.CostUsd is not null ? $", {Number(row.UnpricedCalls)} calls unpriced" : "";
        return new CardItem(name, $"{Dollars(row.CostUsd)}, {Number(row.Operations)} {(row.Operations == 1 ? "operation" : "operations")}, {Number(row.InputTokens + row.OutputTokens)} tokens{unpriced}");
    }

    /// <summary>What a budget is called.</summary>
    public static string Label(BudgetUse budget) => budget.Name == "month" ? "Budget of this month" : "Your budget of today";

    /// <summary>How far a budget is used.</summary>
    public static string Used(BudgetUse budget) =>
        budget.LimitUsd == 0 ? $"{Dollars(budget.SpentUsd)} of {Dollars(0)}" : string.Create(CultureInfo.InvariantCulture, $"{Dollars(budget.SpentUsd)} of {Dollars(budget.LimitUsd)} ({budget.SpentUsd / budget.LimitUsd:0 %})");

    private static string Words(CostPeriod period) => period switch
    {
        CostPeriod.Day => "24 hours",
        CostPeriod.Week => "7 days",
        CostPeriod.Month => "30 days",
        _ => "all time",
    };

    private static string Footer(CostReport report) =>
        $"{report.Costs.From.UtcDateTime:yyyy-MM-dd HH:mm} to {report.Costs.To.UtcDateTime:yyyy-MM-dd HH:mm} UTC{(report.Repositories is { } only ? $", of what you may see: {string.Join(", ", only)}" : "")}";

    private static string Number(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
