using System.Globalization;
using ChatOps.Chat;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>A pull request with the decisions that GitHub would accept from who looks at it as buttons, and the reasons against the others.</summary>
internal static class DecisionCard
{
    private const int ShortSha = 10;

    /// <summary>Builds the card.</summary>
    public static Card From(PullRequestDecision pull)
    {
        List<CardPart> parts =
        [
            new ListPart([new CardItem(string.Create(CultureInfo.InvariantCulture, $"#{pull.PrNumber} {pull.Title}"), $"{pull.Branch} → {pull.BaseBranch}, by {pull.Author}", new Uri(pull.PrUrl))]),
            new FieldsPart([("Checks", pull.Checks), ("Review", Review(pull))]),
        ];
        var refused = pull.Options.Where(option => option.WhyNot is not null).Select(option => new CardItem(Label(option.Action), option.WhyNot)).ToList();
        if (refused.Count > 0)
            parts.AddRange([new HeadingPart("Not now"), new ListPart(refused)]);
        return new Card
        {
            Tone = pull.State == "open" ? Tone.Attention : Tone.Neutral,
            Title = Title(pull),
            Parts = parts,
            Buttons = Buttons(pull),
            Footer = $"at {pull.HeadSha[..Math.Min(ShortSha, pull.HeadSha.Length)]}",
        };
    }

    private static IReadOnlyList<CardButton> Buttons(PullRequestDecision pull) => pull.State switch
    {
        "merged" => [PlanCard.Rollback(pull.PrNumber)],
        "open" => [.. pull.Options.Where(option => option.Plan is not null).Select(option => PlanCard.Button(option.Plan!)), new CardButton("Check permissions", "iam-check", string.Create(CultureInfo.InvariantCulture, $"#{pull.PrNumber}"))],
        _ => [.. pull.Options.Where(option => option.Plan is not null).Select(option => PlanCard.Button(option.Plan!))],
    };

    private static string Title(PullRequestDecision pull) =>
        pull.State != "open" ? string.Create(CultureInfo.InvariantCulture, $"#{pull.PrNumber} is {pull.State}")
        : pull.Draft ? "A draft"
        : pull.Options.Any(option => option is { Action: "merge", Plan: not null }) ? "Ready to merge"
        : pull.ApprovedBy.Count < pull.RequiredApprovals ? "Open, waiting for an approval"
        : "Open, not ready to merge";

    private static string Review(PullRequestDecision pull)
    {
        var given = pull.ApprovedBy.Count == 0 ? "nobody has approved" : $"approved by {string.Join(", ", pull.ApprovedBy)}";
        var asked = pull.RequiredApprovals == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {pull.RequiredApprovals} needed");
        return given + asked + (pull.CodeOwners.Count == 0 ? "" : $"; code owners: {string.Join(", ", pull.CodeOwners)}");
    }

    private static string Label(string action) => char.ToUpperInvariant(action[0]) + action[1..];
}
