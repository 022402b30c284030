namespace ChatOps.Capabilities.Patches;

/// <summary>Which files a fix may touch: those of the repository, and none that run on their own or decide who reviews.</summary>
internal static class FixPaths
{
    private static readonly string[] ProtectedFolders =
        [".git/", ".github/workflows/", ".github/actions/", ".circleci/", ".buildkite/", ".gitlab/ci/", ".azure-pipelines/", ".teamcity/", ".husky/", ".githooks/"];

    private static readonly string[] ProtectedFiles =
        [".gitlab-ci.yml", ".gitlab-ci.yaml", ".travis.yml", ".drone.yml", ".woodpecker.yml", "appveyor.yml", "jenkinsfile", "bitbucket-pipelines.yml", "codeowners", ".gitmodules", ".gitattributes", ".pre-commit-config.yaml"];

    /// <summary>Why the fix may not touch the path, as a sentence; null when it may.</summary>
    public static string? Refuse(PatchBase files, string path)
    {
        if (RepositoryPath.Normalise(path) is not { } normal || normal != path)
            return "A file of the fix lies outside the repository or has a misleading name.";

        if (IsProtected(path))
            return $"{path} runs in CI or decides who reviews; a fix may not change it.";

        var paths = files.Paths;
        var at = RepositoryPath.IndexOf(paths, path);
        if (at >= 0)
            return files.ReadText(path) is null ? $"{path} is binary, a symbolic link or too large to change." : null;

        if (~at < paths.Count && paths[~at].StartsWith(path + "/", StringComparison.Ordinal))
            return $"{path} is a folder.";

        for (var slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1))
            if (RepositoryPath.IndexOf(paths, path[..slash]) >= 0)
                return $"{path} would lie below {path[..slash]}, which is a file or a symbolic link.";

        // On a file system that does not tell case apart, the new file would replace the old one.
        return paths.Any(known => string.Equals(known, path, StringComparison.OrdinalIgnoreCase)) ? $"{path} differs from an existing file only in case." : null;
    }

    private static bool IsProtected(string path)
    {
        var lower = path.ToLowerInvariant();
        var file = lower[(lower.LastIndexOf('/') + 1)..];
        return lower.Split('/').Any(segment => segment is ".git" or "git~1")
            || ProtectedFolders.Any(folder => lower.StartsWith(folder, StringComparison.Ordinal) || lower.Contains("/" + folder, StringComparison.Ordinal))
            || ProtectedFiles.Contains(file)
            || file.StartsWith("azure-pipelines", StringComparison.Ordinal);
    }
}
