using ChatOps.Chat;

namespace ChatOps.Running.Plans;

/// <summary>A plan as REST returns it and cards show it.</summary>
internal sealed record PlanView
{
    public required string Id { get; init; }
    public required ChangeKind Kind { get; init; }
    public required PlanState State { get; init; }
    public required string Repository { get; init; }
    public required string BaseBranch { get; init; }
    public required string BaseSha { get; init; }
    public required string Branch { get; init; }
    public required string Title { get; init; }
    public required string Reason { get; init; }
    public required IReadOnlyList<PlanFileView> Files { get; init; }
    public required string Diff { get; init; }

    /// <summary>The pull request that it acts on; null when it opens one.</summary>
    public required PlannedPullRequest? PullRequest { get; init; }

    /// <summary>What has to be sent to apply it.</summary>
    public required string Digest { get; init; }

    /// <summary>A pseudonym.</summary>
    public required string RequestedBy { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What came of it; null unless it was applied.</summary>
    public required ChangeResult? Result { get; init; }

    /// <summary>A file with its lines added and removed.</summary>
    internal sealed record PlanFileView(string Path, int Added, int Removed);

    /// <summary>Shows a plan.</summary>
    /// <param name="stored">The plan.</param>
    /// <param name="state">Its state today (<see cref="PlanGate.StateOf"/>).</param>
    public static PlanView Of(StoredPlan stored, PlanState state) => new()
    {
        Id = stored.Plan.Id,
        Kind = stored.Plan.Kind,
        State = state,
        Repository = stored.Plan.Repository,
        BaseBranch = stored.Plan.BaseBranch,
        BaseSha = stored.Plan.BaseSha,
        Branch = stored.Plan.Branch,
        Title = stored.Plan.Title,
        Reason = stored.Plan.Reason,
        Files = [.. stored.Plan.Files.Select(file => new PlanFileView(file.Path, file.Added, file.Removed))],
        Diff = stored.Plan.Diff,
        PullRequest = stored.Plan.PullRequest,
        Digest = stored.Digest,
        RequestedBy = stored.Plan.RequestedBy,
        ExpiresAt = stored.Plan.ExpiresAt,
        Result = stored.Result,
    };
}
