namespace ChatOps.Platforms.Terminal.Iam;

/// <summary>Files on disk, by their paths in the repository.</summary>
internal static class WorkingFiles
{
    private const long MaxSize = 2 * 1024 * 1024;

    private static readonly HashSet<string> Left = new(StringComparer.Ordinal) { ".git", "node_modules", ".terraform", ".venv", "venv", "__pycache__", "bin", "obj", "dist", "vendor", ".aws-sam", "cdk.out" };

    /// <summary>The repository that a folder is in; the folder itself when it is in none.</summary>
    public static string RootOf(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            if (Path.Exists(Path.Combine(current.FullName, ".git")))
                return current.FullName;
        }

        return folder;
    }

    /// <summary>The texts of a file, or of all files below a folder that are wanted. Symbolic links are not followed.</summary>
    public static async Task<Dictionary<string, string>> ReadAsync(string path, string root, Func<string, bool> isWanted, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in File.Exists(path) ? [path] : Below(path))
        {
            var name = Path.GetRelativePath(root, file).Replace('\\', '/');
            if (isWanted(name) && new FileInfo(file) is { Length: <= MaxSize })
                files[name] = await File.ReadAllTextAsync(file, cancellationToken);
        }

        return files;
    }

    private static IEnumerable<string> Below(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry.LinkTarget is not null)
                continue;
            if (entry is FileInfo)
            {
                yield return entry.FullName;
                continue;
            }

            foreach (var file in Left.Contains(entry.Name) ? [] : Below(entry.FullName))
                yield return file;
        }
    }
}
