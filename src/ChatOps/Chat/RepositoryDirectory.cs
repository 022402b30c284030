namespace ChatOps.Chat;

/// <summary>The repositories that the host was told about, found by name.</summary>
internal sealed class RepositoryDirectory
{
    /// <summary>Takes the configured repositories.</summary>
    /// <param name="repositories">In the order of the settings; their names are unique without regard to case.</param>
    public RepositoryDirectory(IReadOnlyList<RepositoryRef> repositories) => All = repositories;

    /// <summary>Every repository, in the order of the settings.</summary>
    public IReadOnlyList<RepositoryRef> All { get; }

    /// <summary>Finds the repository a request is about.</summary>
    /// <param name="name">Its name without regard to case; null or empty for the only one.</param>
    public Answer<RepositoryRef> Find(string? name)
    {
        if (All.Count == 0)
            return new Refusal(RefusalKind.NotConfigured, "No repository is configured. Set REPO_PATH, or Repositories:0:Path in appsettings.json, and start again.");
        if (string.IsNullOrWhiteSpace(name))
        {
            return All.Count == 1
                ? All[0]
                : new Refusal(RefusalKind.Unprocessable, $"Several repositories are configured. Say which one with \"repo\": {Names}.");
        }

        return All.FirstOrDefault(repository => repository.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)) is { } found
            ? found
            : new Refusal(RefusalKind.NotFound, $"There is no repository of that name here. Use one of: {Names}.");
    }

    /// <summary>The repositories that a request from a chat channel may be about: those of the channel, else all.</summary>
    public IReadOnlyList<RepositoryRef> ForChannel(string channel) =>
        All.Where(repository => repository.Channels.Contains(channel, StringComparer.OrdinalIgnoreCase)).ToArray() is { Length: > 0 } own ? own : All;

    private string Names => string.Join(", ", All.Select(repository => repository.Name));
}
