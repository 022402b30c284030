using System.Globalization;
using ChatOps.Adapters.Llm;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Costs;

/// <summary>What models cost lately, on the bot's own page.</summary>
internal sealed class CostsHome(CostBooks books, ModelCallLedger ledger) : IHomeSection
{
    /// <inheritdoc/>
    public int Order => 40;

    /// <inheritdoc/>
    public async Task<Card?> ForAsync(Caller caller, CancellationToken cancellationToken)
    {
        var allowed = caller.RepositoriesWith(Role.Viewer);
        if (allowed is [])
            return null;
        var month = await books.SummariseAsync(CostPeriod.Month, allowed, cancellationToken);
        var budgets = await ledger.UsedAsync(caller, cancellationToken);
        return new Card
        {
            Tone = Tone.Neutral,
            Title = "What models cost",
            Parts = [new FieldsPart([("Last 30 days", Spent(month)), .. budgets.Where(budget => allowed is null || budget.Name != "month").Select(budget => (CostsCard.Label(budget), CostsCard.Used(budget)))])],
        };
    }

    private static string Spent(CostSummary month) =>
        string.Create(CultureInfo.InvariantCulture, $"{CostsCard.Dollars(month.TotalCostUsd)}{(month.Operations == 0 && !month.IsNothing ? "" : $" in {month.Operations} {(month.Operations == 1 ? "operation" : "operations")}")}{(month.UnpricedCalls > 0 ? $", and {month.UnpricedCalls} calls without a price" : "")}");
}
