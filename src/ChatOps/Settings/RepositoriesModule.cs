using System.Globalization;
using ChatOps.Chat;

namespace ChatOps.Settings;

/// <summary>Turns the <c>Repositories</c> section into the <see cref="RepositoryDirectory"/>.</summary>
internal static class RepositoriesModule
{
    /// <summary>Registers the directory.</summary>
    public static void AddRepositories(this WebApplicationBuilder builder)
    {
        var setup = (HostSetup)builder.Services.First(service => service.ServiceType == typeof(HostSetup)).ImplementationInstance!;
        var entries = builder.AddSettings<RepositoryOptions[]>("Repositories");
        builder.Services.AddSingleton(Read(setup.Repository is { } only ? [new RepositoryOptions { Path = only }] : entries));
    }

    /// <summary>Checks and names the repositories.</summary>
    /// <exception cref="SettingException">An entry has neither or both of path and address, or a name twice.</exception>
    public static RepositoryDirectory Read(IReadOnlyList<RepositoryOptions> entries)
    {
        var repositories = new List<RepositoryRef>();
        for (var i = 0; i < entries.Count; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"Repositories:{i}");
            var repository = Read(entries[i], key);
            if (repositories.Exists(other => other.Name.Equals(repository.Name, StringComparison.OrdinalIgnoreCase)))
                throw new SettingException($"{key}:Name", $"'{repository.Name}' is the name of another repository too; give each its own.");
            repositories.Add(repository);
        }

        return new RepositoryDirectory(repositories);
    }

    private static RepositoryRef Read(RepositoryOptions entry, string key)
    {
        var path = Tidy(entry.Path);
        var url = Tidy(entry.Url);
        if (path is null == url is null)
            throw new SettingException(key, "needs either Path (a folder of this machine) or Url (where to clone from).");
        if (Tidy(entry.GitHub) is { } gitHub && gitHub.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
            throw new SettingException($"{key}:GitHub", $"'{gitHub}' is not of the form owner/name.");
        var full = path is null ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return new RepositoryRef
        {
            Name = Tidy(entry.Name) ?? NameOf(full ?? url!),
            Path = full,
            Url = url,
            DefaultBranch = Tidy(entry.DefaultBranch),
            DeployedRef = Tidy(entry.DeployedRef),
            GitHub = Tidy(entry.GitHub),
            Channels = [.. entry.Channels.Select(channel => channel.Trim()).Where(channel => channel.Length > 0)],
            CheckCommand = Tidy(entry.CheckCommand),
            CheckPermissions = entry.CheckPermissions,
        };
    }

    private static string NameOf(string location)
    {
        var name = location.TrimEnd('/').Split('/', '\\', ':')[^1];
        name = name.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
        return name.Length == 0 ? "repository" : name;
    }

    private static string? Tidy(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
