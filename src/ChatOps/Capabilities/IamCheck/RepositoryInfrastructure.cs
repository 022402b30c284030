using ChatOps.Iam;

namespace ChatOps.Capabilities.IamCheck;

/// <summary>Reads a repository's infrastructure and policy files at the commit.</summary>
internal static class RepositoryInfrastructure
{
    private const int MaxFiles = 3000;
    private const int MaxCharacters = 24 * 1024 * 1024;

    /// <summary>The texts by path, Terraform first, and what was left out.</summary>
    /// <param name="paths">The repository's files.</param>
    /// <param name="readText">A file's text; null when it cannot be read.</param>
    public static (Dictionary<string, string> Files, IReadOnlyList<string> Warnings) Read(IEnumerable<string> paths, Func<string, string?> readText)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var (characters, left) = (0, 0);
        foreach (var path in paths.Where(AnalysedFiles.IsInfrastructure).OrderByDescending(path => path.EndsWith(".tf", StringComparison.Ordinal)).ThenBy(path => path, StringComparer.Ordinal))
        {
            if (files.Count == MaxFiles || characters > MaxCharacters)
            {
                left++;
            }
            else if (readText(path) is { } text)
            {
                files[path] = text;
                characters += text.Length;
            }
        }

        return (files, left == 0 ? [] : [$"{left} infrastructure files were left out: the repository has more than one check reads."]);
    }
}
