using ChatOps.Adapters.Git.Index;

namespace ChatOps.Adapters.Git;

/// <summary>The files of a commit.</summary>
internal sealed class SnapshotTree
{
    private const string SymbolicLink = "120000";
    private const string Submodule = "160000";

    private readonly Dictionary<string, int> byPath;
    private readonly Dictionary<string, List<int>> byName = new(StringComparer.OrdinalIgnoreCase);

    private SnapshotTree(string[] paths, BlobId[] blobs, PathKind[] kinds, bool[] readable)
    {
        (Paths, Blobs, Kinds, Readable) = (paths, blobs, kinds, readable);
        byPath = new(paths.Length, StringComparer.Ordinal);
        for (var i = 0; i < paths.Length; i++)
        {
            byPath[paths[i]] = i;
            var name = paths[i][(paths[i].LastIndexOf('/') + 1)..];
            if (byName.TryGetValue(name, out var same)) same.Add(i);
            else byName[name] = [i];
        }
    }

    /// <summary>Every file, ordinally.</summary>
    public string[] Paths { get; }

    /// <summary>The content of each.</summary>
    public BlobId[] Blobs { get; }

    /// <summary>What each is for.</summary>
    public PathKind[] Kinds { get; }

    /// <summary>Whether each is a regular file: no symbolic link, no submodule.</summary>
    public bool[] Readable { get; }

    /// <summary>Position of a path; -1 when there is none.</summary>
    public int Find(string path) => byPath.GetValueOrDefault(path, -1);

    /// <summary>Files of that name in any directory, without regard to case.</summary>
    public IReadOnlyList<int> Named(string name) => byName.TryGetValue(name, out var found) ? found : [];

    /// <summary>Reads a commit's tree.</summary>
    public static async Task<SnapshotTree?> ReadAsync(GitProcess git, string sha, CancellationToken cancellationToken)
    {
        var listed = await git.RunAsync(["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", sha], GitLimits.Tree, cancellationToken: cancellationToken);
        if (!listed.Succeeded || listed.Truncated) return null;
        List<(string Path, BlobId Blob, bool Readable)> files = [];
        var text = listed.Output.AsSpan();
        foreach (var range in text.Split('\0'))
        {
            var line = text[range];
            var tab = line.IndexOf('\t');
            if (tab < 52) continue;
            var path = line[(tab + 1)..];
            // A name that is not UTF-8 cannot be asked for by name again; such files are never source of a supported language.
            if (path.Contains('\uFFFD')) continue;
            files.Add((path.ToString(), BlobId.Parse(line[(tab - 40)..tab]), !line.StartsWith(SymbolicLink) && !line.StartsWith(Submodule)));
        }
        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        var kinds = files.ConvertAll(file => file.Readable ? PathKinds.Of(file.Path) : PathKind.Other).ToArray();
        PromoteWhenAllAreTests(kinds, files);
        return new SnapshotTree([.. files.Select(file => file.Path)], [.. files.Select(file => file.Blob)], kinds, [.. files.Select(file => file.Readable)]);
    }

    /// <summary>A repository that is an example or a test tool as a whole has its code in directories called so.</summary>
    private static void PromoteWhenAllAreTests(PathKind[] kinds, List<(string Path, BlobId Blob, bool Readable)> files)
    {
        var tests = kinds.Count(kind => kind == PathKind.Test);
        if (tests == 0 || kinds.Count(kind => kind == PathKind.Code) * 10 >= tests) return;
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] == PathKind.Test && PathKinds.Of(files[i].Path[(files[i].Path.LastIndexOf('/') + 1)..]) is var kind and not PathKind.Test) kinds[i] = kind;
        }
    }
}
