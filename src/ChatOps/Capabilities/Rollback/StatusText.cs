using System.Globalization;
using ChatOps.Adapters.GitHub;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Rollback;

/// <summary>The sentences of a pre-flight.</summary>
internal static class StatusText
{
    private const string Prefix = "Revert \"";

    /// <summary>Whether a title is that of a revert as git and GitHub write it: a revert of a revert is none.</summary>
    public static bool IsRevert(string title)
    {
        var depth = 0;
        for (; title.AsSpan(depth * Prefix.Length).StartsWith(Prefix, StringComparison.Ordinal); depth++)
        {
        }

        return depth % 2 == 1;
    }

    /// <summary>Why one that was not merged cannot be taken back.</summary>
    public static string NotMerged(PullRequest pull) => pull.State == PullRequestState.Open
        ? $"#{pull.Number} has not been merged, so there is nothing to roll back. Close it instead."
        : $"#{pull.Number} was closed without being merged, so there is nothing to roll back.";

    /// <summary>That a pull request of ours takes it back.</summary>
    public static string TakenBack(RollbackStatus status, PullRequest by) => by.State == PullRequestState.Open
        ? $"#{status.PrNumber} is already being {Done(status)} by #{by.Number}, which is open. Approve and merge that one."
        : $"#{status.PrNumber} was {Done(status)} by #{by.Number}. To undo that, roll back #{by.Number}.";

    /// <summary>That a commit took it back.</summary>
    public static string TakenBack(RollbackStatus status, LaterCommit by) =>
        $"#{status.PrNumber} was {Done(status)} by {by.Name} on {by.CommittedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}{(by.PrNumber is { } number ? $". To undo that, roll back #{number}." : ".")}";

    /// <summary>That its change is gone without anybody having said so.</summary>
    public static string NothingLeft(RollbackStatus status, string branch) => $"Nothing of #{status.PrNumber} is left on {branch}: later commits took it out. There is nothing to roll back.";

    /// <summary>That later commits are in the way.</summary>
    public static string Conflicting(RollbackStatus status)
    {
        var others = status.Conflicts.SelectMany(conflict => conflict.LaterCommits).Select(commit => commit.Name).Distinct().Take(5).ToList();
        var why = others.Count == 0 ? "changed since" : $"{(status.Conflicts.Count == 1 ? "was" : "were")} changed in the same places by {string.Join(", ", others)}";
        var first = others.FirstOrDefault(name => name.StartsWith('#'));
        return $"#{status.PrNumber} cannot be {Done(status)} by itself: {Files(status)} {why}. Nothing was changed. {(first is null ? "Revert it by hand." : $"Roll back {first} together with it, or revert it by hand.")}";
    }

    /// <summary>That it can be taken back.</summary>
    public static string Clean(RollbackStatus status) =>
        string.Create(CultureInfo.InvariantCulture, $"#{status.PrNumber} can be {Done(status)} cleanly: {Count(status.Files, "file")}, merged by {status.Method}{(status.LaterCommits.Count == 0 ? "" : $", {Count(status.LaterCommits.Count, "later commit")} to the same files {(status.LaterCommits.Count == 1 ? "stays" : "stay")}")}.");

    /// <summary>A count with its word.</summary>
    public static string Count(int count, string what) => count == 1 ? $"1 {what}" : string.Create(CultureInfo.InvariantCulture, $"{count} {what}s");

    private static string Done(RollbackStatus status) => status.Kind == ChangeKind.Reapply ? "taken back (which re-applies what it took out)" : "rolled back";

    private static string Files(RollbackStatus status) => status.Conflicts.Count switch
    {
        <= 3 => string.Join(", ", status.Conflicts.Select(conflict => conflict.Path)),
        var count => $"{string.Join(", ", status.Conflicts.Take(3).Select(conflict => conflict.Path))} and {count - 3} more",
    };
}
