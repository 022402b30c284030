using System.Text.RegularExpressions;

namespace ChatOps.Capabilities.Diagnose.Rules.Findings;

/// <summary>Which files of the repository a Python file imports.</summary>
internal static partial class PythonImports
{
    /// <summary>The imported files that the repository has, in order.</summary>
    public static IEnumerable<string> Of(string path, RepositoryFiles repository)
    {
        foreach (var line in repository.Lines(path))
        {
            var match = Import().Match(line);
            if (!match.Success)
                continue;
            var module = match.Groups["module"].Value.TrimStart('.').Replace('.', '/');
            var names = match.Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.Split(' ')[0].Trim('(', ')'));
            foreach (var candidate in names.Select(name => $"{module}/{name}.py").Prepend($"{module}.py"))
            {
                var tail = "/" + candidate.TrimStart('/');
                if (repository.Paths.FirstOrDefault(known => known == candidate || known.EndsWith(tail, StringComparison.Ordinal)) is { } found && found != path)
                    yield return found;
            }
        }
    }

    [GeneratedRegex(@"^\s*(from\s+(?<module>[\w.]+)\s+import\s+(?<names>.+)|import\s+(?<module>[\w.]+))", RegexOptions.NonBacktracking)]
    private static partial Regex Import();
}
