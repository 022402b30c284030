using System.ComponentModel;
using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.Fix.Planning;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.Fix;

/// <summary>Answers the command <c>diagnose-and-fix</c>: one request, whose caller's role is the approval of the pull request that comes of it.</summary>
internal sealed class FixActions(RunContext context, DiagnosePlugin diagnose, FixPlanner planner, PlanApplier applier, WorkflowStore workflows, TimeProvider clock)
{
    /// <summary>Diagnoses an error, plans its fix and opens the pull request. Run again after a crash, it goes on with the diagnosis and the plan that it made.</summary>
    /// <param name="error">The error as it was pasted.</param>
    /// <param name="file">The file the reporter suspects, relative to the repository; null when none.</param>
    /// <param name="reference">Branch, tag or commit to read; null for what is deployed.</param>
    /// <param name="remark">What the reporter adds in words; null for nothing.</param>
    /// <param name="fresh">Whether to diagnose anew also when history has an answer.</param>
    /// <param name="panel">Whether to ask several vendors' models independently.</param>
    /// <param name="draft">Whether the pull request is to be a draft.</param>
    /// <param name="cancellationToken">Stops it before it changes anything.</param>
    [CommandAction("diagnose_and_fix"), Description("Finds the root cause of a production error and opens a pull request with the fix.")]
    public async Task<Answer<FixedDiagnosis>> RunAsync(
        [Description("The error as it was pasted: a stack trace, a log, or one line.")] string error,
        [Description("The file the reporter suspects, relative to the repository.")] string? file = null,
        [Description("Branch, tag or commit to read.")] string? reference = null,
        [Description("What the reporter adds in words.")] string? remark = null,
        [Description("Whether to diagnose anew even when the same error was diagnosed before.")] bool fresh = false,
        [Description("Whether to ask several vendors' models independently and compare them.")] bool panel = false,
        [Description("Whether the pull request is to be a draft.")] bool draft = false,
        CancellationToken cancellationToken = default)
    {
        var diagnosed = await diagnose.DiagnoseAsync(error, file, reference, remark, fresh, panel, cancellationToken);
        if (diagnosed.Value is not { } diagnosis)
            return diagnosed.Refusal!;
        try
        {
            return await FixAsync(diagnosis, draft, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !context.Leaving.IsCancellationRequested && clock.GetUtcNow() >= context.Deadline)
        {
            // What was found stands, also where no time was left to change something.
            return Skipped(diagnosis, diagnosis.FixDiff, $"Time ran out before the change was ready, and nothing was changed. Ask for it again; the command fix with {diagnosis.Id} takes this diagnosis up.");
        }
    }

    private async Task<FixedDiagnosis> FixAsync(Diagnosis diagnosis, bool draft, CancellationToken cancellationToken)
    {
        // The same error twice is one fault: a second pull request would only be in the way of the first.
        var fixes = await workflows.FixesOfAsync(diagnosis.Repo, diagnosis.Fingerprint, cancellationToken);
        if (fixes.FirstOrDefault(fix => fix.State == "open" && fix.OperationId != context.OperationId) is { } open)
            return Skipped(diagnosis, diagnosis.FixDiff, $"#{open.PrNumber} with a fix for this error is open already, so no second one was opened. Merge or close it first.") with { FixPr = new FixPullRequest(open.PrNumber, open.PrUrl, open.Branch) };
        var planned = await planner.PlanAsync(diagnosis, draft, context, cancellationToken);
        if (planned.Value is not { } plan)
            return Skipped(diagnosis, diagnosis.FixDiff, planned.Refusal!.Sentence);
        var found = diagnosis with { FixChecks = PullRequestDraft.Of(plan.Plan).Checks };
        var applied = await applier.ApplyAsync(plan.Plan.Id, plan.Digest, cancellationToken);
        return applied switch
        {
            { Refusal: { } refusal } => Skipped(found, plan.Plan.Diff, refusal.Sentence),
            { Value.Result: { PrNumber: { } number, PrUrl: { } url } result } => Skipped(found, plan.Plan.Diff, null) with { FixPr = new FixPullRequest(number, url, result.Branch ?? plan.Plan.Branch) },
            _ => Skipped(found, plan.Plan.Diff, applied.Value!.Result!.Message),
        };
    }

    private FixedDiagnosis Skipped(Diagnosis diagnosis, string diff, string? reason) =>
        new() { Diagnosis = diagnosis, FixPr = null, FixSkippedReason = reason, FixDiff = diff, OperationId = context.OperationId };
}
