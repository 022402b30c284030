using ChatOps.Adapters.Git;
using ChatOps.Adapters.Git.Index;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>The files of the repository that a file imports by name.</summary>
internal static class Imports
{
    private const int LinesRead = 400;
    private const int MostImports = 40;

    /// <summary>Positions in the tree, in order of the import lines.</summary>
    public static IReadOnlyList<int> Of(SnapshotTree tree, string path, string text)
    {
        List<int> found = [];
        var directory = path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";
        foreach (var line in SourceLines.All(text).Take(LinesRead))
        {
            var trimmed = line.Trim();
            foreach (var target in Targets(trimmed, directory))
            {
                foreach (var file in Resolve(tree, target, path))
                {
                    if (!found.Contains(file) && tree.Paths[file] != path) found.Add(file);
                }
            }
            if (found.Count >= MostImports) break;
        }
        return found;
    }

    /// <summary>Paths without extension that an import line may mean.</summary>
    private static IEnumerable<string> Targets(string line, string directory)
    {
        if (line.StartsWith("from ", StringComparison.Ordinal) && line.Contains(" import ", StringComparison.Ordinal) && line[5] is not ('"' or '\''))
        {
            var module = line[5..line.IndexOf(" import ", StringComparison.Ordinal)].Trim();
            var names = line[(line.IndexOf(" import ", StringComparison.Ordinal) + 8)..].Trim('(', ')', ' ', '\\').Split(',').Select(name => name.Trim().Split(' ')[0]);
            var dots = module.TakeWhile(c => c == '.').Count();
            var from = module[dots..].Replace('.', '/');
            if (dots > 0) from = Up(directory, dots - 1) is var up && up.Length == 0 ? from : from.Length == 0 ? up : $"{up}/{from}";
            yield return from;
            foreach (var name in names.Where(name => name.Length > 0)) yield return from.Length == 0 ? name : $"{from}/{name}";
        }
        else if (line.StartsWith("import ", StringComparison.Ordinal) && !line.Contains('"') && !line.Contains('\'') && !line.Contains(" from ", StringComparison.Ordinal))
        {
            foreach (var module in line[7..].TrimEnd(';').Replace("static ", "", StringComparison.Ordinal).Split(',')) yield return module.Trim().Split(' ')[0].Replace('.', '/');
        }
        else if ((line.StartsWith("import", StringComparison.Ordinal) || line.StartsWith("export", StringComparison.Ordinal) || line.Contains("require(", StringComparison.Ordinal) || line.StartsWith("require", StringComparison.Ordinal) || line.StartsWith("} from", StringComparison.Ordinal)) && Quoted(line) is { } quoted)
        {
            if (quoted.StartsWith('.')) yield return Join(directory, quoted);
            else if (line.StartsWith("require_relative", StringComparison.Ordinal)) yield return Join(directory, quoted);
            else if (line.StartsWith("require", StringComparison.Ordinal) && !line.Contains('(')) yield return quoted;
        }
    }

    private static IEnumerable<int> Resolve(SnapshotTree tree, string target, string from)
    {
        if (target.Length < 2) yield break;
        var extension = Path.GetExtension(from);
        string[] extensions = extension is ".js" or ".jsx" or ".ts" or ".tsx" or ".mjs" or ".vue" ? ["", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".vue", "/index.ts", "/index.js"] : extension == ".py" ? [".py", "/__init__.py"] : [extension];
        foreach (var ending in extensions)
        {
            var whole = target + ending;
            if (tree.Find(whole) is >= 0 and var exact)
            {
                yield return exact;
                yield break;
            }
        }
        foreach (var ending in extensions.Where(ending => ending.Length > 0))
        {
            var whole = target + ending;
            var name = whole[(whole.LastIndexOf('/') + 1)..];
            var matches = tree.Named(name).Where(file => target.Contains('/') && tree.Paths[file].EndsWith("/" + whole, StringComparison.Ordinal) && tree.Kinds[file] == PathKind.Code).ToList();
            if (matches.Count == 1)
            {
                yield return matches[0];
                yield break;
            }
        }
    }

    private static string? Quoted(string line)
    {
        var end = line.LastIndexOfAny(['"', '\'']);
        if (end <= 0) return null;
        var start = line.LastIndexOf(line[end], end - 1);
        return start < 0 || end - start < 3 ? null : line[(start + 1)..end];
    }

    private static string Up(string directory, int levels)
    {
        for (; levels > 0; levels--) directory = directory.LastIndexOf('/') is >= 0 and var slash ? directory[..slash] : "";
        return directory;
    }

    private static string Join(string directory, string relative)
    {
        var parts = directory.Length == 0 ? [] : directory.Split('/').ToList();
        foreach (var part in relative.Split('/'))
        {
            if (part == "..")
            {
                if (parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("." or "")) parts.Add(part);
        }
        return string.Join('/', parts);
    }
}
