using System.Globalization;
using System.Text;
using ChatOps.Adapters.Git.Changes;
using ChatOps.Capabilities.Patches;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>Turns an orchestration's change into a stored plan that opens a pull request once somebody agrees.</summary>
internal sealed class ChangeOffer(RunContext context, ChangeSource source, BuildCheck build, PlanStore plans, TimeProvider clock)
{
    private const int LongestTitle = 100;

    /// <summary>What is left of the time for storing and answering after a check.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(10);

    /// <summary>The orchestration with its plan, or with a warning that says why there is none.</summary>
    /// <param name="done">Its change was checked at <see cref="Orchestration.Sha"/>.</param>
    /// <param name="summary">The implementer's words: text from outside.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Orchestration> ProposeAsync(Orchestration done, string summary, CancellationToken cancellationToken)
    {
        var opened = await source.OpenAsync(context.Repository, cancellationToken);
        if (opened.Value is not { } git)
            return Without(done, opened.Refusal!);
        var files = done.Files.ToDictionary(file => file.Key, file => (string?)file.Value, StringComparer.Ordinal);
        // While models worked, the branch may have moved on; what it moved past these files does not matter.
        if (!git.Has(done.Sha) || git.ChangedSince(done.Sha, files.Keys) is [_, ..])
            return Without(done, new Refusal(RefusalKind.Conflict, $"{git.BaseBranch} changed the same files meanwhile. Ask again."));
        var written = git.Write(git.BaseSha, files);
        if (written.Value is not { } change)
            return Without(done, written.Refusal!);
        if (await build.RunAsync(context.Repository, git, change.Tree, context.Deadline - clock.GetUtcNow() - Reserve, cancellationToken) is { } built)
            done = done with { Checks = [.. done.Checks, built] };
        return await ProposeAsync(done, summary, git, change, files, cancellationToken);
    }

    private async Task<Orchestration> ProposeAsync(Orchestration done, string summary, GitChanges git, ProposedChange change, Dictionary<string, string?> files, CancellationToken cancellationToken)
    {
        var title = OutsideText.Line(done.Task, LongestTitle);
        var branch = await BranchNames.ChooseAsync(git, plans, $"feature-{BranchNames.Slug(done.Task, "task")}", clock.GetUtcNow(), cancellationToken);
        if (branch.Value is null)
            return Without(done, branch.Refusal!);
        var stored = await plans.ProposeAsync(
            context,
            new ChangePlan
            {
                Kind = ChangeKind.Feature,
                Repository = git.Repository.Name,
                BaseBranch = git.BaseBranch,
                BaseSha = git.BaseSha,
                Branch = branch.Value,
                Title = title,
                Files = Planned.Files(change),
                Diff = change.Diff,
                Details = new PullRequestDraft
                {
                    Message = $"{title}\n\nOrchestration {done.Id}, operation {context.OperationId}.",
                    Body = Body(done, summary),
                    Checks = done.Checks,
                    Files = files,
                }.Write(),
            },
            cancellationToken);
        return done with { Change = new OfferedChange(stored.Plan.Id, stored.Digest, stored.Plan.Branch) };
    }

    private string Body(Orchestration done, string summary)
    {
        var body = new StringBuilder();
        body.Append("## Task\n\n").Append(OutsideText.Block(done.Task, "text")).Append("\n\n## What this changes\n\n").Append(OutsideText.Prose(summary.Length > 0 ? summary : done.Plan.Summary)).Append("\n\n");
        body.Append("## How it was planned\n\n").AppendJoin('\n', done.Plan.Steps.Select((step, i) => $"{i + 1}. {OutsideText.Prose(step)}")).Append("\n\n## How it was checked\n\n");
        foreach (var check in done.Checks)
            body.Append("- ").Append(check.Passed ? "✅" : "❌").Append(CultureInfo.InvariantCulture, $" **{check.Check}**: {OutsideText.Prose(check.Detail)}\n");
        body.Append("\n## Review\n\n");
        if (done.Review is { } review)
        {
            body.Append(CultureInfo.InvariantCulture, $"**{review.Verdict.ToString().ToLowerInvariant()}**: {OutsideText.Prose(review.Summary)}\n");
            foreach (var finding in review.Findings)
                body.Append(CultureInfo.InvariantCulture, $"- {OutsideText.Code($"{finding.Path}:{finding.Line}")} ({finding.Severity}): {OutsideText.Prose(finding.Text.ReplaceLineEndings(" "))}\n");
        }
        else
        {
            body.Append("Not reviewed.\n");
        }

        if (done.IamAnalysis is { MissingPermissions.Count: > 0 } permissions)
        {
            body.Append("\n## Permissions\n\nThe role lacks:\n").AppendJoin('\n', permissions.MissingPermissions.Select(permission => $"- {OutsideText.Code(permission)}")).Append('\n');
            if (permissions.TerraformUpdate is { Length: > 0 } update)
                body.Append('\n').Append(OutsideText.Block(update, "hcl")).Append('\n');
        }

        body.Append("\n## Who did what\n\n| role | model | tokens | cost | seconds |\n| --- | --- | --- | --- | --- |\n");
        foreach (var turn in done.Agents)
            body.Append(CultureInfo.InvariantCulture, $"| {turn.Role} | {OutsideText.Code(turn.Model ?? "none")} | {turn.InputTokens + turn.OutputTokens} | {Money(turn.CostUsd)} | {turn.DurationMs / 1000.0:0.0} |\n");
        return body.Append(CultureInfo.InvariantCulture, $"\n## How to roll back\n\nMerged, and something broke? `/rollback` with this pull request's number and the reason opens a pull request that takes it back; so does `POST /rollback`.\n\n---\nMade by ChatOps: {Money(done.CostUsd)}. Orchestration `{done.Id}` at {done.Sha[..Math.Min(10, done.Sha.Length)]}, operation `{context.OperationId}`.\n").ToString();
    }

    private static string Money(decimal? usd) => usd is { } cost ? string.Create(CultureInfo.InvariantCulture, $"${cost:0.0000}") : "unpriced";

    private static Orchestration Without(Orchestration done, Refusal refusal) => done with { Warnings = [.. done.Warnings, $"There is no plan for a pull request: {refusal.Sentence}"] };
}
