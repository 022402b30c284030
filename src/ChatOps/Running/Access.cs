using ChatOps.Chat;

namespace ChatOps.Running;

/// <summary>Who may do what.</summary>
internal sealed class Access(AccessOptions options)
{
    /// <summary>What a chat platform knows about the person behind a request.</summary>
    internal sealed record Identity
    {
        /// <summary>The caller's id, e.g. <c>slack:T1/U2</c>.</summary>
        public required string Id { get; init; }

        /// <summary>What people call them.</summary>
        public required string Name { get; init; }

        /// <summary>Whether they are a full member of the installed workspace or tenant: no guest, no bot, nobody from outside.</summary>
        public required bool IsFullMember { get; init; }

        /// <summary>Their ids and groups as grants write them; empty for none.</summary>
        public IReadOnlyList<string> Slack { get; init; } = [];

        /// <inheritdoc cref="Slack"/>
        public IReadOnlyList<string> SlackGroups { get; init; } = [];

        /// <inheritdoc cref="Slack"/>
        public IReadOnlyList<string> Teams { get; init; } = [];

        /// <inheritdoc cref="Slack"/>
        public IReadOnlyList<string> GitHub { get; init; } = [];

        /// <summary>Their e-mail, where the directory has confirmed that it is theirs; null otherwise.</summary>
        public string? Email { get; init; }
    }

    /// <summary>Whether any grant names GitHub logins, so that it matters which one is somebody's.</summary>
    public bool AsksForGitHub => options.Grants.Any(grant => grant.GitHub.Length > 0);

    /// <summary>The person with the best role that the default and their grants give, everywhere and in single repositories.</summary>
    public Caller Identify(Identity person)
    {
        var known = person.Email is { } email ? options.People.FirstOrDefault(one => one.Email.Equals(email, StringComparison.OrdinalIgnoreCase))?.GitHub : null;
        if (known is not null)
            person = person with { GitHub = [.. person.GitHub, known] };
        var everywhere = person.IsFullMember ? Parse(options.Default) : Role.None;
        var single = new Dictionary<string, Role>(StringComparer.OrdinalIgnoreCase);
        foreach (var grant in options.Grants.Where(grant => Names(grant, person)))
        {
            var role = Parse(grant.Role);
            if (grant.Repositories.Length == 0)
                everywhere = role > everywhere ? role : everywhere;
            foreach (var repository in grant.Repositories)
                single[repository] = role > single.GetValueOrDefault(repository) ? role : single[repository];
        }

        return new Caller(person.Id, person.Name, everywhere) { RepositoryRoles = single, GitHub = known };
    }

    /// <summary>Why the caller may not run the command on the repository; null when they may.</summary>
    public static Refusal? Check(CommandRegistration command, Caller caller, string? repository)
    {
        // What is about no repository in particular limits itself to those that the caller may see; what admins do concerns everybody.
        var role = command.NeedsRepository || command.MinimumRole >= Role.Admin ? caller.RoleIn(repository) : caller.BestRole;
        if (role >= command.MinimumRole)
            return null;
        if (repository is null && role == Role.None && caller.RepositoriesWith(Role.Viewer) is [_, ..] only)
            return new Refusal(RefusalKind.Forbidden, $"{command.Name} concerns all repositories, so it needs the role {command.MinimumRole.Text()} for all, and yours is for {string.Join(", ", only)}. Ask an admin for it.");
        var where = repository is null ? "" : $" in {repository}";
        return new Refusal(RefusalKind.Forbidden, role == Role.None
            ? $"You have no role here{where}, so {command.Name} is not open to you. Ask an admin for the role {command.MinimumRole.Text()} (Access:Grants)."
            : $"{command.Name} needs the role {command.MinimumRole.Text()}{where} and yours is {role.Text()}. Ask an admin for it.");
    }

    private static bool Names(GrantOptions grant, Identity person) =>
        Meet(grant.Slack, person.Slack) || Meet(grant.SlackGroups, person.SlackGroups) || Meet(grant.Teams, person.Teams) || Meet(grant.GitHub, person.GitHub)
        || (person.Email is { } email && Meet(grant.Emails, [email]));

    private static bool Meet(string[] granted, IReadOnlyList<string> own) => granted.Intersect(own, StringComparer.OrdinalIgnoreCase).Any();

    private static Role Parse(string text) => Roles.TryParse(text, out var role) ? role : Role.None;
}
