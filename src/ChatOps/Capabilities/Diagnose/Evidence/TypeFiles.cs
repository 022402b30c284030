using ChatOps.Adapters.Git;
using ChatOps.Adapters.Git.Index;
using ChatOps.Traces;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>Finds the file of a .NET type from its name, for traces without files: the file is called like the type, its directories like the namespace.</summary>
internal sealed class TypeFiles(SnapshotTree tree)
{
    private static readonly HashSet<string> Foreign = new(StringComparer.Ordinal) { "System", "Mono", "NUnit", "Xunit", "Newtonsoft", "mscorlib", "Java", "Android", "Microsoft" };

    /// <summary>Shorter names are common words.</summary>
    private const int TellingName = 9;

    /// <summary>Position of the file in the tree; -1 when none fits.</summary>
    public int Find(Frame frame)
    {
        if (frame.Type is null) return -1;
        var parts = Parts($"{frame.Type}.{frame.Function}");
        if (parts.Count < 2 || parts[0] is "System" or "mscorlib" && tree.Named(parts[^2] + ".cs").Count == 0) return -1;
        // The type or one it is nested in: a file that is called like a namespace is another type's.
        for (var i = parts.Count - 1; i > 0 && i >= parts.Count - 3; i--)
        {
            var named = tree.Named(parts[i] + ".cs");
            if (named.Count == 0) continue;
            var spaces = parts.Take(i).Select(part => part.ToLowerInvariant()).ToList();
            var best = named.Select(file => (File: file, Fit: Fit(tree.Paths[file], spaces))).OrderByDescending(entry => entry.Fit).ThenByDescending(entry => tree.Kinds[entry.File] == PathKind.Code).ThenBy(entry => tree.Paths[entry.File].Length).First();
            if (best.Fit >= Math.Max(1, Math.Min(2, spaces.Count - 1))) return best.File;
            var code = named.Where(file => tree.Kinds[file] == PathKind.Code).ToList();
            if (code.Count == 1 && parts[i].Length >= TellingName && !Foreign.Contains(parts[0])) return code[0];
        }
        return -1;
    }

    /// <summary>Namespaces and types, outermost first, without numbers of type parameters.</summary>
    public static List<string> Parts(string name) =>
        [.. name.Split(['.', '+', '/', ':', '`'], StringSplitOptions.RemoveEmptyEntries).Where(part => char.IsLetter(part[0]) || part[0] == '_')];

    /// <summary>How many of the namespaces are a part of the path.</summary>
    public static int Fit(string path, List<string> spaces)
    {
        var directories = path.ToLowerInvariant().Split(['/', '.']).ToHashSet(StringComparer.Ordinal);
        return spaces.Count(directories.Contains);
    }
}
