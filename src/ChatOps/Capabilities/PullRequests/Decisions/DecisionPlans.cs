using ChatOps.Adapters.Git;
using ChatOps.Adapters.GitHub;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.PullRequests.Decisions;

/// <summary>Makes the plans that decide about a pull request: only those that GitHub would accept from the caller now. Changes nothing.</summary>
internal sealed class DecisionPlans(RunContext context, StandingReader standings, GitHubApi gitHub, WorkflowStore workflows, PlanStore plans, PlanGate gate, People people)
{
    // api.md: reasons are at most this long.
    private const int LongestReason = 2_000;

    /// <summary>Proposes to approve.</summary>
    public Task<Answer<PlanView>> ApproveAsync(int number, CancellationToken cancellationToken) =>
        ProposeAsync(number, standing => standing.WhyNotApprove() is { } refusal ? refusal : Describe(ChangeKind.Approve, standing.Pull), cancellationToken);

    /// <summary>Proposes to merge.</summary>
    /// <param name="number">The pull request.</param>
    /// <param name="overrides">An admin's words why required checks do not matter; null for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<Answer<PlanView>> MergeAsync(int number, string? overrides, CancellationToken cancellationToken)
    {
        var words = overrides?.Trim() ?? "";
        if (words.Length > LongestReason)
            return TooLong("override");
        if (words.Length > 0 && context.Caller.RoleIn(context.Repository.Name) is var role and < Role.Admin)
            return new Refusal(RefusalKind.Forbidden, $"Only an admin may override required checks, and your role is {role.Text()}. Ask one, or wait for the checks. Nothing was changed.");
        return await ProposeAsync(number, standing => standing.WhyNotMerge(words.Length > 0) is { } refusal ? refusal : Merge(standing, words), cancellationToken);
    }

    /// <summary>Proposes to close.</summary>
    public async Task<Answer<PlanView>> CloseAsync(int number, string? reason, CancellationToken cancellationToken)
    {
        if (reason?.Trim().Length > LongestReason)
            return TooLong("reason");
        if (await AgainAsync(cancellationToken) is { } again)
            return again;
        // Closing is ours to do, whatever the person's own account sees.
        var read = await gitHub.PullRequests.GetAsync(Origin.Identify(context.Repository), number, cancellationToken);
        if (read.Value is not { } pull)
            return read.Refusal!;
        return Standing.WhyNotOpen(pull) is { } done ? done : await KeepAsync(Describe(ChangeKind.Close, pull) with { Reason = reason?.Trim() ?? "" }, cancellationToken);
    }

    /// <summary>All that may be decided, with the plans to do it.</summary>
    public async Task<Answer<PullRequestDecision>> DecideAsync(int number, CancellationToken cancellationToken)
    {
        var read = await standings.ReadAsync(context.Caller, context.Repository, number, cancellationToken);
        if (read.Value is not { } standing)
            return read.Refusal!;
        var (pull, conditions) = (standing.Pull, standing.Conditions);
        return new PullRequestDecision
        {
            PrNumber = pull.Number,
            Title = pull.Title,
            PrUrl = pull.Url,
            State = Planned.StateText(pull.State),
            Draft = pull.Draft,
            Branch = pull.Branch,
            BaseBranch = pull.BaseBranch,
            HeadSha = pull.HeadSha,
            Author = pull.Author,
            Checks = ChecksInWords(conditions.Checks),
            ApprovedBy = conditions.ApprovedBy,
            RequiredApprovals = conditions.Rules.RequiredApprovals,
            CodeOwners = conditions.CodeOwners,
            Options =
            [
                await OptionAsync(ChangeKind.Approve, standing.WhyNotApprove(), () => Describe(ChangeKind.Approve, pull), cancellationToken),
                await OptionAsync(ChangeKind.Merge, standing.WhyNotMerge(overridden: false), () => Merge(standing, ""), cancellationToken),
                await OptionAsync(ChangeKind.Close, Standing.WhyNotOpen(pull), () => Describe(ChangeKind.Close, pull), cancellationToken),
            ],
        };
    }

