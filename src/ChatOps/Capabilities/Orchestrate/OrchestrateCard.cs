using System.Globalization;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>What came of a task, as people see it: plan, change, review with agreement and dissent, and what each one took.</summary>
internal static class OrchestrateCard
{
    /// <summary>The card.</summary>
    public static Card From(Orchestration done)
    {
        List<CardPart> parts = [new TextPart(done.Plan.Summary)];
        if (done.Pr is { } pr)
            parts.Add(new ListPart([new CardItem(string.Create(CultureInfo.InvariantCulture, $"#{pr.PrNumber}"), pr.Branch, new Uri(pr.PrUrl))]));
        parts.Add(new HeadingPart("Plan"));
        parts.Add(new ListPart([.. done.Plan.Steps.Select((step, i) => new CardItem(string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {step}")))]));
        if (done.Diff.Length > 0)
            parts.AddRange([new HeadingPart("Change"), new DiffPart(done.Diff)]);
        if (done.IamAnalysis is { MissingPermissions.Count: > 0 } permissions)
            parts.AddRange([new HeadingPart(permissions.Warnings[0]), new ListPart([.. permissions.MissingPermissions.Take(5).Select(permission => new CardItem(permission))])]);
        if (done.Review is { } review)
        {
            parts.Add(new HeadingPart($"Review: {Verdict(review.Verdict)}"));
            parts.Add(new TextPart(review.Summary));
            if (review.Findings.Count > 0)
                parts.Add(new ListPart([.. review.Findings.Select(finding => new CardItem(string.Create(CultureInfo.InvariantCulture, $"{finding.Path}:{finding.Line}"), $"{finding.Severity}: {finding.Text}"))]));
        }

        parts.Add(new HeadingPart("Who did what"));
        parts.Add(new FieldsPart([.. done.Agents.Select(turn => (turn.Role, Took(turn)))]));
        if (done.Warnings.Count > 0)
            parts.AddRange([new HeadingPart("Note"), .. done.Warnings.Select(warning => new TextPart(warning))]);
        return new Card
        {
            Tone = (done.Files.Count, done.Review?.Verdict) switch { (0, _) => Tone.Failed, (_, ReviewVerdict.Approve) => Tone.Good, _ => Tone.Attention },
            Title = Title(done),
            Parts = parts,
            Buttons = done is { Change: { } change, Pr: null }
                ? [new CardButton("Create PR", "apply", $"{change.PlanId} {change.Digest}", $"Pushes {change.Branch} to {done.Repo} with changes to {Files(done.Files.Count)}, and opens a pull request. Nothing is merged.")]
                : [],
            Footer = string.Create(CultureInfo.InvariantCulture, $"{done.InputTokens + done.OutputTokens:N0} tokens · {Money(done.CostUsd)} · {done.DurationMs / 1000.0:0.0} s · {done.Id}"),
        };
    }

    private static string Title(Orchestration done) => (done.Files.Count, done.Review?.Verdict) switch
    {
        (0, _) => "There is a plan, but no change that passes its checks",
        (_, ReviewVerdict.Approve) => done.Pr is null ? "Written and approved by the reviewer" : "Written, approved by the reviewer, pull request open",
        (_, ReviewVerdict.Revise) => "Written, but the reviewer still has objections",
        (_, ReviewVerdict.Reject) => "Written, but the reviewer is against it",
        _ => "Written, but not reviewed",
    };

    private static string Verdict(ReviewVerdict verdict) => verdict switch
    {
        ReviewVerdict.Approve => "approve",
        ReviewVerdict.Revise => "revise",
        _ => "reject",
    };

    private static string Took(AgentTurn turn) => string.Create(CultureInfo.InvariantCulture, $"{turn.Model ?? "nobody answered"} · {turn.InputTokens + turn.OutputTokens:N0} tokens · {Money(turn.CostUsd)} · {turn.DurationMs / 1000.0:0.0} s{(turn.Verdict is { } verdict ? $" · {Verdict(verdict)}" : "")}");

    private static string Money(decimal? usd) => usd is { } cost ? string.Create(CultureInfo.InvariantCulture, $"${cost:0.0000}") : "unpriced";

    private static string Files(int count) => count == 1 ? "1 file" : string.Create(CultureInfo.InvariantCulture, $"{count} files");
}
