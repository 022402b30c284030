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
        if (OfChange(snapshot, fixCode, fixDiff) is not { } analysis)
            return (null, null);
        return (analysis, new FixCheck("iam", analysis.MissingPermissions.Count == 0, analysis.MissingPermissions.Count == 0 ? "The policies grant every permission that the change needs." : analysis.Warnings[0] + "."));
    }

    /// <summary>What a change needs; null when it calls nothing of AWS.</summary>
    /// <param name="snapshot">The repository before the change.</param>
    /// <param name="code">The changed files: text by path.</param>
    /// <param name="diff">Their diff.</param>
    public static IamAnalysis? OfChange(Snapshot snapshot, IReadOnlyDictionary<string, string> code, string diff)
    {
        if (!code.Keys.Any(AnalysedFiles.IsCode))
            return null;
        var analysis = IamAnalyzer.AnalyzeDiff(diff, RepositoryInfrastructure.Read(snapshot.Paths, snapshot.ReadText).Files);
        return analysis.RequiredPermissions.Count == 0 ? null : analysis;
    }
}
