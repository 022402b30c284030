using System.Text.Json;
using ChatOps.Chat;
using ChatOps.Running.Plans;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.Rollback;

/// <summary>A rollback that was looked into, with the plan of it when it is possible.</summary>
/// <param name="Plan">What would be done; null when it cannot be.</param>
/// <param name="PullRequests">The pull requests, newest first, in the order in which they are taken back.</param>
internal sealed record RollbackProposal(PlanView? Plan, IReadOnlyList<RollbackStatus> PullRequests);

/// <summary>A rollback that was made: a pull request that takes others back.</summary>
internal sealed record RollbackResult
{
    public required bool Success { get; init; }

    /// <summary>The pull request that takes them back.</summary>
    public required int? RevertPrNumber { get; init; }

    /// <summary>Its page.</summary>
    public required string? RevertPrUrl { get; init; }

    /// <summary>What was done and what to do next.</summary>
    public required string Message { get; init; }

    /// <summary>The commits of the base branch that it takes back, newest first.</summary>
    public required IReadOnlyList<string> CommitsReverted { get; init; }

    /// <summary>Empty: with a conflict nothing is made.</summary>
    public required IReadOnlyList<RollbackConflict> Conflicts { get; init; }

    /// <summary>Why nothing was made, with the members that the contract gives such an answer.</summary>
    /// <param name="sentence">Why, and what to do next.</param>
    /// <param name="conflicts">The files in the way; empty when it is something else.</param>
    public static Refusal Refused(string sentence, IReadOnlyList<RollbackConflict> conflicts) =>
        new(RefusalKind.Conflict, sentence) { More = JsonSerializer.SerializeToElement(new { Success = false, Conflicts = conflicts }, RestJson.Options) };
}
