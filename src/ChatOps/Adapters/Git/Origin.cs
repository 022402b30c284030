using ChatOps.Chat;
using LibGit2Sharp;

namespace ChatOps.Adapters.Git;

/// <summary>Which repository on GitHub one of ours is, without fetching anything.</summary>
internal static class Origin
{
    /// <summary>The repository with <see cref="RepositoryRef.GitHub"/> from its address or its <c>origin</c>, where the settings do not say it.</summary>
    public static RepositoryRef Identify(RepositoryRef repository) =>
        repository.GitHub is not null ? repository : repository with { GitHub = GitHubName.Of(repository.Url ?? OriginOf(repository.Path)) };

    // A folder that cannot be read is refused with its reason by who reads it; here it only has no origin.
    private static string? OriginOf(string? path)
    {
        try
        {
            if (path is null || Repository.Discover(path) is not { } found) return null;
            using var git = new Repository(found);
            return git.Network.Remotes["origin"]?.Url;
        }
        catch (Exception failure) when (failure is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
