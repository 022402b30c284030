using System.Globalization;
using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>The pull requests that ChatOps made, as people see them.</summary>
internal static class PrsCard
{
    private const int Shown = 10;
    private const int Buttons = 5;

    /// <summary>Builds the card.</summary>
    public static Card From(AiPullRequests list) => new()
    {
        Tone = Tone.Neutral,
        Title = list.Total switch { 0 => "No pull request of ChatOps", 1 => "1 pull request of ChatOps", _ => string.Create(CultureInfo.InvariantCulture, $"{list.Total} pull requests of ChatOps") },
        Parts = list.Prs.Count == 0
            ? [new TextPart("Diagnose an error and open its fix, and it stands here.")]
            : [new ListPart([.. list.Prs.Take(Shown).Select(Item)])],
        Buttons = [.. list.Prs.Take(Shown).Where(pull => pull.State == "open").Take(Buttons).Select(pull => new CardButton($"Decide {Number(pull)}", "pr", pull.PrNumber.ToString(CultureInfo.InvariantCulture)))],
        Footer = list.Prs.Count > Shown ? string.Create(CultureInfo.InvariantCulture, $"the newest {Shown} of {list.Total}") : "",
    };

    private static CardItem Item(AiPullRequest pull)
    {
        var state = pull.RevertedBy is { } by ? string.Create(CultureInfo.InvariantCulture, $"{pull.State}, taken back by #{by}") : pull.State;
        return new CardItem($"{Number(pull)} {pull.Title}", $"{pull.Kind}, {state}, {pull.CreatedAt.UtcDateTime:yyyy-MM-dd}", new Uri(pull.PrUrl));
    }

    private static string Number(AiPullRequest pull) => string.Create(CultureInfo.InvariantCulture, $"#{pull.PrNumber}");
}
