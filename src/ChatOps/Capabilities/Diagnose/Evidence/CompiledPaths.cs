using ChatOps.Adapters.Git;
using ChatOps.Adapters.Git.Index;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>Maps the paths of JavaScript traces, which name compiled output (<c>dist/x.js</c>, <c>node_modules/@acme/lib/out/x.js</c>), to their sources (<c>src/x.ts</c>).</summary>
internal static class CompiledPaths
{
    private static readonly string[] Extensions = [".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".vue"];
    private static readonly HashSet<string> BuildDirectories = new(StringComparer.Ordinal) { "build", "dist", "lib", "src", "cjs", "esm", "out", "commonjs", "es" };
    private static readonly HashSet<string> GenericStems = new(StringComparer.Ordinal) { "index", "main", "utils", "util", "server", "client", "cli" };
    private static readonly HashSet<string> NodeModules = new(StringComparer.Ordinal) { "module.js", "events.js", "net.js", "fs.js", "timers.js", "node.js" };

    /// <summary>Position of the source in the tree; -1 when the path is not of this repository.</summary>
    public static int Resolve(SnapshotTree tree, string path, string repositoryName)
    {
        if (path.StartsWith("node:", StringComparison.Ordinal) || path.StartsWith("internal/", StringComparison.Ordinal) || NodeModules.Contains(path)) return -1;
        if (path.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
            path = path[(scheme + 3)..] is var rest && rest.IndexOf('/', StringComparison.Ordinal) is >= 0 and var host ? rest[host..] : rest;
        if (path.IndexOf('?', StringComparison.Ordinal) is > 0 and var query) path = path[..query];
        string? package = null;
        var segments = path.Trim('/').Split('/');
        const string Modules = "node_modules/";
        if (path.LastIndexOf(Modules, StringComparison.Ordinal) is >= 0 and var at)
        {
            segments = path[(at + Modules.Length)..].Split('/');
            var scoped = segments[0].StartsWith('@') ? 2 : 1;
            if (segments.Length <= scoped) return -1;
            package = segments[scoped - 1];
            segments = segments[scoped..];
        }
        var file = segments[^1];
        var stem = Path.GetFileNameWithoutExtension(file);
        if (stem.Length == 0) return -1;
        var wanted = segments[..^1].Where(segment => !BuildDirectories.Contains(segment)).Reverse().ToArray();
        var best = -1;
        var bestKey = (Shared: -1, Code: false, Same: false, Length: 0);
        foreach (var extension in Extensions)
        {
            var same = tree.Named(stem + extension);
            foreach (var i in same)
            {
                var directories = tree.Paths[i].Split('/')[..^1];
                if (package is not null && !directories.Contains(package) && package != repositoryName && !(repositoryName.Contains(package, StringComparison.Ordinal) && package is not ("node" or "cli"))) continue;
                var own = directories.Where(segment => !BuildDirectories.Contains(segment)).Reverse().ToArray();
                var shared = 0;
                while (shared < wanted.Length && shared < own.Length && wanted[shared] == own[shared]) shared++;
                var fits = package is not null ? shared == wanted.Length
                    : shared >= 1 || own.Length == 0 || (same.Count == 1 && !GenericStems.Contains(stem) && wanted.Length == 0);
                var key = (shared, tree.Kinds[i] == PathKind.Code, file.EndsWith(extension, StringComparison.Ordinal), -tree.Paths[i].Length);
                if (fits && (best < 0 || key.CompareTo(bestKey) > 0)) (best, bestKey) = (i, key);
            }
        }
        return best;
    }
}