    private async Task<DecisionOption> OptionAsync(ChangeKind kind, Refusal? whyNot, Func<ChangePlan> describe, CancellationToken cancellationToken)
    {
        if (whyNot is not null)
            return new DecisionOption(kind.Text(), null, whyNot.Sentence.Replace(" Nothing was changed.", "", StringComparison.Ordinal));
        var plan = await WithWorkflowAsync(describe(), cancellationToken);
        var denied = await gate.WhyNotAllowedAsync(plan, context.Caller, await people.PseudonymAsync(context.Caller, cancellationToken), cancellationToken);
        return denied is not null
            ? new DecisionOption(kind.Text(), null, denied.Sentence.Replace(" Nothing was changed.", "", StringComparison.Ordinal))
            : new DecisionOption(kind.Text(), PlanView.Of(await plans.ProposeAsync(context, plan, cancellationToken), PlanState.Proposed), null);
    }

    private async Task<Answer<PlanView>> ProposeAsync(int number, Func<Standing, Answer<ChangePlan>> describe, CancellationToken cancellationToken)
    {
        if (await AgainAsync(cancellationToken) is { } again)
            return again;
        var read = await standings.ReadAsync(context.Caller, context.Repository, number, cancellationToken);
        if (read.Value is not { } standing)
            return read.Refusal!;
        var described = describe(standing);
        return described.Value is { } plan ? await KeepAsync(plan, cancellationToken) : described.Refusal!;
    }

    /// <summary>After a crash the same operation finds its plan again.</summary>
    private async Task<PlanView?> AgainAsync(CancellationToken cancellationToken) =>
        await plans.FindByOperationAsync(context.OperationId, cancellationToken) is { } stored ? PlanView.Of(stored, gate.StateOf(stored)) : null;

    private async Task<Answer<PlanView>> KeepAsync(ChangePlan plan, CancellationToken cancellationToken) =>
        PlanView.Of(await plans.ProposeAsync(context, await WithWorkflowAsync(plan, cancellationToken), cancellationToken), PlanState.Proposed);

    // Two people have to agree: who asked for the change and who agrees to it.
    private async Task<ChangePlan> WithWorkflowAsync(ChangePlan plan, CancellationToken cancellationToken) =>
        plan with { AgreesWith = (await workflows.FindAsync(plan.Repository, plan.PullRequest!.Number, cancellationToken))?.RequestedBy };

    private ChangePlan Merge(Standing standing, string words)
    {
        var plan = Describe(ChangeKind.Merge, standing.Pull, standing.Conditions.AllowedMethods[0]);
        // Words that were not needed override nothing.
        return words.Length > 0 && standing.Conditions.MergeObstacles.Count > 0 ? plan with { Reason = words, Details = new DecisionDetails(Override: true).Write() } : plan;
    }

    private ChangePlan Describe(ChangeKind kind, PullRequest pull, MergeMethod? method = null) => new()
    {
        Kind = kind,
        Repository = context.Repository.Name,
        BaseBranch = pull.BaseBranch,
        BaseSha = pull.BaseSha,
        Branch = pull.Branch,
        Title = pull.Title,
        PullRequest = new PlannedPullRequest(pull.Number, pull.Url, pull.HeadSha, method?.ToString().ToLowerInvariant()),
        Details = new DecisionDetails(Override: false).Write(),
    };

    private static string ChecksInWords(CheckSummary checks) => checks.State switch
    {
        CheckState.None => "none",
        CheckState.Passing => "all green",
        CheckState.Failing => $"failed: {string.Join(", ", checks.Failing)}",
        _ => $"not finished: {string.Join(", ", checks.Pending.Concat(checks.Missing))}",
    };

    private static Refusal TooLong(string field) =>
        new(RefusalKind.TooLarge, $"{field} is over the limit of {LongestReason} characters. Say it in fewer words.") { Fields = new Dictionary<string, string> { [field] = $"is over the limit of {LongestReason} characters." } };
}
