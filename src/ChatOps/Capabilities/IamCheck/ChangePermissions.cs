using ChatOps.Adapters.Git;
using ChatOps.Iam;

namespace ChatOps.Capabilities.IamCheck;

/// <summary>What a change needs of IAM.</summary>
internal static class ChangePermissions
{
    /// <summary>The analysis of a change; a change that brings its own policy is judged with it.</summary>
    /// <param name="snapshot">The repository before the change.</param>
    /// <param name="diff">The change as a unified diff.</param>
    public static IamAnalysis Of(Snapshot snapshot, string diff)
    {
        var (infrastructure, warnings) = RepositoryInfrastructure.Read(snapshot.Paths, snapshot.ReadText);
        var analysis = IamAnalyzer.AnalyzeDiff(diff, infrastructure);
        return analysis with { Warnings = [.. analysis.Warnings, .. warnings] };
    }
}
