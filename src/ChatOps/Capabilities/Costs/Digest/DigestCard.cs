using System.Globalization;
using ChatOps.Adapters.Charts;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Costs.Digest;

/// <summary>A week in figures, as people see it.</summary>
internal static class DigestCard
{
    private const int RowsShown = 4;
    private const int Longest = 160;
    private const int DaysOfAWeek = 7;

    /// <summary>Builds the card with its chart.</summary>
    public static Card From(WeeklyDigest digest)
    {
        var costs = digest.Costs;
        var parts = new List<CardPart>
        {
            new FieldsPart(
            [
                ("Spent", $"{CostsCard.Dollars(costs.TotalCostUsd)}{Change(costs.TotalCostUsd, digest.LastWeekUsd)}"),
                .. digest.Month is { } month ? new[] { ("Budget of this month", CostsCard.Used(month)) } : [],
                ("Spent for each merged fix", digest.MergedFixes == 0 ? "no fix was merged" : $"{CostsCard.Dollars(digest.PerMergedFixUsd)} ({digest.MergedFixes} merged)"),
                ("Merged and kept", digest.SuccessRate is { } rate ? rate.ToString("0 %", CultureInfo.InvariantCulture) : "nothing was merged or closed"),
                ("Rollbacks", digest.Rollbacks.ToString(CultureInfo.InvariantCulture)),
                .. costs.UnpricedCalls == 0 ? [] : new[] { ("Unpriced", string.Create(CultureInfo.InvariantCulture, $"{costs.UnpricedCalls} calls, in no figure")) },
            ]),
            new ImagePart($"Spending a day: {CostsCard.Dollars(costs.TotalCostUsd)} in the last seven days, {CostsCard.Dollars(digest.LastWeekUsd)} in the seven before.", Chart(digest)),
        };
        AddRows(parts, "By capability", costs.ByOperation);
        AddRows(parts, "By model", costs.ByModel);
        if (digest.Recurring.Count > 0)
            parts.AddRange([new HeadingPart("Came again"), new ListPart([.. digest.Recurring.Select(error => new CardItem(Short(error.RootCause), $"{error.Times} times in {error.Repo}, {error.DiagnosisId}"))])]);
        if (digest.Slowest.Count > 0)
            parts.AddRange([new HeadingPart("Took longest"), new ListPart([.. digest.Slowest.Select(operation => new CardItem(operation.Kind, string.Create(CultureInfo.InvariantCulture, $"{operation.Seconds:0.0} s{(operation.Repo is null ? "" : $" in {operation.Repo}")}, {operation.OperationId}")))])]);
        return new Card
        {
            Tone = digest.Month is { } used && used.SpentUsd >= used.LimitUsd * CostsCard.Close ? Tone.Attention : Tone.Neutral,
            Title = $"The week to {costs.To.UtcDateTime:yyyy-MM-dd}: {CostsCard.Dollars(costs.TotalCostUsd)} in {costs.Operations} {(costs.Operations == 1 ? "operation" : "operations")}",
            Parts = parts,
            Footer = digest.AuditHead is null ? "" : $"Audit log: {digest.AuditHead}",
        };
    }

    /// <summary>The chart: fourteen days, the last seven strong.</summary>
    public static byte[] Chart(WeeklyDigest digest) => BarChart.Draw(
        "Spending on models, a day (UTC)",
        "US dollars",
        [.. digest.Days.Select((day, place) => new ChartBar(day.Start.UtcDateTime.ToString("ddd d", CultureInfo.InvariantCulture), (double)(day.CostUsd ?? 0), place < digest.Days.Count - DaysOfAWeek))]);

    private static void AddRows(List<CardPart> parts, string heading, IReadOnlyList<CostRow> rows)
    {
        if (rows.Count > 0)
            parts.AddRange([new HeadingPart(heading), new ListPart([.. rows.Take(RowsShown).Select(row => new CardItem(row.Key, $"{CostsCard.Dollars(row.CostUsd)}, {row.Operations} {(row.Operations == 1 ? "operation" : "operations")}"))])]);
    }

    private static string Change(decimal? now, decimal? before) => (now, before) switch
    {
        (null, _) or (_, null) => "",
        (_, 0) => now == 0 ? ", as in the week before" : ", nothing in the week before",
        var (spent, last) => string.Create(CultureInfo.InvariantCulture, $", {(spent >= last ? "+" : "−")}{Math.Abs((spent.Value - last.Value) / last.Value):0 %} against {CostsCard.Dollars(last)} in the week before"),
    };

    private static string Short(string text) => text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)] + "…";
}
