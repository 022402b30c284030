using ChatOps.Adapters.Git;
using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.Context;
using ChatOps.Capabilities.Patches;
using ChatOps.Chat;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>Reads a change with fresh eyes: another vendor's model where there is one, which is never shown the implementer's reasons.</summary>
internal sealed class Reviewer(Agent agent, ModelRouter router, IEnumerable<IFunctionInvocationFilter> filters)
{
    private const int PromptTokens = 24_000;
    private const int MostFindings = 10;
    private const int LongestText = 600;

    private static readonly string[] Severities = ["blocker", "major", "minor"];

    private static PromptFile Rules { get; } = PromptFile.Load("Orchestrate.prompts.review.md");

    /// <summary>The review; a verdict that its own findings contradict is corrected, and a finding on a line that is not there is dropped.</summary>
    /// <param name="snapshot">The repository before the change.</param>
    /// <param name="task">What was asked for.</param>
    /// <param name="change">The change, checked.</param>
    /// <param name="implementer">The provider that wrote it.</param>
    /// <param name="context">The run.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<ReviewAnswer> ReviewAsync(Snapshot snapshot, string task, CheckedFix change, string implementer, RunContext context, CancellationToken cancellationToken)
    {
        await context.StepAsync("Reviewing the change", cancellationToken);
        var answer = await agent.AskAsync(
            "reviewer",
            new ModelRequest<ReviewDraft>
            {
                Role = ModelRole.Review,
                Prefer = router.OtherVendor(ModelRole.Review, implementer),
                PromptVersion = Rules.Version,
                System = Rules.Text,
                Messages = [new ChatMessage(ChatRole.User, Question(snapshot, task, change).ToString())],
                Format = ReviewDraft.Format,
                Read = ReviewDraft.Read,
                Functions = ModelFunctions.Over(snapshot, filters),
                MaxFunctionCalls = 6,
                MaxFunctionTokens = 10_000,
                MaxOutputTokens = 4_000,
                Context = context,
            },
            draft => Judge(change, draft).Verdict,
            cancellationToken);
        if (answer.Reply is not { } reply)
            return new ReviewAnswer(null, null, answer.Refusal, answer.Turn, answer.Warnings);
        var review = Judge(change, reply.Value);
        var dropped = Math.Min(reply.Value.Findings.Count, MostFindings) - review.Findings.Count;
        return new ReviewAnswer(review, reply.Provider, null, answer.Turn, dropped > 0 ? [.. answer.Warnings, $"{dropped} of the reviewer's findings named no line of the change and were left out."] : answer.Warnings);
    }

    /// <summary>A review in words for the implementer.</summary>
    public static string Feedback(Review review)
    {
        var text = new PromptText("A reviewer has read your change. Mend what is right in it, and answer once more with the whole JSON object, all edits against the original files.");
        return text.Data("the review", $"{review.Summary}\n{string.Join('\n', review.Findings.Select(finding => $"{finding.Path}:{finding.Line} ({finding.Severity}): {finding.Text}"))}").ToString();
    }

    private static Review Judge(CheckedFix change, ReviewDraft draft)
    {
        var findings = draft.Findings.Take(MostFindings)
            .Where(finding => change.Code.TryGetValue(finding.Path, out var text) && finding.Line >= 1 && finding.Line <= text.Split('\n').Length)
            .Select(finding => finding with { Severity = Severities.Contains(finding.Severity) ? finding.Severity : "minor", Text = Short(finding.Text) })
            .OrderBy(finding => Array.IndexOf(Severities, finding.Severity)).ToList();
        var verdict = draft.Verdict switch { "reject" => ReviewVerdict.Reject, "revise" => ReviewVerdict.Revise, _ => ReviewVerdict.Approve };
        // Whoever names a blocker does not approve.
        return new Review(verdict == ReviewVerdict.Approve && findings.Exists(finding => finding.Severity == "blocker") ? ReviewVerdict.Revise : verdict, Short(draft.Summary), findings);
    }

    private static string Short(string text) => PlainText.Of(text, LongestText);

    private static PromptText Question(Snapshot snapshot, string task, CheckedFix change)
    {
        var text = new PromptText($"Repository at commit {snapshot.Sha}, and a change on top of it. Review the change.");
        text.Data("the task", PromptText.Cut(task, 4_000));
        text.Data("the diff", PromptText.Cut(change.Diff, PromptTokens / 2));
        text.TryData("what code has checked", string.Join('\n', change.Checks.Select(check => $"{check.Check}: {(check.Passed ? "passed" : "failed")}, {check.Detail}")), PromptTokens);
        foreach (var (path, after) in change.Code.OrderBy(file => file.Key, StringComparer.Ordinal))
            text.TryData($"{path} after the change", PromptText.Numbered(after), PromptTokens);
        return text;
    }
}

/// <summary>What came of a review.</summary>
/// <param name="Review">The review; null when there is none.</param>
/// <param name="Provider">Who reviewed; null when nobody did.</param>
/// <param name="Refusal">Why there is none; null when there is one.</param>
/// <param name="Turn">What it took, either way.</param>
/// <param name="Warnings">What to tell the reader.</param>
internal sealed record ReviewAnswer(Review? Review, string? Provider, Refusal? Refusal, AgentTurn Turn, IReadOnlyList<string> Warnings);
