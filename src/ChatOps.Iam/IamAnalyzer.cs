using ChatOps.Iam.Coverage;
using ChatOps.Iam.Data;
using ChatOps.Iam.Denials;
using ChatOps.Iam.Infrastructure;
using ChatOps.Iam.Patches;

namespace ChatOps.Iam;

/// <summary>Compares what code needs with what the repository's own policies grant, and writes the policy change that closes the gap. Offline; nothing is executed.</summary>
public static class IamAnalyzer
{
    /// <summary>Analyses files of code.</summary>
    /// <param name="code">Text by path, with <c>/</c>.</param>
    /// <param name="infrastructure">The repository's infrastructure and policy files, likewise (<see cref="AnalysedFiles"/>).</param>
    public static IamAnalysis Analyze(IReadOnlyDictionary<string, string> code, IReadOnlyDictionary<string, string> infrastructure)
    {
        var policies = RepositoryPolicies.Read(infrastructure);
        // Tests run as somebody else, and what they put in is no service's; where nothing else was given, they are meant.
        var services = code.Where(file => !AnalysedFiles.IsTest(file.Key)).ToDictionary(StringComparer.Ordinal);
        var found = CodeAnalyzer.Analyze(services.Keys.Any(AnalysedFiles.IsCode) ? services : code, Declarations.Of(policies));
        return Compare(found.Required, found.Warnings, infrastructure, policies, NeedsEverything, null);
    }

    /// <summary>Analyses a unified diff: calls on the lines that it adds count, and so do its changes of infrastructure.</summary>
    /// <param name="diff">The diff, of any number of files.</param>
    /// <param name="infrastructure">The infrastructure before the change.</param>
    public static IamAnalysis AnalyzeDiff(string diff, IReadOnlyDictionary<string, string> infrastructure)
    {
        var (changed, warnings) = DiffedFiles.Apply(diff, infrastructure);
        var policies = RepositoryPolicies.Read(changed);
        var found = CodeAnalyzer.AnalyzeDiff(diff, Declarations.Of(policies));
        var (required, more) = WithoutTests(found);
        return Compare(required, [.. more, .. warnings], changed, policies, NeedsEverything, null);
    }

    /// <summary>Analyses a piece of code whose language nothing tells: the one in which most calls are found.</summary>
    /// <param name="code">The code; it may be a part of a file.</param>
    /// <param name="infrastructure">The repository's infrastructure and policy files.</param>
    public static IamAnalysis AnalyzeFragment(string code, IReadOnlyDictionary<string, string> infrastructure)
    {
        var policies = RepositoryPolicies.Read(infrastructure);
        var declared = Declarations.Of(policies);
        var found = Enum.GetValues<CodeLanguage>().Select(language => CodeAnalyzer.AnalyzeFragment(language, code, declared)).MaxBy(analysis => analysis.Required.Count)!;
        return Compare(found.Required, found.Warnings, infrastructure, policies, NeedsEverything, null);
    }

    /// <summary>Analyses what AWS denied: who needs which permission, whether the repository grants it, and the change that would.</summary>
    /// <param name="denial">The denial.</param>
    /// <param name="infrastructure">The repository's infrastructure and policy files.</param>
    public static IamAnalysis Analyze(AccessDenial denial, IReadOnlyDictionary<string, string> infrastructure)
    {
        var analysis = Compare([denial.Required], [], infrastructure, RepositoryPolicies.Read(infrastructure), NeedsEverything, denial.PrincipalName);
        return analysis with { Missing = [.. analysis.Missing.Select(missing => missing with { Paths = [], Roles = denial.RoleName is { } role ? [role] : [], Account = denial.Account })] };
    }

    internal static IamAnalysis Analyze(IReadOnlyList<RequiredPermission> required, IReadOnlyDictionary<string, string> infrastructure, Func<string, bool> needsEverything) =>
        Compare(required, [], infrastructure, RepositoryPolicies.Read(infrastructure), needsEverything, null);

