using ChatOps.Iam.Infrastructure;

namespace ChatOps.Iam.Coverage;

/// <summary>What a person should know besides the lists.</summary>
internal static class AnalysisWarnings
{
    private const int Named = 3;

    /// <summary>The sentences, the most important first.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<Need> missing, IReadOnlyList<Need> needs, RepositoryPolicies policies, string? patchWarning, IReadOnlyDictionary<string, string> infrastructure)
    {
        if (missing.Count > 0)
            yield return $"Code requires {missing.Count} IAM permission{(missing.Count == 1 ? "" : "s")} not in current policy";
        foreach (var need in missing.Where(need => need.Coverage.Verdict == Verdict.Denied))
            yield return $"{need.Permission.Action} on {need.Resource} is forbidden at {need.Coverage.By!.At}: adding a statement does not help while that stands.";
        foreach (var group in needs.Where(need => need.Coverage.Verdict == Verdict.Conditional).DistinctBy(need => (need.Permission.Action, need.Coverage.By!.At)))
            yield return $"{group.Permission.Action} is granted only under a condition ({string.Join(", ", group.Coverage.By!.Conditions.Select(line => $"{line.Operator} {line.Key}"))}) at {group.Coverage.By.At}.";
        foreach (var group in needs.Where(need => need.Coverage.Verdict == Verdict.Possible).DistinctBy(need => (need.Permission.Action, need.Coverage.By!.At)))
            yield return $"{group.Permission.Action} may be granted at {group.Coverage.By!.At}: that depends on values that the repository does not say.";
        var assumed = needs.Where(need => need.Coverage.Verdict == Verdict.Assumed).Select(need => need.Permission.Action).Distinct().Order(StringComparer.Ordinal).ToList();
        if (assumed.Count > 0)
            yield return $"The code does not say which resource it uses for {Some(assumed)}; the policy grants {(assumed.Count == 1 ? "it" : "them")} on some.";
        foreach (var group in missing.Where(need => !need.IsLinked && need.Principals.Count > 1).GroupBy(need => need.Permission.Call.Path).OrderBy(group => group.Key, StringComparer.Ordinal))
            yield return $"The infrastructure does not say which role runs {group.Key}; all {group.First().Principals.Count} roles together lack it.";
        foreach (var principal in missing.SelectMany(need => need.Principals).Distinct().Where(principal => principal.Unread.Count > 0).OrderBy(principal => principal.Key, StringComparer.Ordinal))
            yield return $"{principal.Key} also has {Some(principal.Unread)}, which cannot be read here and may grant it.";
        if (missing.Count > 0 && policies.Principals.Count == 0)
            yield return infrastructure.Count == 0 ? "The repository has no infrastructure code: what its roles may do is not known." : "The repository's infrastructure code defines no role or policy.";
        if (patchWarning is not null)
            yield return patchWarning;
        foreach (var warning in policies.Warnings)
            yield return warning;
    }

    private static string Some(List<string> names) =>
        string.Join(", ", names.Take(Named)) + (names.Count > Named ? $" and {names.Count - Named} more" : "");
}
