using System.Text.RegularExpressions;

namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>Adds a distribution to requirements.txt or to the dependencies of pyproject.toml.</summary>
internal static partial class PythonManifest
{
    public static RecipeResult Add(RecipeInput input, string module, string? importer)
    {
        var top = module.Split('.')[0];
        if (input.Repository.Paths.Any(path => path == $"{top}.py" || path.EndsWith($"/{top}.py", StringComparison.Ordinal) || path.StartsWith(top + "/", StringComparison.Ordinal) || path.Contains($"/{top}/", StringComparison.Ordinal)))
            return RecipeResult.None($"{top} is in this repository, so it is a matter of packaging or PYTHONPATH and not of a missing dependency.");
        if (Distributions.OfPython(module) is not { } distribution)
            return RecipeResult.None($"{top} comes with Python or from one of several distributions, so no manifest was changed.");
        if (importer is null)
            return RecipeResult.None($"No code of this repository imports {top} itself; the package that needs it should bring it.");
        if (Manifest.Nearest(importer, input.Repository, "requirements.txt", "pyproject.toml") is not { } path || input.Repository.ReadText(path) is not { } text)
            return RecipeResult.None($"No requirements.txt or pyproject.toml lies above {importer}; declare {distribution} where its environment is built from.");
        var declared = Requirement().Matches(text).Select(match => match.Groups["name"].Value).Any(name => Distributions.Normal(name) == Distributions.Normal(distribution) || Distributions.Normal(name) == Distributions.Normal(top));
        if (declared)
            return RecipeResult.None($"{path} already declares {distribution}; the environment was built without it or before it.");
        return path.EndsWith(".txt", StringComparison.Ordinal) ? Requirements(path, text, distribution, importer) : Project(path, text, distribution, importer);
    }

    private static RecipeResult Requirements(string path, string text, string distribution, string importer)
    {
        var entries = text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or '-')).ToList();
        if (entries.Count > 0 && entries.TrueForAll(entry => entry.Contains("==", StringComparison.Ordinal) || entry.Contains('@', StringComparison.Ordinal)))
            return RecipeResult.None($"Add {distribution} to {path} with the version you have tested: everything there is pinned, and a version is not for rules to guess.");
        var newline = Manifest.Newline(text);
        var changed = (text.Length == 0 || text.EndsWith('\n') ? text : text + newline) + distribution + newline;
        return RecipeResult.Change(path, changed, $"The change declares {distribution}, which {importer} imports, in {path}; rebuild the package or image.");
    }

    private static RecipeResult Project(string path, string text, string distribution, string importer)
    {
        var newline = Manifest.Newline(text);
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        var project = lines.FindIndex(line => line.Trim() == "[project]");
        var list = project < 0 ? -1 : lines.FindIndex(project, line => ListStart().IsMatch(line));
        var end = list < 0 ? -1 : lines.FindIndex(list, line => line.Trim() == "]");
        if (end < list + 2 || lines[project..list].Skip(1).Any(line => line.StartsWith('[')) || !lines[(list + 1)..end].TrueForAll(line => Entry().IsMatch(line)))
            return RecipeResult.None($"Add {distribution} to the dependencies in {path}; they are not written as a list with one entry a line.");
        if (lines[(list + 1)..end].TrueForAll(line => line.Contains("==", StringComparison.Ordinal)))
            return RecipeResult.None($"Add {distribution} to {path} with the version you have tested: everything there is pinned.");
        var last = Entry().Match(lines[end - 1]);
        var (indent, entry) = (last.Groups["indent"].Value, last.Groups["entry"].Value);
        var comma = last.Groups["comma"].Length > 0;
        if (!comma)
            lines[end - 1] = lines[end - 1].Insert(last.Groups["entry"].Index + entry.Length, ",");
        lines.Insert(end, $"{indent}{entry[0]}{distribution}{entry[0]}{(comma ? "," : "")}");
        return RecipeResult.Change(path, string.Join(newline, lines), $"The change declares {distribution}, which {importer} imports, in {path}; update the lock file with it.");
    }

    // name, "name>=1", name[extra]; at the start of a line or of a quoted entry.
    [GeneratedRegex("""(^[ \t]*|["'])(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)[ \t]*(\[|[=<>!~;]|"|'|\r?$|@)""", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Requirement();

    [GeneratedRegex(@"^dependencies\s*=\s*\[\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex ListStart();

    [GeneratedRegex("""^(?<indent>[ \t]+)(?<entry>"[^"]+"|'[^']+')(?<comma>,?)[ \t]*(#.*)?$""", RegexOptions.NonBacktracking)]
    private static partial Regex Entry();
}
