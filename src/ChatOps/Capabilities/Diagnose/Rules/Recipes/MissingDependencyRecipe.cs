namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>Declares a package that the code imports and the manifest nearest to it lacks. Never invents a version: where the neighbours are pinned, a person has to choose one.</summary>
internal sealed class MissingDependencyRecipe : IFixRecipe
{
    // To see that some code imports the module; more files than these say nothing new.
    private const int MaxFilesRead = 400;

    public string Name => RecipeNames.MissingDependency;

    public RecipeResult Apply(RecipeInput input)
    {
        if (!input.Captures.TryGetValue("module", out var module) && !input.Captures.TryGetValue("assembly", out module))
            return RecipeResult.None("Which package is missing is not in the text.");
        module = module.Trim('\'', '"');
        if (module.StartsWith('.') || module.StartsWith('/'))
            return RecipeResult.None($"{module} is a file of the program itself, so no manifest was changed.");
        return Ecosystem(input, module) switch
        {
            "python" => PythonManifest.Add(input, module, Imports(input, ".py", $"import {module.Split('.')[0]}", $"from {module.Split('.')[0]}")),
            "node" => NodeManifest.Add(input, module),
            "ruby" => RubyManifest.Add(input, module),
            "dotnet" => DotNetManifest.Add(input, module),
            _ => RecipeResult.None("No manifest of this repository was recognised, so nothing was changed."),
        };
    }

    private static string? Ecosystem(RecipeInput input, string module) => Path.GetExtension(input.LeadingFile) switch
    {
        ".py" => "python",
        ".js" or ".ts" or ".mjs" or ".cjs" or ".jsx" or ".tsx" => "node",
        ".rb" => "ruby",
        ".cs" or ".fs" or ".vb" => "dotnet",
        _ => input.Captures.ContainsKey("assembly") ? "dotnet"
            : module.Contains('/', StringComparison.Ordinal) || module.StartsWith('@') ? "node"
            : Only(input.Repository.Paths),
    };

    // A repository of one language leaves no doubt.
    private static string? Only(IReadOnlyList<string> paths)
    {
        var found = new List<string>();
        foreach (var (names, ecosystem) in (ReadOnlySpan<(string[], string)>)[(["requirements.txt", "pyproject.toml"], "python"), (["package.json"], "node"), (["Gemfile"], "ruby")])
        {
            if (paths.Any(path => names.Contains(Path.GetFileName(path))))
                found.Add(ecosystem);
        }
        return found is [var only] ? only : null;
    }

    private static string? Imports(RecipeInput input, string extension, params string[] statements) => input.Files.Concat(input.Repository.Paths)
        .Where(path => path.EndsWith(extension, StringComparison.Ordinal)).Distinct().Take(MaxFilesRead)
        .FirstOrDefault(path => input.Repository.Lines(path).Any(line => statements.Any(statement => line.TrimStart().StartsWith(statement, StringComparison.Ordinal) && (line.TrimStart().Length == statement.Length || !(char.IsLetterOrDigit(line.TrimStart()[statement.Length]) || line.TrimStart()[statement.Length] == '_')))));
}
