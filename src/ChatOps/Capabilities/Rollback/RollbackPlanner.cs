using ChatOps.Adapters.Git.Changes;
using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.Rollback;

/// <summary>Makes the plan of a rollback, and stores it. Changes nothing on GitHub.</summary>
internal sealed class RollbackPlanner(RunContext context, Preflights preflights, PlanStore plans, PlanGate gate, GitHubApi gitHub, TimeProvider clock)
{
    private const int MostSuffixes = 50;

    /// <summary>What is found, with the plan when everything can be taken back.</summary>
    public async Task<Answer<RollbackProposal>> PlanAsync(RollbackRequest request, bool draft, CancellationToken cancellationToken)
    {
        var run = await preflights.RunAsync(request.Numbers, cancellationToken);
        if (run.Value is not { } flight)
            return run.Refusal!;
        if (!flight.IsClear)
            return new RollbackProposal(null, flight.Statuses);
        var planned = await PlanAsync(flight, request, draft, cancellationToken);
        return planned.Value is { } plan ? new RollbackProposal(View(await plans.ProposeAsync(context, plan, cancellationToken)), flight.Statuses) : planned.Refusal!;
    }

    /// <summary>A stored plan as it is today.</summary>
    public PlanView View(StoredPlan stored) => PlanView.Of(stored, gate.StateOf(stored));

    private async Task<Answer<ChangePlan>> PlanAsync(Preflight flight, RollbackRequest request, bool draft, CancellationToken cancellationToken)
    {
        var git = flight.Git;
        var text = new RevertText(flight, flight.Kind, request.Reason, context.OperationId, gitHub.Links);
        var branch = await FreeAsync(git, text.Branch(clock.GetUtcNow()), cancellationToken);
        if (branch.Value is null)
            return branch.Refusal!;
        var change = git.Compare(git.BaseSha, flight.Tree!);
        return new ChangePlan
        {
            Kind = flight.Kind,
            Repository = context.Repository.Name,
            BaseBranch = git.BaseBranch,
            BaseSha = git.BaseSha,
            Branch = branch.Value,
            Title = text.Title,
            Reason = request.Reason,
            Files = Planned.Files(change),
            Diff = change.Diff,
            Details = new PullRequestDraft
            {
                Message = text.Message(),
                Body = text.Body(),
                Draft = draft,
                Reverts = [.. flight.Landed.Select(landed => landed.PullRequest)],
                RevertedCommits = [.. flight.Landed.SelectMany(landed => landed.Commits.Reverse())],
            }.Write(),
        };
    }

    /// <summary>The branch's name, with a suffix when an earlier try has it.</summary>
    private static async Task<Answer<string>> FreeAsync(GitChanges git, string branch, CancellationToken cancellationToken)
    {
        for (var i = 1; i <= MostSuffixes; i++)
        {
            var name = i == 1 ? branch : $"{branch}-{i}";
            var tip = await git.TipAsync(name, cancellationToken);
            if (tip.Value is not { } found)
                return tip.Refusal!;
            if (found.Sha is null)
                return name;
        }

        return new Refusal(RefusalKind.Conflict, $"There are {MostSuffixes} branches that begin with {branch} already. Remove those that nobody needs. Nothing was changed.");
    }
}
