using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Patches;
using ChatOps.Iam;
using ChatOps.Iam.Denials;

namespace ChatOps.Capabilities.IamCheck;

/// <summary>What a diagnosis says of permissions: those that AWS denied, or those that the fix needs.</summary>
internal static class DiagnosisPermissions
{
    /// <summary>The analysis, and the fix's check; null each where there is nothing to say.</summary>
    /// <param name="snapshot">The repository at the commit.</param>
    /// <param name="error">The error's text.</param>
    /// <param name="fixCode">The fix: text by path.</param>
    /// <param name="fixDiff">Its diff.</param>
    public static (IamAnalysis? Analysis, FixCheck? Check) Of(Snapshot snapshot, string error, IReadOnlyDictionary<string, string> fixCode, string fixDiff)
    {
        var denied = AccessDenials.Find(error);
        var changesCode = fixCode.Keys.Any(AnalysedFiles.IsCode);
        if (denied.Count == 0 && !changesCode)
            return (null, null);
        var (infrastructure, _) = RepositoryInfrastructure.Read(snapshot.Paths, snapshot.ReadText);
        if (denied is [var denial, ..])
            return (IamAnalyzer.Analyze(denial, infrastructure), null);
        var analysis = IamAnalyzer.AnalyzeDiff(fixDiff, infrastructure);
        if (analysis.RequiredPermissions.Count == 0)
            return (null, null);
        return (analysis, new FixCheck("iam", analysis.MissingPermissions.Count == 0, analysis.MissingPermissions.Count == 0 ? "The policies grant every permission that the change needs." : analysis.Warnings[0] + "."));
    }
}
