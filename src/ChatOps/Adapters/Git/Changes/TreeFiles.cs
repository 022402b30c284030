using LibGit2Sharp;

namespace ChatOps.Adapters.Git.Changes;

/// <summary>Reads the files of a tree, one or all.</summary>
internal static class TreeFiles
{
    /// <summary>A checkout larger than this is not made.</summary>
    private const long MostBytes = 512L * 1024 * 1024;

    /// <summary>Every file's path, links included, sorted ordinally.</summary>
    public static IReadOnlyList<string> Paths(Tree tree)
    {
        List<string> paths = [];
        Walk(tree, "", (path, _) => paths.Add(path));
        paths.Sort(StringComparer.Ordinal);
        return paths;
    }

    /// <summary>A file's text; null when there is no such file, it is binary, a link, or larger than <see cref="ObjectReader.MaxBytes"/>.</summary>
    public static string? Text(Tree tree, string path) =>
        tree[path] is { Mode: Mode.NonExecutableFile or Mode.ExecutableFile or Mode.NonExecutableGroupWritableFile, Target: Blob { Size: <= ObjectReader.MaxBytes } blob } ? TextDecoding.Decode(Trees.Bytes(blob)) : null;

    /// <summary>Writes all files into an empty directory, links last: nothing is ever written through one.</summary>
    /// <returns>Why it was not done, as a clause; null when it was.</returns>
    public static string? Export(Tree tree, string into, CancellationToken cancellationToken)
    {
        var size = 0L;
        List<(string Path, string Target)> links = [];
        Walk(tree, "", (path, entry) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var blob = (Blob)entry.Target;
            if ((size += blob.Size) > MostBytes) return;
            if (entry.Mode == Mode.SymbolicLink) links.Add((path, blob.GetContentText()));
            else Write(Path.Combine(into, path), blob, entry.Mode == Mode.ExecutableFile);
        });
        if (size > MostBytes) return $"its files are larger than {MostBytes / 1024 / 1024} MiB";
        foreach (var (path, target) in links)
        {
            var link = Path.Combine(into, path);
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            File.CreateSymbolicLink(link, target);
        }
        return null;
    }

    private static void Write(string file, Blob blob, bool executable)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using (var to = File.Create(file))
        {
            using var from = blob.GetContentStream();
            from.CopyTo(to);
        }
        if (executable && !OperatingSystem.IsWindows()) File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    private static void Walk(Tree tree, string prefix, Action<string, TreeEntry> found)
    {
        foreach (var entry in tree)
        {
            // A tree that was made by hand may name what no file system has.
            if (entry.Name is "" or "." or ".." || entry.Name.AsSpan().ContainsAny('/', '\\', '\0') || entry.Name.Equals(".git", StringComparison.OrdinalIgnoreCase)) continue;
            if (entry.TargetType == TreeEntryTargetType.Tree) Walk((Tree)entry.Target, $"{prefix}{entry.Name}/", found);
            else if (entry.TargetType == TreeEntryTargetType.Blob) found(prefix + entry.Name, entry);
        }
    }
}
