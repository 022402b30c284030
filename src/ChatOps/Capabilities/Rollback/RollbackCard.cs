using System.Globalization;
using ChatOps.Chat;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.Rollback;

/// <summary>A rollback as people see it: what would be taken back, what stands in the way, what to look at, and the button.</summary>
internal static class RollbackCard
{
    private const int Shown = 8;

    /// <summary>The card of a pre-flight.</summary>
    public static Card From(RollbackStatus status) => new()
    {
        Tone = ToneOf([status]),
        Title = TitleOf([status]),
        Parts = PartsOf(status),
        Footer = FooterOf([status]),
    };

    /// <summary>The card of a proposal; its button applies the plan.</summary>
    public static Card From(RollbackProposal proposal)
    {
        List<CardPart> parts = [.. proposal.PullRequests.SelectMany(PartsOf)];
        if (proposal.Plan is { } plan)
        {
            if (plan.Reason.Length > 0)
                parts.Add(new FieldsPart([("Reason", plan.Reason)]));
            if (plan.Files.Count > 0)
                parts.AddRange([new HeadingPart("What changes"), new ListPart([.. plan.Files.Take(Shown).Select(file => new CardItem(file.Path, string.Create(CultureInfo.InvariantCulture, $"+{file.Added} −{file.Removed}"))), .. More(plan.Files.Count)])]);
            if (plan.Diff.Length > 0)
                parts.Add(new DiffPart(plan.Diff));
        }

        return new Card
        {
            Tone = ToneOf(proposal.PullRequests),
            Title = TitleOf(proposal.PullRequests),
            Parts = parts,
            Buttons = proposal.Plan is { State: PlanState.Proposed } offered ? [PlanCard.Button(offered)] : [],
            Footer = proposal.Plan is { } shown ? $"{shown.Repository} · {shown.BaseBranch}@{shown.BaseSha[..Math.Min(10, shown.BaseSha.Length)]} · {shown.Id}" : FooterOf(proposal.PullRequests),
        };
    }

    /// <summary>The card of a rollback that was made.</summary>
    public static Card From(RollbackResult result) => new()
    {
        Tone = Tone.Good,
        Title = result.RevertPrNumber is { } number ? string.Create(CultureInfo.InvariantCulture, $"Pull request #{number} is open") : "Done",
        Parts = [result.RevertPrUrl is { } url ? new ListPart([new CardItem(result.Message, null, new Uri(url))]) : new TextPart(result.Message)],
        Footer = StatusText.Count(result.CommitsReverted.Count, "commit"),
    };

    private static Tone ToneOf(IReadOnlyList<RollbackStatus> statuses) =>
        statuses.Any(status => !status.CanRollback) ? Tone.Refused : statuses.Any(status => status.Risks.Count > 0) ? Tone.Attention : Tone.Good;

    private static string TitleOf(IReadOnlyList<RollbackStatus> statuses)
    {
        var names = string.Join(", ", statuses.Select(status => $"#{status.PrNumber}"));
        var reapplies = statuses.All(status => status.Kind == ChangeKind.Reapply);
        if (statuses.All(status => status.CanRollback))
            return reapplies ? $"{names}: ready to re-apply what was taken back" : $"{names}: ready to roll back";
        var files = statuses.Sum(status => status.Conflicts.Count);
        return files > 0
            ? $"{names}: {(reapplies ? "re-applying" : "rolling back")} conflicts in {StatusText.Count(files, "file")}"
            : $"{names}: {(reapplies ? "cannot be re-applied" : "cannot be rolled back")}";
    }

    private static List<CardPart> PartsOf(RollbackStatus status)
    {
        List<CardPart> parts =
        [
            new ListPart([new CardItem($"#{status.PrNumber} {status.Title}", status.MergedAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"merged {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : status.State, new Uri(status.PrUrl))]),
            new TextPart(status.Reason),
        ];
        if (status.Conflicts.Count > 0)
            parts.AddRange([new HeadingPart("In the way"), new ListPart([.. status.Conflicts.Take(Shown).Select(conflict => new CardItem(conflict.Path, string.Join(", ", conflict.LaterCommits.Take(3).Select(Describe)))), .. More(status.Conflicts.Count)])]);
        else if (status.LaterCommits.Count > 0)
            parts.AddRange([new HeadingPart("Later commits to the same files"), new ListPart([.. status.LaterCommits.Take(Shown).Select(commit => new CardItem(Describe(commit), commit.Author)), .. More(status.LaterCommits.Count)])]);
        var risks = status.Risks.Where(risk => risk.Kind != RiskKind.LaterChange).ToList();
        if (risks.Count > 0)
            parts.AddRange([new HeadingPart("Look at this first"), new ListPart([.. risks.Take(Shown).Select(risk => new CardItem(risk.Path, risk.Why)), .. More(risks.Count)])]);
        return parts;
    }

    private static string Describe(LaterCommit commit) => $"{commit.Name} {commit.Subject.Replace($" (#{commit.PrNumber})", "", StringComparison.Ordinal)}";

    private static IEnumerable<CardItem> More(int count) => count > Shown ? [new CardItem($"and {count - Shown} more")] : [];

    private static string FooterOf(IReadOnlyList<RollbackStatus> statuses) => statuses is [{ Method: { } method } only] ? $"{method} · {StatusText.Count(only.Files, "file")}" : "";
}
