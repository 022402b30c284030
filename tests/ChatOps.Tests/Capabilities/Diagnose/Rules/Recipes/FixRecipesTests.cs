using ChatOps.Capabilities.Diagnose.Knowledge;
using ChatOps.Capabilities.Diagnose.Rules.Recipes;

namespace ChatOps.Tests.Capabilities.Diagnose.Rules.Recipes;

public class FixRecipesTests
{
    [Fact]
    public void Every_name_that_a_signature_may_use_has_its_recipe() => Assert.All(RecipeNames.All, name => Assert.Equal(name, FixRecipes.Find(name)?.Name));

    [Fact]
    public void A_recipe_of_unknown_name_is_none() => Assert.Null(FixRecipes.Find("rm-rf"));

    [Fact]
    public void Signatures_that_call_for_a_dependency_or_a_variable_capture_which()
    {
        foreach (var entry in KnowledgeBase.BuiltIn.Entries.Where(entry => entry.Signature.Recipe is RecipeNames.MissingDependency or RecipeNames.MissingEnvironmentVariable))
            Assert.All(entry.Patterns.Take(1), pattern => Assert.Contains(pattern.Regex.GetGroupNames(), name => name is "module" or "assembly" or "variable"));
    }

    [Fact]
    public void With_no_file_known_no_recipe_fails_or_changes_anything() =>
        Assert.All(RecipeNames.All, name => Assert.Empty(Apply.To(FixRecipes.Find(name)!, null, [("module", "x"), ("variable", "X_Y"), ("seconds", "3")]).Files));
}
