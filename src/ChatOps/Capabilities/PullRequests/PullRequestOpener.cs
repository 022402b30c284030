using ChatOps.Adapters.Git.Changes;
using ChatOps.Adapters.GitHub;
using ChatOps.Chat;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>Applies plans that open a pull request: commit, branch, pull request, record. Where GitHub is not configured the branch stays in our clone.</summary>
internal sealed class PullRequestOpener(ChangeSource source, GitHubApi gitHub, WorkflowStore workflows, EarlierReverts earlier, RepositoryDirectory repositories, TimeProvider clock) : IChangeApplier
{
    // What the steps are recorded under.
    private const string Branch = "branch";
    private const string Opened = "pull_request";

    /// <inheritdoc/>
    public async Task<Answer<ChangeResult>> ApplyAsync(PlanRun run, CancellationToken leaving)
    {
        var found = repositories.Find(run.Plan.Repository);
        if (found.Value is not { } configured)
            return found.Refusal!;
        await run.Context.StepAsync($"Fetching {configured.Name}", leaving);
        var opened = await source.OpenAsync(configured, leaving);
        if (opened.Value is { } usual && usual.BaseBranch != run.Plan.BaseBranch)
            opened = await source.OpenAsync(configured with { DefaultBranch = run.Plan.BaseBranch }, leaving);
        if (opened.Value is not { } git)
            return opened.Refusal!;
        var noGitHub = source.WhyNoPullRequest(git);
        var draft = PullRequestDraft.Of(run.Plan);
        if (await FindAsync(run, git.Repository, noGitHub, leaving) is not { } pull)
        {
            var pushed = await run.StepAsync(Branch, $"Making {run.Plan.Branch}", () => BranchAsync(run.Plan, draft, git, noGitHub is not null, leaving), leaving);
            if (pushed.Value is not { } commit)
                return pushed.Refusal!;
            if (noGitHub is not null)
                return new ChangeResult($"The branch {run.Plan.Branch} is in our clone of {git.Repository.Name}. There is no pull request: {noGitHub.Sentence}", Branch: run.Plan.Branch, Commit: commit);
            await run.Context.StepAsync("Opening the pull request", leaving);
            var made = await gitHub.Changes.CreateAsync(git.Repository, new NewPullRequest { Title = run.Plan.Title, Branch = run.Plan.Branch, BaseBranch = run.Plan.BaseBranch, Body = draft.Body, Draft = draft.Draft }, leaving);
            if (made.Refusal is { } refusal)
                made = await AfterAsync(refusal, run, git, commit, leaving);
            if (made.Value is null)
                return made.Refusal!;
            pull = made.Value;
        }

        await run.StepAsync(Opened, null, () => RecordAsync(run, draft, pull, leaving), leaving);
        if (await LinkAsync(run.Plan, draft, git.Repository, pull, leaving) is { } unlinked)
            return unlinked;
        // The pull request is there; that it lacks its label is no reason to say that it is not.
        var label = await gitHub.Changes.LabelAsync(git.Repository, pull, leaving);
        var remark = label.Refusal is { } unlabelled ? $" Its label {gitHub.Label} could not be set: {unlabelled.Sentence}" : "";
        return new ChangeResult($"Pull request #{pull.Number} is open.{remark}", pull.Number, pull.Url, pull.Branch, pull.HeadSha);
    }

    /// <summary>The pull request that an earlier try opened and that was merged or closed since, so that its branch may be gone. An open one is found again where it would be opened, which also finishes it.</summary>
    private async Task<PullRequest?> FindAsync(PlanRun run, RepositoryRef repository, Refusal? noGitHub, CancellationToken cancellationToken)
    {
        if (noGitHub is not null || run.Recorded(Branch) is not { } commit)
            return null;
        return (await gitHub.PullRequests.OfBranchAsync(repository, run.Plan.Branch, cancellationToken)).Value?.FirstOrDefault(pull => pull.HeadSha == commit && pull.State != PullRequestState.Open);
    }

    /// <summary>What GitHub's no leaves behind: nothing, since nobody would find a branch without a pull request, unless it may be there all the same.</summary>
    private async Task<Answer<PullRequest>> AfterAsync(Refusal refusal, PlanRun run, GitChanges git, string commit, CancellationToken leaving)
    {
        if (refusal.Kind == RefusalKind.ProviderFailed)
        {
            var asked = await gitHub.PullRequests.OfBranchAsync(git.Repository, run.Plan.Branch, leaving);
            if (asked.Value is null)
                return refusal with { Sentence = $"{refusal.Sentence} The branch {run.Plan.Branch} is pushed: apply the plan {run.Plan.Id} again to open its pull request." };
            if (asked.Value.FirstOrDefault(pull => pull.HeadSha == commit) is { } there)
                return there;
        }

        if (await git.DeleteAsync(run.Plan.Branch, commit, leaving) is { } kept)
            return refusal with { Sentence = $"{refusal.Sentence} {kept.Sentence}" };
        await run.ForgetAsync(Branch, leaving);
        return refusal;
    }

