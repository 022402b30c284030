using ChatOps.Adapters.Git.Changes;
using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.IamCheck.AddToPullRequest;

/// <summary>Adds the planned commit to the pull request's branch, on the very commit that was looked at, and says so under it.</summary>
internal sealed class PolicyApplier(ChangeSource source, GitHubApi gitHub, RepositoryDirectory repositories) : IChangeApplier
{
    // What the steps are recorded under.
    private const string Committed = "commit";
    private const string Said = "comment";

    /// <inheritdoc/>
    public async Task<Answer<ChangeResult>> ApplyAsync(PlanRun run, CancellationToken leaving)
    {
        var (plan, planned, commit) = (run.Plan, run.Plan.PullRequest!, PolicyCommit.Of(run.Plan));
        var found = repositories.Find(plan.Repository);
        if (found.Value is not { } configured)
            return found.Refusal!;
        await run.Context.StepAsync($"Fetching {configured.Name}", leaving);
        var opened = await source.OpenAsync(configured, leaving);
        if (opened.Value is not { } git)
            return opened.Refusal!;
        if (source.WhyNoPullRequest(git) is { } noGitHub)
            return noGitHub;
        var made = await run.StepAsync(Committed, $"Committing to {plan.Branch}", () => CommitAsync(plan, commit, git, leaving), leaving);
        if (made.Value is not { } sha)
            return made.Refusal!;
        var said = await run.StepAsync(
            Said,
            null,
            async () =>
            {
                var comment = await gitHub.Changes.CommentAsync(git.Repository, planned.Number, plan.Id, Words(run, commit, sha), leaving);
                return comment.Value is { } there ? there.Url : comment.Refusal!;
            },
            leaving);
        // The commit is there; that nothing is said about it is no reason to say that it is not.
        var remark = said.Refusal is { } silent ? $" It is not written under it: {silent.Sentence}" : "";
        return new ChangeResult($"#{planned.Number} has the policy, in {sha[..10]}. Nothing was merged.{remark}", planned.Number, planned.Url, plan.Branch, sha);
    }

    private async Task<Answer<string>> CommitAsync(ChangePlan plan, PolicyCommit commit, GitChanges git, CancellationToken cancellationToken)
    {
        var read = await gitHub.PullRequests.GetAsync(git.Repository, plan.PullRequest!.Number, cancellationToken);
        if (read.Value is not { } pull)
            return read.Refusal!;
        var written = git.Has(plan.BaseSha) ? git.Write(plan.BaseSha, commit.Files.ToDictionary(file => file.Key, file => (string?)file.Value, StringComparer.Ordinal)) : Moved(pull);
        if (written.Value is not { } change)
            return written.Refusal!;
        if (!Planned.Files(change).SequenceEqual(plan.Files))
            return new Refusal(RefusalKind.Conflict, "The change does not come out as it was planned. Ask for it again. Nothing was changed.");
        // The plan's own time, so that a repeated step makes the same commit, and finds it on the branch when it was pushed before a crash.
        var sha = git.Commit(change.Tree, plan.BaseSha, new CommitText(commit.Message, Planned.AuthorName, Planned.AuthorEmail, plan.CreatedAt));
        if (pull.HeadSha == sha || git.IsIn(sha, plan.Branch))
            return sha;
        if (PolicyBranch.WhyNot(pull, git) is { } refusal)
            return refusal;
        var rules = await gitHub.Repositories.RulesAsync(git.Repository, commit.Into, cancellationToken);
        if (rules.Value is not { } known)
            return rules.Refusal!;
        // GitHub's own commit is another one: it is looked for by its parent and its message.
        if (known.RequiresSignatures)
            return await SignedAsync(plan, commit, pull, git, cancellationToken);
        return pull.HeadSha != plan.BaseSha ? Moved(pull) : await git.AdvanceAsync(sha, plan.Branch, plan.BaseSha, cancellationToken) is { } refused ? refused : sha;
    }

    private async Task<Answer<string>> SignedAsync(ChangePlan plan, PolicyCommit commit, PullRequest pull, GitChanges git, CancellationToken cancellationToken)
    {
        var signed = await gitHub.SignedCommits.CommitAsync(
            git.Repository,
            new SignedCommit { Branch = plan.Branch, BaseSha = plan.BaseSha, Message = commit.Message, Written = [.. plan.Files.Select(file => (file.Path, git.Read(file.NewBlob!)))] },
            cancellationToken);
        return signed.Value is { } made ? made.Sha : signed.Refusal!.Kind == RefusalKind.Conflict ? Moved(pull) : signed.Refusal;
    }

    private static Refusal Moved(PullRequest pull) => new(RefusalKind.Conflict, $"#{pull.Number} has new commits since this was planned. Ask for it again, and look at it anew. Nothing was changed.");

    private static string Words(PlanRun run, PolicyCommit commit, string sha) =>
        $"{OutsideText.Code(run.Context.Caller.Name)} had ChatOps add {sha[..10]}, which grants what the code here needs:\n\n{string.Join('\n', commit.Permissions.Take(50).Select(permission => $"- {OutsideText.Code(permission)}"))}";
}
