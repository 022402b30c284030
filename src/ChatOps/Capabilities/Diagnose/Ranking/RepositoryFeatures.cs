using ChatOps.Adapters.Git;
using ChatOps.Adapters.Git.Index;

namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>What the repository itself says about a file: how lately it changed, its language, whether it is somebody else's.</summary>
internal static class RepositoryFeatures
{
    private static readonly string[] ImportWords = ["ModuleNotFoundError", "ImportError", "cannot import name", "No module named", "Cannot find module", "LoadError", "cannot load such file", "VersionConflict", "DistributionNotFound", "requires", "FileLoadException", "FileNotFoundException: Could not load", "Could not load file or assembly", "TypeLoadException", "NoClassDefFoundError", "ClassNotFoundException", "BlockingOperationError", "MissingMethodException", "NoSuchMethodError", "pkg_resources"];

    private static readonly HashSet<string> Manifests = new(StringComparer.OrdinalIgnoreCase) { "setup.py", "package.json", "pyproject.toml", "requirements.txt", "Gemfile", "go.mod", "pom.xml", "build.gradle", "setup.cfg", "Directory.Build.props", "Directory.Packages.props" };

    private static readonly string[] ForeignParts = ["/external/", "/externals/", "/extern/", "/contrib/", "/deps/", "/lib/vendor/", "/thirdparty/", "/third-party/", "/packages/Microsoft", "/generated/", "/gen/", "_generated", ".generated."];

    /// <summary>Adds manifests where the error is about them.</summary>
    public static void AddManifests(CandidateSet candidates, string text)
    {
        if (!ImportWords.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))) return;
        var paths = candidates.Index.Tree.Paths;
        for (var i = 0; i < paths.Length; i++)
        {
            var name = paths[i][(paths[i].LastIndexOf('/') + 1)..];
            if (paths[i].Count(c => c == '/') <= 1 && (Manifests.Contains(name) || name.EndsWith(".gemspec", StringComparison.Ordinal) || name.EndsWith(".csproj", StringComparison.Ordinal)) && candidates.Index.Tree.Kinds[i] is PathKind.Code or PathKind.Config)
                candidates.Add(i)?.Raise(Feature.Manifest, 1);
        }
    }

    /// <summary>Fills the features.</summary>
    public static void Fill(CandidateSet candidates, IReadOnlyList<ChangedFiles> recent)
    {
        Dictionary<string, (int First, int Count)> changed = new(StringComparer.Ordinal);
        for (var i = 0; i < recent.Count; i++)
        {
            // A commit that touches hundreds of files says nothing about any of them.
            if (recent[i].Paths.Count > 50) continue;
            foreach (var path in recent[i].Paths)
                changed[path] = changed.TryGetValue(path, out var known) ? (known.First, known.Count + 1) : (i, 1);
        }
        foreach (var candidate in candidates.All)
        {
            if (changed.TryGetValue(candidate.Path, out var change))
            {
                candidate[Feature.Recent] = Math.Exp(-change.First / 60.0);
                candidate[Feature.Churn] = Math.Log(1 + change.Count) / 3;
            }
            if (ForeignParts.Any(part => ("/" + candidate.Path).Contains(part, StringComparison.OrdinalIgnoreCase))) candidate[Feature.Foreign] = 1;
            if (candidate.At >= 0) candidate[Feature.Size] = Math.Min(1, Math.Log(1 + candidates.Index.Entry(candidate.At).Length) / 10);
        }
    }
}
