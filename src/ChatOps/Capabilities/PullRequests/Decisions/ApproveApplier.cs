using System.Globalization;
using ChatOps.Adapters.Git;
using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.Accounts;
using ChatOps.Chat;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.PullRequests.Decisions;

/// <summary>Approves a pull request as the linked account of who applies the plan.</summary>
internal sealed class ApproveApplier(GitHubApi gitHub, AccountLinks accounts, RepositoryDirectory repositories) : IChangeApplier
{
    private const string Review = "review";

    /// <inheritdoc/>
    public async Task<Answer<ChangeResult>> ApplyAsync(PlanRun run, CancellationToken leaving)
    {
        var (pull, caller) = (run.Plan.PullRequest!, run.Context.Caller);
        var found = repositories.Find(run.Plan.Repository);
        if (found.Value is not { } configured)
            return found.Refusal!;
        if (await accounts.OfAsync(caller, leaving) is not { } account)
            return new Refusal(RefusalKind.Unprocessable, $"GitHub takes approvals from people only, and no GitHub account is linked to you. {accounts.HowToLink} Nothing was changed.");
        run.Facts["as"] = "linked account";
        Refusal? revoked = null;
        var reviewed = await run.StepAsync(
            Review,
            $"Approving #{pull.Number} as {account.Login}",
            async () =>
            {
                var review = await gitHub.Changes.ApproveAsync(Origin.Identify(configured), pull.Number, pull.HeadSha, account.Token, "Approved in ChatOps.", leaving);
                if (review.Refusal is { Kind: RefusalKind.Unauthenticated })
                    revoked = await accounts.RevokedAsync(caller, account, leaving);
                return review.Value is { } made ? made.Id.ToString(CultureInfo.InvariantCulture) : revoked ?? review.Refusal!;
            },
            leaving);
        return reviewed.Refusal is { } refusal ? refusal : new ChangeResult($"#{pull.Number} is approved as {account.Login}.", pull.Number, pull.Url, Commit: pull.HeadSha);
    }
}
