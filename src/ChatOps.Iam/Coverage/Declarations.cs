using ChatOps.Iam.Infrastructure;

namespace ChatOps.Iam.Coverage;

/// <summary>What the infrastructure declares, as the reader of code wants it.</summary>
internal static class Declarations
{
    /// <summary>The resources, and the environment variables: the one value that they have wherever they are set, or <c>*</c>.</summary>
    public static DeclaredResources Of(RepositoryPolicies policies)
    {
        var references = new References(policies.Resources);
        var environment = policies.Workloads.SelectMany(workload => workload.Environment)
            .Select(entry => (entry.Key, Value: entry.Value.AsText is { } text ? Value(text, references, policies) : null))
            .GroupBy(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal)
            .Select(group => (group.Key, Values: group.Distinct().ToList()))
            .ToDictionary(group => group.Key, group => group.Values is [{ } only] ? only : "*", StringComparer.Ordinal);
        return new DeclaredResources
        {
            Resources = [.. policies.Resources.Where(resource => resource.Type.StartsWith("aws_", StringComparison.Ordinal)).Select(resource => new DeclaredResource(resource.Reference, resource.Type, resource.Name))],
            Environment = environment,
        };
    }

    // A name that is not known to its end is its resource's all the same.
    private static string Value(string text, References references, RepositoryPolicies policies) =>
        References.HasReference(text) && policies.Resources.FirstOrDefault(resource => resource.Name == text && resource.Type.StartsWith("aws_", StringComparison.Ordinal)) is { } named ? $"${{{named.Reference}.name}}"
        : text.StartsWith("${", StringComparison.Ordinal) && text.Contains("aws_", StringComparison.Ordinal) ? text : references.Resolve(text);
}
