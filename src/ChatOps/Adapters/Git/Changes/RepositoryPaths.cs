using LibGit2Sharp;

namespace ChatOps.Adapters.Git.Changes;

/// <summary>Which paths of a tree may be written.</summary>
internal static class RepositoryPaths
{
    /// <summary>Why a path may not be written; null when it may.</summary>
    public static string? WhyNot(Tree tree, string path)
    {
        if (!IsPlain(path)) return $"{Shown(path)} is not a path inside the repository";
        var parts = path.Split('/');
        for (var i = 1; i < parts.Length; i++)
        {
            // A link or a submodule in the way would lead out of the tree that is reviewed.
            var parent = tree[string.Join('/', parts[..i])];
            if (parent is not null && parent.TargetType != TreeEntryTargetType.Tree) return $"{Shown(path)} lies below {Shown(parent.Path)}, which is not a directory of the repository";
        }
        return tree[path] is { } entry && (entry.TargetType != TreeEntryTargetType.Blob || entry.Mode == Mode.SymbolicLink) ? $"{Shown(path)} is a link, a submodule or a directory, not a file" : null;
    }

    /// <summary>Whether every file system reads the path as one below the repository's root, and none as git's own directory.</summary>
    private static bool IsPlain(string path) =>
        path.Length is > 0 and <= 1000 && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl)
        && path.Split('/').All(part => part.Length > 0 && part is not ("." or "..") && !IsGitDirectory(part));

    /// <summary><c>.git</c> as case-blind systems, NTFS short names and HFS+ (which ignores some characters) read it.</summary>
    private static bool IsGitDirectory(string part)
    {
        var seen = new string([.. part.Where(c => c is not ((>= '\u200c' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u206a' and <= '\u206f') or '\ufeff'))]).TrimEnd('.', ' ');
        return seen.Equals(".git", StringComparison.OrdinalIgnoreCase) || seen.StartsWith(".git:", StringComparison.OrdinalIgnoreCase) || seen.StartsWith("git~", StringComparison.OrdinalIgnoreCase);
    }

    private static string Shown(string path) => new([.. path.Where(c => !char.IsControl(c)).Take(120)]);
}
