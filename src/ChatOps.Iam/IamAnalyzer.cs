using ChatOps.Iam.Coverage;
using ChatOps.Iam.Infrastructure;
using ChatOps.Iam.Patches;

namespace ChatOps.Iam;

/// <summary>Compares what code needs with what the repository's own policies grant, and writes the policy change that closes the gap. Offline; nothing is executed.</summary>
public static class IamAnalyzer
{
    /// <summary>Analyses.</summary>
    /// <param name="required">What the code needs.</param>
    /// <param name="codeWarnings">What the code left open, each a sentence.</param>
    /// <param name="infrastructure">The repository's infrastructure and policy files: text by path, with <c>/</c>.</param>
    /// <param name="needsEverything">Whether an action cannot be limited to resources, so that only <c>*</c> grants it.</param>
    public static IamAnalysis Analyze(IReadOnlyList<RequiredPermission> required, IReadOnlyList<string> codeWarnings, IReadOnlyDictionary<string, string> infrastructure, Func<string, bool> needsEverything)
    {
        var policies = RepositoryPolicies.Read(infrastructure);
        var references = new References(policies.Resources);
        var comparison = new Comparison(policies, references, needsEverything);
        var needs = required.Where(need => need.When is null).Select(comparison.Of).ToList();
        var missing = Distinct(needs.Where(need => !need.Coverage.IsCovered));
        var patch = PolicyPatch.Write(missing, policies, references, infrastructure, needsEverything);
        return new IamAnalysis
        {
            RequiredPermissions = [.. Sorted(needs.Select(need => need.Permission.Action))],
            MissingPermissions = [.. missing.Select(need => $"{need.Permission.Action} on {need.Resource}")],
            ConditionalPermissions = [.. required.Where(need => need.When is not null).Select(need => new ConditionalPermission(need.Action, need.When!)).Distinct().OrderBy(need => need.Action, StringComparer.Ordinal).ThenBy(need => need.When, StringComparer.Ordinal)],
            TerraformUpdate = patch.Update,
            TerraformDiff = patch.Diff,
            Findings = [.. needs.Select(Finding).Distinct().OrderBy(finding => finding.Path, StringComparer.Ordinal).ThenBy(finding => finding.Line).ThenBy(finding => finding.Action, StringComparer.Ordinal).ThenBy(finding => finding.Resource, StringComparer.Ordinal)],
            Warnings = [.. AnalysisWarnings.Of(missing, needs, policies, patch.Warning, infrastructure), .. codeWarnings],
            ChangedFiles = patch.Files,
        };
    }

    private static List<Need> Distinct(IEnumerable<Need> needs) =>
        [.. needs.DistinctBy(need => (need.Permission.Action, need.Resource)).OrderBy(need => need.Permission.Action, StringComparer.Ordinal).ThenBy(need => need.Resource, StringComparer.Ordinal)];

    private static IEnumerable<string> Sorted(IEnumerable<string> texts) => texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static IamFinding Finding(Need need) =>
        new(need.Permission.Call.Path, need.Permission.Call.Line, need.Permission.Call.Text, need.Permission.Action, need.Resource, need.Coverage.IsCovered ? need.Coverage.By?.At.ToString() : null);
}
