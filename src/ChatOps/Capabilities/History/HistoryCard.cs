using System.Globalization;
using ChatOps.Chat;

namespace ChatOps.Capabilities.History;

/// <summary>What was done lately, as people see it.</summary>
internal static class HistoryCard
{
    private const int Longest = 160;

    /// <summary>Builds the card.</summary>
    public static Card From(RecentHistory history)
    {
        var parts = new List<CardPart>();
        Add(parts, "Diagnoses", [.. history.Diagnoses.Select(item => new CardItem(Short(item.RootCause), $"{Words(item.Outcome)} in {item.Repo}, {Time(item.CreatedAt)}, {item.Id}"))]);
        Add(parts, "Pull requests", [.. history.PullRequests.Select(item => new CardItem($"#{item.PrNumber} {Short(item.Title)}", $"{item.State} in {item.Repo}, {Time(item.CreatedAt)}", Uri.TryCreate(item.PrUrl, UriKind.Absolute, out var url) ? url : null))]);
        Add(parts, "Operations", [.. history.Operations.Select(item => new CardItem(item.Kind, $"{item.State}{(item.Repo is null ? "" : $" in {item.Repo}")}, {Time(item.CreatedAt)}{Took(item)}"))]);
        if (parts.Count == 0)
            parts.Add(new TextPart(history.Repositories is null ? "Nothing has been done yet." : $"Nothing has been done yet in {string.Join(", ", history.Repositories)}."));
        return new Card { Tone = Tone.Neutral, Title = "History", Parts = parts, Footer = $"Times are UTC{(history.Repositories is { } only ? $", and this is what concerns {string.Join(", ", only)}" : "")}. The whole history: GET /history/diagnoses, /history/orchestrations, /history/workflows" };
    }

    private static void Add(List<CardPart> parts, string heading, IReadOnlyList<CardItem> items)
    {
        if (items.Count > 0)
            parts.AddRange([new HeadingPart(heading), new ListPart(items)]);
    }

    private static string Took(PastOperation operation) =>
        operation.FinishedAt is { } finished ? string.Create(CultureInfo.InvariantCulture, $", {(finished - operation.CreatedAt) / 1000.0:0.0} s") : "";

    private static string Words(string outcome) => outcome switch
    {
        "RootCauseFound" => "root cause found",
        _ => outcome.ToLowerInvariant(),
    };

    private static string Short(string text) => text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)] + "…";

    private static string Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
