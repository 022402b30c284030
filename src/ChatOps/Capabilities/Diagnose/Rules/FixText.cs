using ChatOps.Capabilities.Diagnose.Rules.Recipes;

namespace ChatOps.Capabilities.Diagnose.Rules;

/// <summary>The paragraph that says what to do.</summary>
internal static class FixText
{
    public static string Of(Facts facts, RecipeResult? fix)
    {
        if (facts.Match is null)
        {
            var advice = ErrorKind.Of(facts.Error?.Title ?? facts.Evidence.Text).Advice;
            return facts.Expression is { } expression
                ? $"At {facts.Line!.Place}, find out why `{expression.Expression}` {expression.Clause}. {advice}"
                : $"Start at {facts.Line!.Place}. {advice}";
        }
        var text = facts.Fill(facts.Match.Signature.Advice);
        return fix is null ? text : $"{text} {fix.Sentence}";
    }
}
