using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Patches;
using ChatOps.Iam;
using ChatOps.Iam.Denials;

namespace ChatOps.Capabilities.IamCheck;

/// <summary>What a diagnosis or a change says of permissions: those that AWS denied, or those that it needs.</summary>
internal static class ChangePermissions
{
    /// <summary>The analysis, and the fix's check; null each where there is nothing to say.</summary>
    /// <param name="snapshot">The repository at the commit.</param>
    /// <param name="error">The error's text.</param>
    /// <param name="fixCode">The fix: text by path.</param>
    /// <param name="fixDiff">Its diff.</param>
    public static (IamAnalysis? Analysis, FixCheck? Check) Of(Snapshot snapshot, string error, IReadOnlyDictionary<string, string> fixCode, string fixDiff)
    {
        if (AccessDenials.Find(error) is [var denial, ..])
            return (IamAnalyzer.Analyze(denial, RepositoryInfrastructure.Read(snapshot.Paths, snapshot.ReadText).Files), null);
        if (!fixCode.Keys.Any(AnalysedFiles.IsCode) || OfChange(snapshot, fixDiff) is not { RequiredPermissions.Count: > 0 } analysis)
            return (null, null);
        return (analysis, new FixCheck("iam", analysis.MissingPermissions.Count == 0, analysis.MissingPermissions.Count == 0 ? "The policies grant every permission that the change needs." : analysis.Warnings[0] + "."));
    }

    /// <summary>What a change needs; a change that brings its own policy is judged with it.</summary>
    /// <param name="snapshot">The repository before the change.</param>
    /// <param name="diff">The change as a unified diff.</param>
    public static IamAnalysis OfChange(Snapshot snapshot, string diff)
    {
        var (infrastructure, warnings) = RepositoryInfrastructure.Read(snapshot.Paths, snapshot.ReadText);
        return IamAnalyzer.AnalyzeDiff(diff, infrastructure).LeavingOut(warnings);
    }
}
