namespace ChatOps.Chat;

/// <summary>Who asks, as the door that let them in identified them.</summary>
/// <param name="Id">Stable and unique, with its origin: <c>key:ci</c>, <c>slack:T1/U2</c>, <c>local</c>.</param>
/// <param name="Name">What people call them.</param>
/// <param name="Role">What they may do.</param>
internal sealed record Caller(string Id, string Name, Role Role)
{
    /// <summary>The keyless caller on loopback, and the person at the terminal.</summary>
    public static Caller Local { get; } = new("local", "local", Role.Admin);

    /// <summary>The GitHub login that is theirs by their e-mail (<c>Access:People</c>); null when that is not known. It names them; only a linked account acts for them.</summary>
    public string? GitHub { get; init; }

    /// <summary>What they may do in single repositories, where that is more than <see cref="Role"/>; by name without regard to case.</summary>
    public IReadOnlyDictionary<string, Role> RepositoryRoles { get; init; } = new Dictionary<string, Role>();

    /// <summary>Names of the repositories the role is limited to; null when it holds for all.</summary>
    public IReadOnlyList<string>? Repositories { get; init; }

    /// <summary>Names of the repositories in which they have at least a role; null for all, empty for none.</summary>
    public IReadOnlyList<string>? RepositoriesWith(Role least) =>
        Repositories is null && Role >= least ? null
        : [.. (Role >= least ? Repositories! : []).Union(RepositoryRoles.Where(granted => granted.Value >= least).Select(granted => granted.Key), StringComparer.OrdinalIgnoreCase)];

    /// <summary>The most that they may do anywhere.</summary>
    public Role BestRole => RepositoryRoles.Values.Append(Repositories is null or { Count: > 0 } ? Role : Role.None).Max();

    /// <summary>What they may do in a repository.</summary>
    /// <param name="repository">The repository's name; null for what concerns none in particular.</param>
    public Role RoleIn(string? repository)
    {
        var role = Repositories is null || (repository is not null && Repositories.Contains(repository, StringComparer.OrdinalIgnoreCase)) ? Role : Role.None;
        foreach (var (name, granted) in RepositoryRoles)
        {
            if (granted > role && name.Equals(repository, StringComparison.OrdinalIgnoreCase))
                role = granted;
        }

        return role;
    }
}
