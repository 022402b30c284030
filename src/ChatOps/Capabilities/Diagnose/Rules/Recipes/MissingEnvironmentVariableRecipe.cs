using ChatOps.Capabilities.Diagnose.Rules.Infrastructure;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>Gives a Lambda function the environment variable that it lacks, with the value that its neighbours in the same template already use.</summary>
internal sealed class MissingEnvironmentVariableRecipe : IFixRecipe
{
    public string Name => RecipeNames.MissingEnvironmentVariable;

    public RecipeResult Apply(RecipeInput input)
    {
        if (!input.Captures.TryGetValue("variable", out var variable) || input.LeadingFile is not { } file)
            return RecipeResult.None("Which function lacks the variable is not known, so no template was changed.");
        if (input.Repository.ReadText(file)?.Contains(variable, StringComparison.Ordinal) != true)
            return RecipeResult.None($"{file} does not name {variable} itself, so no template was changed.");
        var all = LambdaFunctions.All(input.Repository);
        if (all.Where(function => function.Runs(file)).ToList() is not [var target])
            return RecipeResult.None($"No single function of this repository's templates runs {file}; set {variable} where it is deployed from.");
        var place = $"{target.Path}:{target.Line}";
        var entries = target.Settings.Entries(target.Words.Variables);
        if (entries?.ContainsKey(variable) == true)
            return RecipeResult.None($"The template already gives {target.Name} ({place}) the variable {variable}; it is not deployed yet, or its value is empty.");

        var values = all.Where(other => Shares(other, target)).Select(other => other.Settings.Entries(other.Words.Variables)?.GetValueOrDefault(variable)).OfType<string>().Distinct().ToList();
        if (values is not [var value] || value.AsSpan().ContainsAny('\n', '\r') || SecretMasker.Mask($"{variable}={value}").Counts.Count > 0)
            return RecipeResult.None(values.Count > 1 ? $"Other functions give {variable} different values ({string.Join(", ", values.Take(3))}); choose one for {target.Name} at {place}." : $"Add {variable} to the environment of {target.Name} at {place}; no other function of the template shows its value.");
        return target.Settings.WithEntry(target.Words.Variables, variable, value) is { } text && TemplateCheck.Reads(target.Path, text)
            ? RecipeResult.Change(target.Path, text, $"The change gives {target.Name} ({place}) {variable} = {value}, as the other functions of the template have it; check that its role may use what the value names.")
            : RecipeResult.None($"Add {variable} = {value} to the environment of {target.Name} at {place}, as the other functions have it.");
    }

    // A reference such as aws_dynamodb_table.orders.name means the same only within a Terraform folder or one template.
    private static bool Shares(LambdaFunction other, LambdaFunction target) => !ReferenceEquals(other, target)
        && (other.Path == target.Path || (target.Path.EndsWith(".tf", StringComparison.Ordinal) && Path.GetDirectoryName(other.Path) == Path.GetDirectoryName(target.Path) && other.Path.EndsWith(".tf", StringComparison.Ordinal)));
}
