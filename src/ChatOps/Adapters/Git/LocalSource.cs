using ChatOps.Chat;
using LibGit2Sharp;

namespace ChatOps.Adapters.Git;

/// <summary>
/// A repository in a directory of the user's. It is read by LibGit2Sharp in this process and nothing else: no git program runs in it,
/// so nothing that its configuration names (hooks, filters, fsmonitor, upload-pack) is ever started.
/// </summary>
internal static class LocalSource
{
    /// <summary>Reads the refs and makes the source's objects visible in <paramref name="bare"/>.</summary>
    /// <remarks>
    /// The objects are borrowed (<c>objects/info/alternates</c>) instead of copied: a copy would take upload-pack, which runs under the source's
    /// configuration, or libgit2's pack builder, which takes minutes on a large repository. Borrowing costs milliseconds and no disk. Its price is that a commit
    /// which the owner's garbage collection removes is gone for us as well; the refs are read anew at each opening, so what is reachable is always there.
    /// </remarks>
    public static Answer<SourceState> Open(RepositoryRef repository, string? asked, string bare) => Read(repository, git =>
    {
        var common = CommonDirectory(git.Info.Path);
        var answer = RefResolution.Resolve(git, repository, asked);
        if (answer.Value is not { } state) return answer;
        Borrow(common, bare);
        var origin = git.Network.Remotes["origin"]?.Url;
        return state with { Origin = origin, GitHub = repository.GitHub ?? GitHubName.Of(origin), Warnings = [.. asked is null or "HEAD" ? Uncommitted(git, repository) : [], .. Shallow(common)] };
    });

    /// <summary>The commit that would be read now, or why none can be. Touches nothing.</summary>
    public static Answer<SourceState> Look(RepositoryRef repository) => Read(repository, git => RefResolution.Resolve(git, repository, null));

    private static Answer<SourceState> Read(RepositoryRef repository, Func<Repository, Answer<SourceState>> read)
    {
        var path = repository.Path!;
        if (!Directory.Exists(path)) return new Refusal(RefusalKind.NotConfigured, $"The directory of {repository.Name} does not exist. Correct REPO_PATH or its path in the settings, or mount it.");
        try
        {
            var found = Repository.Discover(path);
            if (found is null) return new Refusal(RefusalKind.NotConfigured, $"The directory of {repository.Name} is not a git repository. Point its path at a clone.");
            using var git = new Repository(found);
            return read(git);
        }
        catch (LibGit2SharpException failure) when (failure.Message.Contains("not owned by current user", StringComparison.Ordinal))
        {
            return new Refusal(RefusalKind.NotConfigured, $"The directory of {repository.Name} belongs to another user than the one ChatOps runs as. Run ChatOps as that user, or allow it what others own: git config --global --add safe.directory '*'.");
        }
        catch (Exception failure) when (failure is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            return new Refusal(RefusalKind.NotConfigured, $"The repository {repository.Name} cannot be read: it is damaged, in a format this version does not know, or not readable by the user that ChatOps runs as.");
        }
    }

    /// <summary>A linked work tree keeps its objects in the main one.</summary>
    private static string CommonDirectory(string gitDirectory)
    {
        var pointer = Path.Combine(gitDirectory, "commondir");
        return File.Exists(pointer) ? Path.GetFullPath(Path.Combine(gitDirectory, File.ReadAllText(pointer).Trim())) : Path.GetFullPath(gitDirectory);
    }

    private static void Borrow(string common, string bare)
    {
        WriteWhenChanged(Path.Combine(bare, "objects", "info", "alternates"), Path.Combine(common, "objects") + "\n");
        var shallow = Path.Combine(common, "shallow");
        WriteWhenChanged(Path.Combine(bare, "shallow"), File.Exists(shallow) ? File.ReadAllText(shallow) : "");
    }

    private static void WriteWhenChanged(string path, string text)
    {
        if (text.Length == 0)
        {
            File.Delete(path);
            return;
        }
        if (File.Exists(path) && File.ReadAllText(path) == text) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var next = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}";
        File.WriteAllText(next, text);
        File.Move(next, path, overwrite: true);
    }

    private static IEnumerable<string> Uncommitted(Repository git, RepositoryRef repository)
    {
        if (git.Info.IsBare) yield break;
        List<string> changed;
        try
        {
            // New files that were never added are left out: finding them means walking build output and packages as well.
            changed = git.RetrieveStatus(new StatusOptions { IncludeUntracked = false, RecurseUntrackedDirs = false, IncludeIgnored = false, ExcludeSubmodules = true })
                .Where(entry => entry.State is not (FileStatus.Unaltered or FileStatus.Ignored or FileStatus.Nonexistent))
                .Select(entry => entry.FilePath).Order(StringComparer.Ordinal).ToList();
        }
        catch (LibGit2SharpException)
        {
            changed = [];
        }
        if (changed.Count > 0)
            yield return $"{repository.Name} has uncommitted changes, which are not read: {string.Join(", ", changed.Take(5))}{(changed.Count > 5 ? $" and {changed.Count - 5} more" : "")}.";
    }

    private static IEnumerable<string> Shallow(string common)
    {
        if (File.Exists(Path.Combine(common, "shallow")))
            yield return "The clone is shallow: blame and suspects end where its history ends.";
    }
}
