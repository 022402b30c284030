using ChatOps.Capabilities.Diagnose.Rules;
using ChatOps.Capabilities.Diagnose.Rules.Recipes;

namespace ChatOps.Tests.Capabilities.Diagnose.Rules.Recipes;

/// <summary>Runs a recipe over a few files.</summary>
internal static class Apply
{
    public static RecipeResult To(IFixRecipe recipe, string? leadingFile, (string Name, string Value)[] captures, params (string Path, string Text)[] files) => recipe.Apply(new RecipeInput
    {
        Repository = new RepositoryFiles([.. files.Select(file => file.Path)], path => files.FirstOrDefault(file => file.Path == path).Text),
        LeadingFile = leadingFile,
        Captures = captures.ToDictionary(capture => capture.Name, capture => capture.Value),
    });

    /// <summary>The lines that are new (+) and gone (-), by a comparison of lines as sets: enough for small edits.</summary>
    public static IReadOnlyList<string> Changes(string before, string after)
    {
        var (old, now) = (before.Split('\n').ToList(), after.Split('\n').ToList());
        foreach (var line in now.ToList())
        {
            if (old.Remove(line))
                now.Remove(line);
        }
        return [.. old.Select(line => "-" + line), .. now.Select(line => "+" + line)];
    }
}
