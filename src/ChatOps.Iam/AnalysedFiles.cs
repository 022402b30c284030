namespace ChatOps.Iam;

/// <summary>Which files of a repository an analysis reads.</summary>
public static class AnalysedFiles
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase) { ".tf", ".tfvars", ".tftpl", ".tpl", ".json", ".yaml", ".yml", ".template" };

    private static readonly string[] Elsewhere = ["node_modules/", ".terraform/", ".git/", ".github/", "dist/", "build/", "vendor/", "cdk.out/", ".aws-sam/"];

    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase) { "package.json", "package-lock.json", "tsconfig.json", "composer.json", "composer.lock", "docker-compose.yml", "docker-compose.yaml", "appsettings.json", "packages.lock.json", "global.json" };

    /// <summary>Whether a path may hold infrastructure or a policy.</summary>
    /// <param name="path">The path, with <c>/</c>.</param>
    public static bool IsInfrastructure(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return Extensions.Contains(Path.GetExtension(name)) && !Known.Contains(name)
            && !Array.Exists(Elsewhere, folder => path.StartsWith(folder, StringComparison.Ordinal) || path.Contains("/" + folder, StringComparison.Ordinal));
    }

    /// <summary>Whether a path is code of a language whose SDK calls are read.</summary>
    /// <param name="path">The path.</param>
    public static bool IsCode(string path) => Languages.OfPath(path) is not null;

    /// <summary>The language that a word names (<c>typescript</c>, <c>py</c>); null when it names none that is read.</summary>
    /// <param name="name">The word.</param>
    public static CodeLanguage? LanguageOf(string name) => Languages.OfName(name);

    /// <summary>Whether a path is of a test: its calls run as whoever runs tests, not as the service's role.</summary>
    /// <param name="path">The path, with <c>/</c>.</param>
    public static bool IsTest(string path)
    {
        var parts = path.Split('/');
        var name = Path.GetFileNameWithoutExtension(parts[^1]);
        return parts[..^1].Any(folder => folder is "test" or "tests" or "__tests__" or "spec" or "testdata")
            || name.StartsWith("test_", StringComparison.Ordinal) || name == "conftest"
            || Array.Exists(["_test", ".test", ".spec", "Test", "Tests"], end => name.EndsWith(end, StringComparison.Ordinal) && name.Length > end.Length);
    }
}
