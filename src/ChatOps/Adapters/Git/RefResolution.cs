using ChatOps.Chat;
using LibGit2Sharp;

namespace ChatOps.Adapters.Git;

/// <summary>Decides which commit is read: the request's ref, then the deployed one, then the remote's default branch, then HEAD.</summary>
internal static class RefResolution
{
    /// <summary>The commit, or why there is none.</summary>
    public static Answer<SourceState> Resolve(Repository git, RepositoryRef repository, string? asked)
    {
        if (asked?.Trim() == "HEAD")
            return AtHead(git, repository);
        if (!string.IsNullOrWhiteSpace(asked))
            return Named(git, repository, asked.Trim()) is { } found ? found : NotFound(repository, $"“{Shown(asked)}”");
        if (!string.IsNullOrWhiteSpace(repository.DeployedRef))
            return Named(git, repository, repository.DeployedRef) is { } found ? found : NotFound(repository, $"the deployed ref “{Shown(repository.DeployedRef)}” of its settings");
        if (!string.IsNullOrWhiteSpace(repository.DefaultBranch))
            return Named(git, repository, repository.DefaultBranch) is { } found ? found : NotFound(repository, $"the default branch “{Shown(repository.DefaultBranch)}” of its settings");
        if (git.Refs["refs/remotes/origin/HEAD"]?.ResolveToDirectReference() is { } remoteHead && Peel(git, remoteHead.TargetIdentifier) is { } commit)
            return State(remoteHead.CanonicalName["refs/remotes/origin/".Length..], commit);
        return AtHead(git, repository);
    }

    private static Answer<SourceState> AtHead(Repository git, RepositoryRef repository) =>
        git.Head.Tip is { } tip
            ? State(git.Info.IsHeadDetached ? tip.Sha[..12] : git.Head.FriendlyName, tip)
            : new Refusal(RefusalKind.Unprocessable, $"{repository.Name} has no commits yet. Push one, then ask again.");

    /// <summary>Whether a text may name a ref or a commit: git's own rules, and nothing that a command line or a revision expression could read otherwise.</summary>
    public static bool IsSafe(string name) =>
        name is { Length: > 0 and <= 250 } && name[0] is not ('-' or '/' or '.') && name[^1] is not ('/' or '.')
        && !name.Contains("..", StringComparison.Ordinal) && !name.Contains("//", StringComparison.Ordinal) && !name.Contains("@{", StringComparison.Ordinal)
        && !name.EndsWith(".lock", StringComparison.Ordinal) && name != "@"
        && name.All(c => c > ' ' && c is not ('~' or '^' or ':' or '?' or '*' or '[' or '\\' or '\x7f'));

    private static SourceState? Named(Repository git, RepositoryRef repository, string name)
    {
        if (!IsSafe(name)) return null;
        // The remote's own branch is what runs; a local one of the same name may be behind or ahead of it.
        string[] places = repository.Path is null
            ? [$"refs/heads/{name}", $"refs/tags/{name}", name]
            : [$"refs/remotes/origin/{name}", $"refs/heads/{name}", $"refs/tags/{name}", $"refs/remotes/{name}", name];
        foreach (var place in places.Where(place => place.StartsWith("refs/", StringComparison.Ordinal)))
        {
            if (git.Refs[place]?.ResolveToDirectReference() is { } reference && Peel(git, reference.TargetIdentifier) is { } commit)
                return State(name, commit);
        }
        return name.Length is >= 7 and <= 40 && name.All(char.IsAsciiHexDigit) && Abbreviated(git, name) is { } named ? State(name[..Math.Min(12, name.Length)], named) : null;
    }

    private static Commit? Abbreviated(Repository git, string hex)
    {
        try
        {
            return git.Lookup<Commit>(hex);
        }
        catch (AmbiguousSpecificationException)
        {
            return null;
        }
    }

    private static Commit? Peel(Repository git, string sha)
    {
        var target = git.Lookup(new ObjectId(sha));
        while (target is TagAnnotation tag) target = tag.Target;
        return target as Commit;
    }

    private static SourceState State(string branch, Commit commit) => new() { Sha = commit.Sha, Branch = branch, CommittedAt = commit.Committer.When };

    private static Refusal NotFound(RepositoryRef repository, string what) =>
        new(RefusalKind.NotFound, $"{repository.Name} has no branch, tag or commit {what}. Check the name, or leave it out to read the default branch.");

    private static string Shown(string name) => new(name.Trim().Where(c => !char.IsControl(c)).Take(60).ToArray());
}
