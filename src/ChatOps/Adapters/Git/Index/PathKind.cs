namespace ChatOps.Adapters.Git.Index;

/// <summary>What a file is for, by its path alone.</summary>
internal enum PathKind
{
    /// <summary>Anything else: documents, images, data, vendored and generated files.</summary>
    Other,

    /// <summary>Source that runs in production.</summary>
    Code,

    /// <summary>Settings, manifests, infrastructure as code, templates.</summary>
    Config,

    /// <summary>Tests, examples, fixtures.</summary>
    Test,
}

/// <summary>Tells kinds of files apart.</summary>
internal static class PathKinds
{
    private static readonly HashSet<string> CodeExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".py", ".pyx", ".java", ".kt", ".kts", ".scala", ".groovy", ".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".vue", ".svelte", ".go", ".cs", ".fs", ".vb", ".rb", ".rake", ".erb",
        ".haml", ".php", ".rs", ".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".m", ".mm", ".jelly", ".hbs", ".targets", ".props", ".csproj", ".fsproj", ".tt", ".proto", ".ex", ".exs", ".erl", ".swift", ".lua", ".pl", ".pm", ".dart", ".coffee",
    };

    private static readonly HashSet<string> ConfigExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".yaml", ".yml", ".json", ".toml", ".ini", ".cfg", ".conf", ".tf", ".tfvars", ".hcl", ".xml", ".properties", ".gradle", ".gemspec", ".sh", ".bash", ".ps1", ".sql", ".env", ".config", ".template", ".j2", ".graphql", ".sln", ".mk", ".cmake", ".service", ".in", ".html", ".cshtml", ".razor", ".jsp", ".xaml", ".bat", ".cmd",
    };

    private static readonly HashSet<string> ConfigNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "Dockerfile", "Makefile", "Gemfile", "Rakefile", "Vagrantfile", "Procfile", "Jenkinsfile", "requirements.txt", "constraints.txt", "CMakeLists.txt", "go.mod",
    };

    private static readonly HashSet<string> TestDirectories = new(StringComparer.Ordinal)
    {
        "test", "tests", "testing", "__tests__", "spec", "specs", "testdata", "test-data", "fixture", "fixtures", "example", "examples", "sample", "samples", "benchmark", "benchmarks", "e2e", "integration-cli", "mock", "mocks",
    };

    private static readonly HashSet<string> OtherDirectories = new(StringComparer.Ordinal)
    {
        "doc", "docs", "doc-src", "documentation", "vendor", "third_party", "node_modules", "Godeps", "_vendor", "changelog", "changelogs", "releasenotes", "guides", "bower_components",
    };

    /// <summary>The kind of a path with forward slashes.</summary>
    public static PathKind Of(string path)
    {
        var slash = path.LastIndexOf('/');
        var name = path.AsSpan(slash + 1);
        var dot = name.LastIndexOf('.');
        var extension = dot < 0 ? "" : name[dot..].ToString();
        var kind = CodeExtensions.Contains(extension) ? PathKind.Code
            : ConfigExtensions.Contains(extension) || ConfigNames.Contains(name.ToString()) || name.StartsWith("Dockerfile", StringComparison.Ordinal) ? PathKind.Config
            : PathKind.Other;
        if (kind == PathKind.Other || IsGenerated(name)) return PathKind.Other;
        if (slash >= 0)
        {
            foreach (var range in path.AsSpan(0, slash).Split('/'))
            {
                var directory = path.AsSpan(0, slash)[range];
                if (OtherDirectories.Contains(directory.ToString())) return PathKind.Other;
                if (IsTestDirectory(directory)) return PathKind.Test;
            }
        }
        if (IsTestName(name, dot)) return PathKind.Test;
        return name.StartsWith("CHANGE", StringComparison.OrdinalIgnoreCase) || name.StartsWith("README", StringComparison.Ordinal) || name.StartsWith("HISTORY", StringComparison.Ordinal) ? PathKind.Other : kind;
    }

    private static bool IsGenerated(ReadOnlySpan<char> name) =>
        name.EndsWith(".min.js", StringComparison.Ordinal) || name.EndsWith(".designer.cs", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".pb.go", StringComparison.Ordinal) || name.EndsWith("_pb2.py", StringComparison.Ordinal)
        || name.EndsWith(".lock", StringComparison.Ordinal) || name.EndsWith("-lock.json", StringComparison.Ordinal) || name.EndsWith(".bundle.js", StringComparison.Ordinal);

    private static bool IsTestDirectory(ReadOnlySpan<char> directory)
    {
        if (TestDirectories.Contains(directory.ToString())) return true;
        var at = directory.IndexOf("test", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return false;
        // A word of its own: Foo.Tests, acme-test-kit, UnitTests, but not "latest", "contest" or "attestation".
        for (; at >= 0 && at < directory.Length;)
        {
            var starts = at == 0 || !char.IsAsciiLetter(directory[at - 1]) || (directory[at] == 'T' && char.IsAsciiLetterLower(directory[at - 1]));
            var end = at + 4 < directory.Length && directory[at + 4] is 's' ? at + 5 : at + 4;
            var ends = end >= directory.Length || directory[end] is '-' or '.' or '_';
            if (starts && ends) return true;
            var next = directory[(at + 4)..].IndexOf("test", StringComparison.OrdinalIgnoreCase);
            if (next < 0) break;
            at += 4 + next;
        }
        return false;
    }

    private static bool IsTestName(ReadOnlySpan<char> name, int dot)
    {
        if (name.StartsWith("test_", StringComparison.Ordinal) || name.StartsWith("test.", StringComparison.Ordinal) || name.StartsWith("tests.", StringComparison.Ordinal) || name.StartsWith("conftest", StringComparison.Ordinal)) return true;
        var stem = dot < 0 ? name : name[..dot];
        return stem.EndsWith("_test") || stem.EndsWith("_tests") || stem.EndsWith("_spec") || stem.EndsWith(".test") || stem.EndsWith(".spec") || stem.EndsWith(".Tests") || stem.EndsWith("-test") || stem.EndsWith("-spec")
            || stem.EndsWith("Test") || stem.EndsWith("Tests") || stem.EndsWith("Spec") || stem.EndsWith("IT");
    }
}
