using ChatOps.Adapters.Git.Changes;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Rollback;

/// <summary>What was found out about pull requests that are to be taken back. Nothing was changed for it.</summary>
/// <param name="Git">The clone as it was when it was looked at, on the branch that they went into.</param>
/// <param name="Statuses">One for each pull request, newest first.</param>
/// <param name="Landed">Where they stand on the base, newest first; those that do not are left out.</param>
/// <param name="Tree">The base's tree without all of them; null when one cannot be taken back.</param>
internal sealed record Preflight(GitChanges Git, IReadOnlyList<RollbackStatus> Statuses, IReadOnlyList<LandedChange> Landed, string? Tree)
{
    /// <summary>Whether all of them can be taken back.</summary>
    public bool IsClear => Tree is not null && Statuses.All(status => status.CanRollback);

    /// <summary>A revert, or a re-apply when each of them is itself a revert.</summary>
    public ChangeKind Kind => Statuses.All(status => status.Kind == ChangeKind.Reapply) ? ChangeKind.Reapply : ChangeKind.Revert;

    /// <summary>The status of a change.</summary>
    public RollbackStatus StatusOf(LandedChange landed) => Statuses.First(status => status.PrNumber == landed.PullRequest.Number);

    /// <summary>Why not, for all that cannot be taken back.</summary>
    public string WhyNot => string.Join(" ", Statuses.Where(status => !status.CanRollback).Select(status => status.Reason));
}
