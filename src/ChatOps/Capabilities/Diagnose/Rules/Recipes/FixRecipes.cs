namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>The built-in recipes by name.</summary>
internal static class FixRecipes
{
    private static readonly IReadOnlyList<IFixRecipe> All = [new LambdaTimeoutRecipe(), new LambdaMemoryRecipe(), new DynamoDbThrottlingRecipe(), new MissingEnvironmentVariableRecipe(), new MissingDependencyRecipe(), new RetryBackoffRecipe(), new IamPermissionRecipe()];

    /// <summary>The recipe of that name; null when there is none.</summary>
    public static IFixRecipe? Find(string? name) => All.FirstOrDefault(recipe => recipe.Name == name);
}
