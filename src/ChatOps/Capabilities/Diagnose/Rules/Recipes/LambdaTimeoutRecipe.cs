using System.Globalization;
using ChatOps.Capabilities.Diagnose.Rules.Infrastructure;

namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>Doubles the timeout of the Lambda function that ran out of time.</summary>
internal sealed class LambdaTimeoutRecipe : LambdaSettingRecipe
{
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
    private const int Most = 900;

    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    private const int VisibilityFactor = 6;

    public override string Name => RecipeNames.LambdaTimeout;

    protected override string Setting(SettingWords words) => words.Timeout;

    protected override int Default(SettingWords words) => words.DefaultTimeout;

    protected override (int? Value, string Sentence) Decide(int current, LambdaFunction function, RecipeInput input)
    {
        if (input.Captures.TryGetValue("seconds", out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var reported) && Math.Abs(reported - current) > 1.5)
            return (null, $"The report says {text} s but {function.Path} gives {function.Name} {current} s: what is deployed is not this template, so it was not changed.");
        if (current >= Most)
            return (null, $"The function already has the longest timeout there is ({Most} s); its work must become shorter or move to a queue, Step Functions or a container.");
        var value = Math.Min(Most, current * 2);
        return (value, QueueVisibility.Below(value * VisibilityFactor, input.Repository) is { } queue
            ? $"If the queue at {queue.Place} feeds it, raise its visibility timeout from {queue.Seconds} to at least {value * VisibilityFactor} s (six times the function's)." : "");
    }
}
