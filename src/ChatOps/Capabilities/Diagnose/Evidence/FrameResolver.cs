using System.Buffers;
using ChatOps.Adapters.Git;
using ChatOps.Adapters.Git.Index;
using ChatOps.Traces;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>
/// Maps a frame, as a machine elsewhere printed it, to a file of the repository: by the longest common suffix of both paths, so that container prefixes
/// (<c>/app</c>, <c>/var/task</c>), source roots and CI directories need no list.
/// </summary>
/// <param name="tree">The commit's files.</param>
/// <param name="repositoryName">The repository's name without its owner: tells its own package in <c>site-packages</c> from others.</param>
internal sealed class FrameResolver(SnapshotTree tree, string repositoryName)
{
    /// <summary>Names that occur in any project: a match by name alone says nothing.</summary>
    private static readonly HashSet<string> GenericNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "__init__.py", "__main__.py", "utils.py", "base.py", "main.py", "index.js", "index.ts", "main.go", "util.go", "utils.go", "utils.js", "server.go", "client.go",
        "api.py", "common.py", "core.py", "config.py", "base.rb", "runner.rb", "utils.rb", "client.py", "server.py", "exceptions.py", "connection.py", "app.js", "server.js", "main.js", "main.rs", "lib.rs", "mod.rs", "Program.cs", "index.php",
    };

    private static readonly HashSet<string> RootNames = new(StringComparer.Ordinal) { "app", "task", "src", "code", "workspace", "work", "build", "project", "repo", "function", "site", "wwwroot", "html", "current", "service", "bundle", "package", "" };

    private static readonly SearchValues<char> VersionCharacters = SearchValues.Create("0123456789.");

    private readonly string name = repositoryName.ToLowerInvariant();
    private readonly TypeFiles types = new(tree);

    /// <summary>Old path to present path of files that were renamed since the trace's version; empty until they are known.</summary>
    public IReadOnlyDictionary<string, string> Moved { get; set; } = new Dictionary<string, string>();

    /// <summary>Where types are declared; null until the index is there.</summary>
    public DeclaredTypes? Declared { get; set; }

    /// <summary>Position of the frame's file in the tree; -1 when it is not a file of this repository.</summary>
    public int Resolve(Frame frame, TraceLanguage language) => ResolvePresent(frame, language) is >= 0 and var file ? file : ResolveMoved(frame, language);

    private int ResolveMoved(Frame frame, TraceLanguage language)
    {
        if (Moved.Count == 0 || frame.IsRuntime || frame.IsDependency || string.IsNullOrEmpty(frame.Path)) return -1;
        var path = language == TraceLanguage.Java ? JavaPath(frame, Normalise(frame.Path)) : Normalise(frame.Path);
        var old = Moved.Keys.MaxBy(known => CommonSuffix(known, path))!;
        var shared = CommonSuffix(old, path);
        return shared >= 2 || shared == Depth(old) ? tree.Find(Moved[old]) : -1;
    }

    private int ResolvePresent(Frame frame, TraceLanguage language)
    {
        if (language == TraceLanguage.JavaScript) return frame.Path is null ? -1 : CompiledPaths.Resolve(tree, frame.Path, name);
        if (string.IsNullOrEmpty(frame.Path)) return ByType(frame, language);
        var path = Normalise(frame.Path);
        if (language == TraceLanguage.Java) return ResolveJava(frame, path);
        var same = tree.Named(path[(path.LastIndexOf('/') + 1)..]);
        if (same.Count == 0) return ByType(frame, language);
        return PackagePath(frame, path, language) switch
        {
            (false, _, _) => -1,
            (_, { } within, var package) => Within(same, within, package),
            _ => BySuffix(same, path),
        };
    }

    private int ByType(Frame frame, TraceLanguage language) =>
        language != TraceLanguage.DotNet ? -1 : Declared?.Find(frame) is >= 0 and var declared ? declared : types.Find(frame);

    /// <summary>Resolves a path that a person or a message names.</summary>
    public int Resolve(string path)
    {
        var tidy = Normalise(path);
        if (tree.Find(tidy) is >= 0 and var exact) return exact;
        var same = tree.Named(tidy[(tidy.LastIndexOf('/') + 1)..]);
        return same.Count == 0 ? -1 : BySuffix(same, tidy);
    }

    /// <summary>How many directories and the name two paths share from their ends.</summary>
    public static int CommonSuffix(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var shared = 0;
        while (true)
        {
            var endA = a.LastIndexOf('/');
            var endB = b.LastIndexOf('/');
            if (!a[(endA + 1)..].Equals(b[(endB + 1)..], StringComparison.OrdinalIgnoreCase)) return shared;
            shared++;
            if (endA < 0 || endB < 0) return shared;
            a = a[..endA];
            b = b[..endB];
        }
    }

    /// <summary>Segments of a path.</summary>
    public static int Depth(string path) => path.Count(c => c == '/') + 1;

    private static string Normalise(string path)
    {
        var tidy = path.Replace('\\', '/');
        foreach (var scheme in (ReadOnlySpan<string>)["file://", "webpack:///", "webpack://"])
        {
            if (tidy.StartsWith(scheme, StringComparison.Ordinal)) tidy = tidy[scheme.Length..];
        }
        tidy = tidy.Replace("/./", "/", StringComparison.Ordinal);
        while (tidy.StartsWith("./", StringComparison.Ordinal)) tidy = tidy[2..];
        return tidy;
    }

    /// <summary>Whether the frame can be of this repository at all, and its path inside its package when its place of installation tells.</summary>
    private (bool Ours, string? Within, string? Package) PackagePath(Frame frame, string path, TraceLanguage language)
    {
        switch (language)
        {
            case TraceLanguage.Python:
                var inPackages = After(path, "site-packages/") ?? After(path, "dist-packages/") ?? AfterVersion(path, "/python");
                if (inPackages is null) return (true, null, null);
                if (inPackages.IndexOf(".egg/", StringComparison.Ordinal) is >= 0 and var egg) inPackages = inPackages[(egg + 5)..];
                return (inPackages.Contains('/'), inPackages, null);
            case TraceLanguage.Go:
                if (path.Contains("/vendor/", StringComparison.Ordinal) || path.Contains("/Godeps/", StringComparison.Ordinal)) return (false, null, null);
                if (After(path, "github.com/") is { } hosted && hosted.Split('/', 3) is [_, var project, var rest])
                {
                    var plain = project.Split('@')[0].ToLowerInvariant();
                    // A fork, a rename or a /v2 directory still is this repository when its files say so.
                    return (plain.Split('.')[0] == name || plain == name + "-go" || tree.Find(rest) >= 0 && Depth(rest) > 1, rest, null);
                }
                return (!(frame.IsRuntime || frame.IsDependency) || path.Contains("/gopath/src/", StringComparison.OrdinalIgnoreCase), null, null);
            case TraceLanguage.Ruby:
                if (After(path, "/gems/") is { } gem && gem.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash)
                {
                    var versioned = gem[..slash];
                    var dash = versioned.LastIndexOf('-');
                    var within = gem[(slash + 1)..];
                    return (within.Contains('/'), within, dash > 0 ? versioned[..dash] : versioned);
                }
                var library = AfterVersion(path, "/lib/ruby/") ?? After(path, "/site_ruby/");
                return library is null ? (true, null, null) : (library.Contains('/'), library, null);
            default:
                return (true, null, null);
        }
    }

    /// <summary>A path as its package would have it: <c>com/acme/Orders.java</c>.</summary>
    private static string JavaPath(Frame frame, string path) => path.Contains('/') ? path : string.Join('/', [.. Packages(frame), path]);

    private static List<string> Packages(Frame frame)
    {
        var packages = (frame.Type ?? "").Split('.').SkipLast(1).ToList();
        while (packages.Count > 0 && packages[^1].Length > 0 && char.IsUpper(packages[^1][0])) packages.RemoveAt(packages.Count - 1);
        return packages;
    }

    private int ResolveJava(Frame frame, string path)
    {
        var file = path[(path.LastIndexOf('/') + 1)..];
        var packages = Packages(frame);
        var expected = JavaPath(frame, path);
        var best = Best(tree.Named(file), expected);
        if (best < 0) return -1;
        // Libraries have packages; what has none is a small program's own.
        if (packages.Count == 0 && frame.Type is not null) return tree.Named(file).Count == 1 ? best : -1;
        var shared = CommonSuffix(tree.Paths[best], expected);
        if (shared >= Depth(expected) && Depth(expected) > 1) return best;
        // Kotlin leaves the common root of its packages out of its directories.
        return tree.Named(file).Count == 1 && packages.Count > 1 && packages.Skip(1).Count(part => tree.Paths[best].Contains($"/{part}/", StringComparison.Ordinal)) >= Math.Min(2, packages.Count - 1) ? best : -1;
    }

    private int Within(IReadOnlyList<int> same, string within, string? package)
    {
        var found = same.Where(i => tree.Paths[i] == within || tree.Paths[i].EndsWith("/" + within, StringComparison.Ordinal)).ToList();
        if (found.Count > 1 && package is not null && found.Where(i => tree.Paths[i].StartsWith(package + "/", StringComparison.Ordinal)).ToList() is { Count: > 0 } own) found = own;
        if (found.Count > 1 && found.Where(i => tree.Kinds[i] == PathKind.Code).ToList() is { Count: > 0 } code) found = code;
        return found.Count == 0 ? -1 : found.MinBy(i => tree.Paths[i].Length);
    }

    private int BySuffix(IReadOnlyList<int> same, string path)
    {
        var best = Best(same, path);
        var shared = CommonSuffix(tree.Paths[best], path);
        var whole = shared == Depth(tree.Paths[best]);
        var file = path[(path.LastIndexOf('/') + 1)..];
        if (shared >= 2 || (whole && (!path.Contains('/') || IsRoot(path)))) return best;
        return same.Count == 1 && !GenericNames.Contains(file) && !path.Contains('/') ? best : -1;
    }

    /// <summary>Whether a file's directory, on the machine that printed it, can be the root of this repository: called like it, or like the places where programs are put.</summary>
    private bool IsRoot(string path)
    {
        var directory = path[..path.LastIndexOf('/')];
        var last = directory[(directory.LastIndexOf('/') + 1)..].ToLowerInvariant();
        return last.StartsWith(name, StringComparison.Ordinal) || RootNames.Contains(last);
    }

    private int Best(IReadOnlyList<int> same, string path)
    {
        var best = -1;
        var bestKey = (Shared: -1, Code: false, Length: 0);
        foreach (var i in same)
        {
            var key = (CommonSuffix(tree.Paths[i], path), tree.Kinds[i] is PathKind.Code or PathKind.Config, -tree.Paths[i].Length);
            if (best < 0 || key.CompareTo(bestKey) > 0) (best, bestKey) = (i, key);
        }
        return best;
    }

    private static string? After(string path, string mark)
    {
        var at = path.LastIndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? null : path[(at + mark.Length)..];
    }

    /// <summary>What follows <c>/python3.11/</c> or <c>/lib/ruby/2.7.0/</c>.</summary>
    private static string? AfterVersion(string path, string mark)
    {
        var at = path.LastIndexOf(mark, StringComparison.Ordinal);
        if (at < 0) return null;
        var rest = path[(at + mark.Length)..];
        foreach (var layer in (ReadOnlySpan<string>)["site_ruby/", "vendor_ruby/"])
        {
            if (rest.StartsWith(layer, StringComparison.Ordinal)) return rest[layer.Length..].TrimStart("0123456789.".ToCharArray()).TrimStart('/');
        }
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && rest.AsSpan(0, slash).IndexOfAnyExcept(VersionCharacters) < 0 ? rest[(slash + 1)..] : null;
    }
}
