using ChatOps.Adapters.Git.Changes;
using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Iam;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.IamCheck.AddToPullRequest;

/// <summary>Plans the commit that grants what a pull request's code needs: on the pull request's own last commit, in the style of the policy that stands there. Changes nothing.</summary>
internal sealed class PolicyPlanner(RunContext context, ChangeSource source, GitHubApi gitHub, PlanStore plans, PlanGate gate)
{
    private const int Named = 3;
    private const int LongestTitle = 100;

    /// <summary>The plan, or why there is none. A repeated operation gets the plan that it made.</summary>
    public async Task<Answer<PlanView>> PlanAsync(int number, CancellationToken cancellationToken)
    {
        if (await plans.FindByOperationAsync(context.OperationId, cancellationToken) is { } made)
            return PlanView.Of(made, gate.StateOf(made));
        await context.StepAsync($"Fetching {context.Repository.Name}", cancellationToken);
        var opened = await source.OpenAsync(context.Repository, cancellationToken);
        if (opened.Value is not { } git)
            return opened.Refusal!;
        if (source.WhyNoPullRequest(git) is { } noGitHub)
            return noGitHub;
        var read = await gitHub.PullRequests.GetAsync(git.Repository, number, cancellationToken);
        if (read.Value is not { } pull)
            return read.Refusal!;
        if (PolicyBranch.WhyNot(pull, git) is { } refusal)
            return refusal;
        if (!git.Has(pull.HeadSha))
            return new Refusal(RefusalKind.ProviderFailed, $"The last commit of #{number} is not on its branch yet. Try again in a minute.");
        var files = await gitHub.PullRequests.FilesAsync(git.Repository, number, cancellationToken);
        if (files.Value is not { } changed)
            return files.Refusal!;
        await context.StepAsync("Comparing code and policies", cancellationToken);
        // The policies as they stand on the branch, its own changes of them included: of the diff only code is left.
        var (infrastructure, _) = RepositoryInfrastructure.Read(git.Paths(pull.HeadSha), path => git.ReadText(pull.HeadSha, path));
        var analysis = IamAnalyzer.AnalyzeDiff(PullRequestDiff.Of(changed.Where(file => !AnalysedFiles.IsInfrastructure(file.Path))), infrastructure);
        return analysis.ChangedFiles.Count == 0 ? Nothing(pull, analysis) : await ProposeAsync(git, pull, analysis, cancellationToken);
    }

    private async Task<Answer<PlanView>> ProposeAsync(GitChanges git, PullRequest pull, IamAnalysis analysis, CancellationToken cancellationToken)
    {
        var written = git.Write(pull.HeadSha, analysis.ChangedFiles.ToDictionary(file => file.Key, file => (string?)file.Value, StringComparer.Ordinal));
        if (written.Value is not { } change)
            return written.Refusal!;
        var actions = analysis.Missing.Select(missing => missing.Action).Distinct().Order(StringComparer.Ordinal).ToList();
        var title = OutsideText.Line($"Grant {string.Join(", ", actions.Take(Named))}{(actions.Count > Named ? $" and {actions.Count - Named} more" : "")}", LongestTitle);
        var stored = await plans.ProposeAsync(
            context,
            new ChangePlan
            {
                Kind = ChangeKind.Policy,
                Repository = git.Repository.Name,
                BaseBranch = pull.Branch,
                BaseSha = pull.HeadSha,
                Branch = pull.Branch,
                Title = title,
                Files = Planned.Files(change),
                Diff = change.Diff,
                PullRequest = new PlannedPullRequest(pull.Number, pull.Url, pull.HeadSha),
                Details = new PolicyCommit
                {
                    Message = $"{title}\n\n{OutsideText.Lines(string.Join('\n', analysis.MissingPermissions.Select(permission => $"- {permission}")), 10_000)}\n\nOperation {context.OperationId}.",
                    Permissions = analysis.MissingPermissions,
                    Files = analysis.ChangedFiles,
                    Into = pull.BaseBranch,
                }.Write(),
            },
            cancellationToken);
        return PlanView.Of(stored, PlanState.Proposed);
    }

    private static Refusal Nothing(PullRequest pull, IamAnalysis analysis) => analysis.MissingPermissions.Count == 0
        ? new Refusal(RefusalKind.Conflict, $"The policies on {pull.Branch} grant all that #{pull.Number} needs, so there is nothing to add.")
        : new Refusal(RefusalKind.Unprocessable, $"No change of the policies is surely right: {string.Join(" ", analysis.Warnings.Skip(1).DefaultIfEmpty("add the statement by hand."))} Nothing was changed.");
}
