using ChatOps.Capabilities.Diagnose.Rules.Infrastructure;

namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>Doubles the memory of the Lambda function that ran out of it.</summary>
internal sealed class LambdaMemoryRecipe : LambdaSettingRecipe
{
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
    private const int Most = 10_240;

    public override string Name => RecipeNames.LambdaMemory;

    protected override string Setting(SettingWords words) => words.Memory;

    protected override int Default(SettingWords words) => words.DefaultMemory;

    protected override (int? Value, string Sentence) Decide(int current, LambdaFunction function, RecipeInput input)
    {
        if (input.Captures.TryGetValue("size", out var text) && int.TryParse(text, out var reported) && reported != current)
            return (null, $"The report says {text} MB but {function.Path} gives {function.Name} {current} MB: what is deployed is not this template, so it was not changed.");
        return current >= Most ? (null, $"The function already has the most memory there is ({Most} MB); read in a stream or move the work to a container.") : (Math.Min(Most, current * 2), "");
    }
}
