using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>Moves a package from devDependencies to dependencies. A package that is in neither needs a version, which is not for rules to choose.</summary>
internal static partial class NodeManifest
{
    public static RecipeResult Add(RecipeInput input, string module)
    {
        var parts = module.Split('/');
        var package = module.StartsWith('@') && parts.Length > 1 ? $"{parts[0]}/{parts[1]}" : parts[0];
        if (package.StartsWith("node:", StringComparison.Ordinal) || Manifest.Nearest(input.LeadingFile, input.Repository, "package.json") is not { } path || input.Repository.ReadText(path) is not { } text)
            return RecipeResult.None($"No package.json was found for {package}.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return RecipeResult.None($"{path} cannot be read as JSON.");
        }
        using (document)
        {
            if (Has(document, "dependencies", package) is not null)
                return RecipeResult.None($"{path} already declares {package}; what runs was built without installing it, or a bundler left it out.");
            if (Has(document, "devDependencies", package) is not { } version)
                return RecipeResult.None($"Add {package} to {path} with `npm install {package}`, which chooses the version and updates the lock file.");
            return Move(text, package) is { } changed && Reads(changed, package)
                ? RecipeResult.Change(path, changed, $"The change moves {package} {version} from devDependencies to dependencies in {path}, so that production installs it; run the install once to update the lock file.")
                : RecipeResult.None($"Move {package} from devDependencies to dependencies in {path}.");
        }
    }

    private static string? Has(JsonDocument document, string section, string package) =>
        document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(section, out var entries) && entries.ValueKind == JsonValueKind.Object && entries.TryGetProperty(package, out var version) ? version.GetString() : null;

    private static bool Reads(string text, string package)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Has(document, "dependencies", package) is not null && Has(document, "devDependencies", package) is null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // One entry a line, as npm writes it.
    private static string? Move(string text, string package)
    {
        var newline = Manifest.Newline(text);
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        var dev = lines.FindIndex(line => Section(line, "devDependencies"));
        var entry = dev < 0 ? -1 : lines.FindIndex(dev, line => line.TrimStart().StartsWith($"\"{package}\":", StringComparison.Ordinal));
        var dependencies = lines.FindIndex(line => Section(line, "dependencies"));
        if (entry < 0 || dependencies < 0 || lines[entry].Count(c => c == '"') != 4)
            return null;
        var moved = lines[entry].TrimEnd().TrimEnd(',');
        var last = !lines[entry].TrimEnd().EndsWith(',');
        if (last && lines[entry - 1].TrimEnd().EndsWith(','))
            lines[entry - 1] = lines[entry - 1].TrimEnd()[..^1];
        lines.RemoveAt(entry);
        if (entry < dependencies)
            dependencies--;
        var at = dependencies + 1;
        while (at < lines.Count && lines[at].TrimStart().StartsWith('"') && string.CompareOrdinal(lines[at].Trim(), moved.Trim()) < 0)
            at++;
        var isFirst = at == dependencies + 1;
        if (at < lines.Count && lines[at].TrimStart().StartsWith('"'))
        {
            lines.Insert(at, moved + ",");
        }
        else
        {
            if (!isFirst)
                lines[at - 1] += ",";
            lines.Insert(at, moved);
        }
        return string.Join(newline, lines);
    }

    private static bool Section(string line, string name) => SectionStart().Match(line) is { Success: true } match && match.Groups["name"].Value == name;

    [GeneratedRegex("""^\s*"(?<name>\w+)"\s*:\s*\{\s*$""", RegexOptions.NonBacktracking)]
    private static partial Regex SectionStart();
}
