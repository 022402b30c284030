using ChatOps.Adapters.Git.Changes;
using ChatOps.Capabilities.Diagnose;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Fix.Planning;

/// <summary>Brings a fix from the commit that was diagnosed to the tip of the base branch.</summary>
internal static class FixPlacement
{
    /// <summary>The change on the tip, or why it does not fit there.</summary>
    public static Answer<ProposedChange> Place(GitChanges git, Diagnosis diagnosis)
    {
        var files = diagnosis.FixCode.ToDictionary(file => file.Key, file => (string?)file.Value, StringComparer.Ordinal);
        if (diagnosis.Sha == git.BaseSha)
            return git.Write(git.BaseSha, files);
        if (!git.Has(diagnosis.Sha))
            return new Refusal(RefusalKind.Conflict, $"The commit {Short(diagnosis.Sha)} that was diagnosed is no longer in {git.Repository.Name}. Diagnose the error again.");
        if (git.ChangedSince(diagnosis.Sha, files.Keys).Count == 0)
            return git.Write(git.BaseSha, files);
        var there = git.Write(diagnosis.Sha, files);
        if (there.Value is not { } change)
            return there.Refusal!;
        // Only a parent for the merge to start from; it is never pushed.
        var commit = git.Commit(change.Tree, diagnosis.Sha, new CommitText("The fix on the commit that was diagnosed", "ChatOps", "chatops@localhost", DateTimeOffset.UnixEpoch));
        var merged = git.Pick(commit, git.BaseSha);
        return merged.Refusal is { Kind: RefusalKind.Conflict } conflict
            ? conflict with { Sentence = $"The fix was made on {Short(diagnosis.Sha)} and does not fit {git.BaseBranch} any more: {conflict.Sentence} Diagnose the error at {git.BaseBranch} to get a fix for it." }
            : merged;
    }

    private static string Short(string sha) => sha[..Math.Min(10, sha.Length)];
}
