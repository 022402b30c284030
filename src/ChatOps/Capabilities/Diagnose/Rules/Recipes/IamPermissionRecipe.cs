using ChatOps.Capabilities.IamCheck;
using ChatOps.Iam;
using ChatOps.Iam.Denials;

namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>Allows the action that AWS denied, on that resource alone, in the role's own Terraform.</summary>
internal sealed class IamPermissionRecipe : IFixRecipe
{
    public string Name => RecipeNames.IamPermission;

    public RecipeResult Apply(RecipeInput input)
    {
        if (!input.Captures.TryGetValue("action", out var action))
            return RecipeResult.None("Which action was denied is not known, so no policy was changed.");
        var denial = new AccessDenial(action, input.Captures.GetValueOrDefault("resource")?.TrimEnd('.', ',', ';'), input.Captures.GetValueOrDefault("principal"), DenyingPolicy.Identity, false, false);
        var analysis = IamAnalyzer.Analyze(denial, RepositoryInfrastructure.Read(input.Repository.Paths, input.Repository.ReadText).Files);
        if (analysis.MissingPermissions.Count == 0)
            return RecipeResult.None($"The policy at {analysis.Findings[0].GrantedBy} allows it already: deploy this commit, or look for another policy that stands in the way.");
        return analysis.ChangedFiles.Count == 0
            ? RecipeResult.None(analysis.Warnings.Count > 1 ? analysis.Warnings[^1] : "No policy of this repository could be changed.")
            : new RecipeResult(analysis.ChangedFiles, $"The change allows {analysis.MissingPermissions[0]} in {string.Join(" and ", analysis.ChangedFiles.Keys)}; it was simulated before it was proposed.");
    }
}
