using ChatOps.Adapters.Git;
using ChatOps.Adapters.Git.Changes;
using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.Patches;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.Fix.Planning;

/// <summary>Makes the plan of a fix: brings it to the base branch's tip, checks it there, names the branch and writes the pull request.</summary>
internal sealed class FixPlanner(ChangeSource source, PlanStore plans, DiagnosisStore diagnoses, BuildCheck build, Permalinks links, RepositoryDirectory repositories, TimeProvider clock) : IDisposable
{
    /// <summary>What is left of the time for pushing and opening after a check.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(15);

    // Two plans at once must not choose the same name; on another host's the push says so.
    private readonly SemaphoreSlim naming = new(1, 1);

    /// <summary>Plans a fix, or says why there is nothing to plan. A repeated operation gets the plan that it made.</summary>
    /// <param name="diagnosis">What is to be fixed.</param>
    /// <param name="draft">Whether the pull request is to be a draft.</param>
    /// <param name="context">For whom.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Answer<StoredPlan>> PlanAsync(Diagnosis diagnosis, bool draft, RunContext context, CancellationToken cancellationToken)
    {
        if (await plans.FindByOperationAsync(context.OperationId, cancellationToken) is { Plan.Kind: ChangeKind.Fix } made && PullRequestDraft.Of(made.Plan).DiagnosisId == diagnosis.Id)
            return made;
        if (diagnosis.FixCode.Count == 0)
            return NothingToPlan(diagnosis);
        var found = repositories.Find(diagnosis.Repo);
        if (found.Value is not { } repository)
            return found.Refusal!;
        await context.StepAsync($"Fetching {repository.Name}", cancellationToken);
        var opened = await source.OpenAsync(repository, cancellationToken);
        if (opened.Value is not { } git)
            return opened.Refusal!;
        var placed = FixPlacement.Place(git, diagnosis);
        if (placed.Value is not { } change)
            return placed.Refusal!;
        if (change.Files.Count == 0)
            return new Refusal(RefusalKind.Conflict, $"{git.BaseBranch} has this change already, at {git.BaseSha[..10]}. Deploy it, or diagnose the error at {git.BaseBranch}.");
        await context.StepAsync("Checking the change", cancellationToken);
        var checkedFix = await CheckAsync(git, change, cancellationToken);
        if (checkedFix.Checks.FirstOrDefault(check => !check.Passed) is { } failed)
            return new Refusal(RefusalKind.Unprocessable, $"The change was refused on {git.BaseBranch}@{git.BaseSha[..10]}: {failed.Detail} Nothing was changed.");
        var built = await build.RunAsync(repository, git, change.Tree, context.Deadline - clock.GetUtcNow() - Reserve, cancellationToken);
        return await ProposeAsync(diagnosis, draft, context, git, change, checkedFix, built is null ? checkedFix.Checks : [.. checkedFix.Checks, built], cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => naming.Dispose();

    private async Task<Answer<StoredPlan>> ProposeAsync(Diagnosis diagnosis, bool draft, RunContext context, GitChanges git, ProposedChange change, CheckedFix fix, IReadOnlyList<FixCheck> checks, CancellationToken cancellationToken)
    {
        var error = ErrorHeadline.Of(await diagnoses.FindErrorAsync(diagnosis.Id, cancellationToken) ?? diagnosis.RootCause);
        var text = new PullRequestText(diagnosis, error, checks, git.Repository, context.OperationId, links);
        var details = new PullRequestDraft
        {
            Message = text.Message,
            Body = text.Body(),
            Draft = draft,
            DiagnosisId = diagnosis.Id,
            Checks = checks,
            Files = fix.Code.ToDictionary(file => file.Key, file => (string?)file.Value, StringComparer.Ordinal),
        };
        await naming.WaitAsync(cancellationToken);
        try
        {
            var branch = await BranchNames.ChooseAsync(git, plans, $"fix-{BranchNames.Slug(diagnosis.RootCause, diagnosis.Category.ToString().ToLowerInvariant())}", clock.GetUtcNow(), cancellationToken);
            if (branch.Value is null)
                return branch.Refusal!;
            var plan = new ChangePlan
            {
                Kind = ChangeKind.Fix,
                Repository = git.Repository.Name,
                BaseBranch = git.BaseBranch,
                BaseSha = change.BaseSha,
                Branch = branch.Value,
                Title = text.Title,
                Files = Planned.Files(change),
                Diff = change.Diff,
                Details = details.Write(),
            };
            return await plans.ProposeAsync(context, plan, cancellationToken);
        }
        finally
        {
            naming.Release();
        }
    }

    /// <summary>The checks that the diagnosis's own engine made, on the files that the plan is for.</summary>
    private static async Task<CheckedFix> CheckAsync(GitChanges git, ProposedChange change, CancellationToken cancellationToken)
    {
        var texts = change.Files.ToDictionary(file => file.Path, file => file.NewBlob is null ? null : TextDecoding.Decode(git.Read(file.NewBlob)), StringComparer.Ordinal);
        if (texts.FirstOrDefault(file => file.Value is null).Key is { } lost)
            return CheckedFix.None with { Checks = [new FixCheck("applies", false, $"{lost} is no text.")] };
        var paths = git.Paths(change.BaseSha);
        return await FixVerifier.CheckAsync(new PatchBase(paths, path => git.ReadText(change.BaseSha, path)), texts.ToDictionary(file => file.Key, file => file.Value!, StringComparer.Ordinal), cancellationToken);
    }

    private static Refusal NothingToPlan(Diagnosis diagnosis) => diagnosis.FixChecks.FirstOrDefault(check => !check.Passed) is { } failed
        ? new Refusal(RefusalKind.Unprocessable, $"The proposed change was dropped, so there is nothing to open a pull request with: {failed.Detail} Make it by hand, as suggested_fix says.")
        : new Refusal(RefusalKind.Unprocessable, "No change that is surely safe is known for this error, so there is nothing to open a pull request with. Make it by hand, as suggested_fix says.");
}
