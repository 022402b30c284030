using ChatOps.Iam.Infrastructure;

namespace ChatOps.Iam.Coverage;

/// <summary>A required permission, the principals that its code runs as, and what they are granted.</summary>
/// <param name="Permission">What is needed.</param>
/// <param name="Resource">Its resource with the repository's references resolved.</param>
/// <param name="Principals">Who needs it.</param>
/// <param name="IsLinked">Whether the infrastructure says that the code runs as them.</param>
/// <param name="Coverage">What they are granted.</param>
internal sealed record Need(RequiredPermission Permission, string Resource, IReadOnlyList<Principal> Principals, bool IsLinked, Coverage Coverage);

/// <summary>Compares one required permission after another.</summary>
/// <param name="policies">What the repository grants.</param>
/// <param name="references">What its references stand for.</param>
/// <param name="needsEverything">Whether an action cannot be limited to resources.</param>
/// <param name="principalName">The role's name in AWS when it is known; null to go by the code that makes the call.</param>
internal sealed class Comparison(RepositoryPolicies policies, References references, Func<string, bool> needsEverything, string? principalName)
{
    private readonly PermissionCheck check = new(references, needsEverything);
    private readonly RoleLinks links = new(policies);

    public Need Of(RequiredPermission permission)
    {
        // An empty name is one that the code takes from elsewhere.
        if (permission.Resource.StartsWith("arn:", StringComparison.Ordinal) && (permission.Resource[^1] is '/' or ':'))
            permission = permission with { Resource = permission.Resource + "*" };
        var (principals, linked) = principalName is null ? links.Of(permission.Call.Path) : links.Named(principalName);
        return new Need(permission, references.Resolve(permission.Resource), principals, linked, check.Check(permission.Action, permission.Resource, permission.Condition, principals));
    }
}