    private async Task<Answer<string>> BranchAsync(ChangePlan plan, PullRequestDraft draft, GitChanges git, bool isLocal, CancellationToken cancellationToken)
    {
        if (!git.Has(plan.BaseSha) || !git.Contains(plan.BaseSha))
            return new Refusal(RefusalKind.Conflict, $"{plan.BaseBranch} no longer has the commit {plan.BaseSha[..10]} that this was planned on: its history was rewritten. Ask for the change again. Nothing was changed.");
        if (git.ChangedSince(plan.BaseSha, plan.Files.Select(file => file.Path)) is [_, ..] changed)
            return new Refusal(RefusalKind.Conflict, $"{string.Join(", ", changed)} changed on {plan.BaseBranch} since this was planned. Ask for the change again. Nothing was changed.");
        if (await TakenBackAsync(plan, draft, git.Repository, cancellationToken) is { } meanwhile)
            return meanwhile;
        var made = await ChangeTree.MakeAsync(git, plan.BaseSha, draft, cancellationToken);
        if (made.Value is not { } change)
            return made.Refusal!;
        if (!Planned.Files(change).SequenceEqual(plan.Files))
            return new Refusal(RefusalKind.Conflict, "The change does not come out as it was planned. Ask for it again. Nothing was changed.");
        return isLocal || await NeedsSignatureAsync(plan, git, cancellationToken) is not { } needed ? await PushAsync(plan, draft, change, git, cancellationToken)
            : needed.Refusal is { } refusal ? refusal
            : await SignedAsync(plan, draft, git, cancellationToken);
    }

    /// <summary>Why there is nothing to take back any more: between the plan and now somebody else's plan opened a pull request that does.</summary>
    private async Task<Refusal?> TakenBackAsync(ChangePlan plan, PullRequestDraft draft, RepositoryRef repository, CancellationToken cancellationToken)
    {
        foreach (var reverted in draft.Reverts)
        {
            var found = await earlier.FindAsync(repository, reverted.Number, cancellationToken);
            if (found.Refusal is { } refusal)
                return refusal;
            if (found.Value is { Pull: { } pull } other && other.PlanId != plan.Id)
                return new Refusal(RefusalKind.Conflict, $"#{pull.Number} takes back #{reverted.Number} already. Nothing was changed.");
        }

        return null;
    }

    private static async Task<Answer<string>> PushAsync(ChangePlan plan, PullRequestDraft draft, ProposedChange change, GitChanges git, CancellationToken cancellationToken)
    {
        // The plan's own time, so that a repeated step makes the same commit.
        var commit = git.Commit(change.Tree, plan.BaseSha, new CommitText(draft.Message, Planned.AuthorName, Planned.AuthorEmail, plan.CreatedAt));
        return await git.PushAsync(commit, plan.Branch, cancellationToken) is { } refusal ? refusal : commit;
    }

    /// <summary>Null when commits need no signature; else why that could not be found out, or nothing.</summary>
    private async Task<Needed?> NeedsSignatureAsync(ChangePlan plan, GitChanges git, CancellationToken cancellationToken)
    {
        var rules = await gitHub.Repositories.RulesAsync(git.Repository, plan.BaseBranch, cancellationToken);
        return rules.Value is { } known ? known.RequiresSignatures ? new Needed(null) : null : new Needed(rules.Refusal);
    }

    private sealed record Needed(Refusal? Refusal);

    /// <summary>Where commits have to be signed, GitHub makes and signs them.</summary>
    private async Task<Answer<string>> SignedAsync(ChangePlan plan, PullRequestDraft draft, GitChanges git, CancellationToken cancellationToken)
    {
        if (plan.Files.FirstOrDefault(file => file.NewBlob is not null && file.Mode is not ("100644" or "100755")) is { } special)
            return new Refusal(RefusalKind.Unprocessable, $"{plan.BaseBranch} takes signed commits only, which GitHub makes for us, and it cannot make {special.Path}, a link or a submodule. Make this change by hand.");
        var commit = await gitHub.SignedCommits.CommitAsync(
            git.Repository,
            new SignedCommit
            {
                Branch = plan.Branch,
                BaseSha = plan.BaseSha,
                Message = draft.Message,
                Written = [.. plan.Files.Where(file => file.NewBlob is not null).Select(file => (file.Path, git.Read(file.NewBlob!)))],
                Deleted = [.. plan.Files.Where(file => file.NewBlob is null).Select(file => file.Path)],
            },
            cancellationToken);
        return commit.Value is { } made ? made.Sha : commit.Refusal!;
    }

    private async Task<Answer<string>> RecordAsync(PlanRun run, PullRequestDraft draft, PullRequest pull, CancellationToken cancellationToken)
    {
        var id = Identifier.New("wf", clock);
        await workflows.AddAsync(
            new Workflow
            {
                Id = id,
                PlanId = run.Plan.Id,
                OperationId = run.Context.OperationId,
                DiagnosisId = draft.DiagnosisId,
                Repo = run.Plan.Repository,
                Kind = run.Plan.Kind,
                PrNumber = pull.Number,
                PrUrl = pull.Url,
                Title = run.Plan.Title,
                Branch = pull.Branch,
                State = Planned.StateText(pull.State),
                RequestedBy = run.Plan.RequestedBy,
                Reverts = [.. draft.Reverts.Select(reverted => reverted.Number)],
                CreatedAt = clock.GetUtcNow(),
                MergedAt = pull.MergedAt,
                ClosedAt = pull.ClosedAt,
            },
            cancellationToken);
        return id;
    }

    /// <summary>Says under each pull request that is taken back where that happens.</summary>
    private async Task<Refusal?> LinkAsync(ChangePlan plan, PullRequestDraft draft, RepositoryRef repository, PullRequest pull, CancellationToken cancellationToken)
    {
        foreach (var reverted in draft.Reverts)
        {
            var verb = plan.Kind == ChangeKind.Reapply ? "brings back" : "takes back";
            var comment = await gitHub.Changes.CommentAsync(repository, reverted.Number, plan.Id, $"#{pull.Number} {verb} this pull request.", cancellationToken);
            if (comment.Refusal is { Kind: RefusalKind.ProviderFailed or RefusalKind.OverLimit } later)
                return later;
        }

        return null;
    }
}