    private static IamAnalysis Compare(IReadOnlyList<RequiredPermission> required, IReadOnlyList<string> codeWarnings, IReadOnlyDictionary<string, string> infrastructure, RepositoryPolicies policies, Func<string, bool> needsEverything, string? principal)
    {
        var references = new References(policies.Resources);
        var comparison = new Comparison(policies, references, needsEverything, principal);
        var needs = required.Where(need => need.When is null).Select(comparison.Of).ToList();
        var missing = Distinct(needs.Where(need => !need.Coverage.IsCovered));
        var patch = PolicyPatch.Write(missing, policies, references, infrastructure, needsEverything, principal);
        return new IamAnalysis
        {
            RequiredPermissions = [.. needs.Select(need => need.Permission.Action).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            MissingPermissions = [.. missing.Select(need => $"{need.Permission.Action} on {need.Resource}")],
            ConditionalPermissions = [.. required.Where(need => need.When is not null).Select(need => new ConditionalPermission(need.Action, need.When!)).Distinct().OrderBy(need => need.Action, StringComparer.Ordinal).ThenBy(need => need.When, StringComparer.Ordinal)],
            TerraformUpdate = patch.Update,
            TerraformDiff = patch.Diff,
            Findings = [.. needs.Select(Finding).Distinct().OrderBy(finding => finding.Path, StringComparer.Ordinal).ThenBy(finding => finding.Line).ThenBy(finding => finding.Action, StringComparer.Ordinal).ThenBy(finding => finding.Resource, StringComparer.Ordinal)],
            Warnings = [.. AnalysisWarnings.Of(missing, needs, policies, patch.Warning, infrastructure), .. codeWarnings],
            PolicyPlace = missing.SelectMany(need => need.Principals).Distinct().ToList() is [var only] ? (only.Sites.Count > 0 ? only.Sites[0].Block.At : only.At).ToString() : null,
            ChangedFiles = patch.Files,
            Missing = [.. missing.Select(need => Missing(need, needs))],
        };
    }

    private static (IReadOnlyList<RequiredPermission> Required, IReadOnlyList<string> Warnings) WithoutTests(CodeAnalysis found)
    {
        var tests = found.Required.Where(need => AnalysedFiles.IsTest(need.Call.Path)).Select(need => need.Call).Distinct().Count();
        return tests == 0 ? (found.Required, found.Warnings)
            : ([.. found.Required.Where(need => !AnalysedFiles.IsTest(need.Call.Path))], [.. found.Warnings, $"{tests} call{(tests == 1 ? "" : "s")} in tests {(tests == 1 ? "was" : "were")} left out: tests run as somebody else."]);
    }

    // Of an action that the reference does not know, nothing is held against a policy.
    private static bool NeedsEverything(string action) => AwsReference.Default.FindAction(action) is { Types.Count: 0 };

    private static List<Need> Distinct(IEnumerable<Need> needs) =>
        [.. needs.DistinctBy(need => (need.Permission.Action, need.Resource)).OrderBy(need => need.Permission.Action, StringComparer.Ordinal).ThenBy(need => need.Resource, StringComparer.Ordinal)];

    // A role whose name hangs on a variable has none that is known here.
    private static MissingPermission Missing(Need need, List<Need> all) => new(need.Permission.Action, need.Resource, need.Permission.Condition,
        [.. all.Where(other => other.Permission.Action == need.Permission.Action && other.Resource == need.Resource).Select(other => other.Permission.Call.Path).Distinct().Order(StringComparer.Ordinal)],
        need.IsLinked ? [.. need.Principals.Select(principal => principal.Name is { } name && !References.HasReference(name) ? name : null).Distinct().Order(StringComparer.Ordinal)] : []);

    private static IamFinding Finding(Need need) =>
        new(need.Permission.Call.Path, need.Permission.Call.Line, need.Permission.Call.Text, need.Permission.Action, need.Resource, need.Coverage.IsCovered ? need.Coverage.By?.At.ToString() : null);
}
