using ChatOps.Adapters.Aws;
using ChatOps.Iam;

namespace ChatOps.Capabilities.IamCheck;

/// <summary>A role of an account by its name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN, where a setting says it; null otherwise.</param>
/// <param name="Account">Its account, where an error says it; null otherwise.</param>
internal sealed record LinkedRole(string Name, string? Arn, string? Account);

/// <summary>Which roles in the account lack a permission: the one that AWS itself named in its error, else the one of <c>Aws:Roles</c>, else the ones that the infrastructure code gives a name.</summary>
/// <param name="settings"><c>Aws:Roles</c>.</param>
/// <param name="repository">The repository's name.</param>
internal sealed class LinkedRoles(IReadOnlyList<LinkedRoleOptions> settings, string repository)
{
    /// <summary>Each missing permission with each role; what has none is warned about.</summary>
    public List<(LinkedRole Role, MissingPermission Missing)> Of(IReadOnlyList<MissingPermission> missing, out List<string> warnings)
    {
        var found = new List<(LinkedRole, MissingPermission)>();
        var unknown = new List<MissingPermission>();
        foreach (var permission in missing)
        {
            var roles = Of(permission);
            if (roles.Contains(null) || roles.Count == 0)
                unknown.Add(permission);
            found.AddRange(roles.OfType<LinkedRole>().Select(role => (role, permission)));
        }

        warnings = unknown.Count == 0 ? [] : [$"{unknown.Count} permission{(unknown.Count == 1 ? " was" : "s were")} not looked up in the account: the infrastructure code does not say how every role is called that runs {Code(unknown)}. Name it in Aws:Roles."];
        return found;
    }

    private List<LinkedRole?> Of(MissingPermission missing)
    {
        if (missing.Paths.Count == 0)
            return [.. missing.Roles.Select(name => name is null ? null : new LinkedRole(name, null, missing.Account))];
        var set = missing.Paths.Select(path => settings.Where(entry => entry.Covers(repository, path)).MaxBy(entry => (entry.Path?.Length ?? -1, entry.Repository is null ? 0 : 1))).ToList();
        // Where one of the files has no setting, the infrastructure code has to say it for all.
        if (set.TrueForAll(entry => entry is not null))
            return [.. set.Select(entry => new LinkedRole(entry!.Name, entry.Role.StartsWith("arn:", StringComparison.Ordinal) ? entry.Role : null, null)).Distinct()];
        return [.. missing.Roles.Select(name => name is null ? null : new LinkedRole(name, null, null))];
    }

    private static string Code(List<MissingPermission> missing) =>
        missing.SelectMany(permission => permission.Paths).Where(path => path.Length > 0).Distinct().Order(StringComparer.Ordinal).ToList() switch
        {
            [] => "this code",
            [var only] => only,
            [var first, .. var rest] => $"{first} and {rest.Count} more",
        };
}
