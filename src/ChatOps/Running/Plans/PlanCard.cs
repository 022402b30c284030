using System.Globalization;
using ChatOps.Chat;

namespace ChatOps.Running.Plans;

/// <summary>A plan as people see it: what would happen, or what has.</summary>
internal static class PlanCard
{
    /// <summary>The card of a plan.</summary>
    public static Card From(PlanView plan)
    {
        List<CardPart> parts = [];
        if (plan.Result is { } result)
            parts.Add(result.PrNumber is { } number
                ? new ListPart([new CardItem(string.Create(CultureInfo.InvariantCulture, $"#{number} {plan.Title}"), result.Message.TrimEnd('.') == Done(plan) ? null : result.Message, result.PrUrl is { } url ? new Uri(url) : null)])
                : new TextPart(result.Message));
        else if (plan.PullRequest is { } pull)
            parts.Add(new ListPart([new CardItem(string.Create(CultureInfo.InvariantCulture, $"#{pull.Number}"), plan.Title, new Uri(pull.Url))]));
        else
            parts.Add(new TextPart(plan.Title));
        if (plan.Reason.Length > 0)
            parts.Add(new FieldsPart([("Reason", plan.Reason)]));
        if (plan.Files.Count > 0)
            parts.Add(new ListPart([.. plan.Files.Select(file => new CardItem(file.Path, string.Create(CultureInfo.InvariantCulture, $"+{file.Added} −{file.Removed}")))]));
        if (plan.Diff.Length > 0 && plan.State == PlanState.Proposed)
            parts.Add(new DiffPart(plan.Diff));
        return new Card
        {
            Tone = plan.State switch { PlanState.Applied => Tone.Good, PlanState.Void or PlanState.Expired => Tone.Refused, _ => Tone.Attention },
            Title = plan.State switch
            {
                PlanState.Applied => Done(plan),
                PlanState.Void => "No longer possible: what this was made on has changed",
                PlanState.Expired => "This offer has run out",
                _ => Offer(plan),
            },
            Parts = parts,
            Buttons = plan.State switch { PlanState.Proposed => [Button(plan)], PlanState.Applied => Next(plan), _ => [] },
            Footer = $"{plan.Repository} · {plan.BaseBranch}@{plan.BaseSha[..Math.Min(10, plan.BaseSha.Length)]} · {plan.Id}",
        };
    }

    /// <summary>The button that applies a plan; its argument is the plan's id and digest, its dialog the exact effect.</summary>
    public static CardButton Button(PlanView plan) => new(Label(plan), "apply", $"{plan.Id} {plan.Digest}", Effect(plan));

    /// <summary>The button that shows what taking back a merged pull request would do; nothing changes yet.</summary>
    /// <param name="number">The pull request.</param>
    /// <param name="repository">Its repository; null on the card of a command that was itself about it.</param>
    public static CardButton Rollback(int number, string? repository = null) => new(string.Create(CultureInfo.InvariantCulture, $"Rollback #{number}"), "rollback", Argument(number, repository));

    // What one does next with what was made: it is looked at and decided, or taken back. Applying is about no repository, so the plan's is named.
    private static IReadOnlyList<CardButton> Next(PlanView plan) => (plan.Kind, plan.Result?.PrNumber) switch
    {
        (_, null) or (ChangeKind.Close, _) => [],
        (ChangeKind.Merge, { } merged) => [Rollback(merged, plan.Repository)],
        (_, { } open) => [new CardButton(string.Create(CultureInfo.InvariantCulture, $"Decide #{open}"), "pr", Argument(open, plan.Repository))],
    };

    private static string Argument(int number, string? repository) => string.Create(CultureInfo.InvariantCulture, $"{(repository is null ? "" : $"in {repository} ")}{number}");

    private static string Label(PlanView plan) => plan.Kind switch
    {
        ChangeKind.Fix => "Create fix PR",
        ChangeKind.Revert => "Create revert PR",
        ChangeKind.Reapply => "Create re-apply PR",
        ChangeKind.Policy => "Add the policy to the PR",
        ChangeKind.Approve => "Approve PR",
        ChangeKind.Merge => "Merge",
        ChangeKind.Close => "Close",
        _ => "Create PR",
    };

    private static string Effect(PlanView plan)
    {
        var lines = string.Create(CultureInfo.InvariantCulture, $"+{plan.Files.Sum(file => file.Added)} −{plan.Files.Sum(file => file.Removed)} in {(plan.Files.Count == 1 ? "1 file" : $"{plan.Files.Count} files")}");
        var at = plan.BaseSha[..Math.Min(10, plan.BaseSha.Length)];
        return plan.PullRequest is { } pull
            ? plan.Kind switch
            {
                ChangeKind.Policy => $"Commits to {plan.Branch} of {plan.Repository}, the branch of #{pull.Number}, on top of {at} ({lines}). Nothing is merged.",
                ChangeKind.Approve => $"Approves #{pull.Number} at {pull.HeadSha[..Math.Min(10, pull.HeadSha.Length)]} as you.",
                ChangeKind.Merge => $"Merges #{pull.Number} ({pull.Method}) at {pull.HeadSha[..Math.Min(10, pull.HeadSha.Length)]} into {plan.BaseBranch}.",
                _ => $"Closes #{pull.Number} without merging it.",
            }
            : $"Pushes {plan.Branch} to {plan.Repository}, made on {plan.BaseBranch}@{at} ({lines}), and opens a pull request. Nothing is merged.";
    }

    private static string Offer(PlanView plan) => plan.Kind switch
    {
        ChangeKind.Fix => "A fix is ready to become a pull request",
        ChangeKind.Revert => "Ready to roll back",
        ChangeKind.Reapply => "Ready to bring back",
        ChangeKind.Policy => "The missing permissions are ready to be added",
        ChangeKind.Approve => "Ready to approve",
        ChangeKind.Merge => "Ready to merge",
        ChangeKind.Close => "Ready to close",
        _ => "A change is ready to become a pull request",
    };

    private static string Done(PlanView plan) => plan.Result?.PrNumber is { } number
        ? plan.Kind switch
        {
            ChangeKind.Policy => $"#{number} has the policy",
            ChangeKind.Approve => $"#{number} is approved",
            ChangeKind.Merge => $"#{number} is merged",
            ChangeKind.Close => $"#{number} is closed",
            _ => $"Pull request #{number} is open",
        }
        : "Done";
}
