using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Diagnose.Knowledge;
using ChatOps.Capabilities.Diagnose.Rules.Findings;

namespace ChatOps.Capabilities.Diagnose.Rules;

/// <summary>What the rules know about one error before they put it into words.</summary>
/// <param name="Evidence">The evidence.</param>
/// <param name="Error">The error that started it; null when the text states none.</param>
/// <param name="Match">The strongest signature; null when none matches.</param>
/// <param name="Line">The line to point at; null when no file is known.</param>
/// <param name="Findings">What the code shows, most telling first.</param>
/// <param name="Expression">The value on the failing line that the error is about; null when the line does not show it.</param>
/// <param name="Change">The last change of the place, in words; null when none stands out.</param>
internal sealed record Facts(EvidenceSet Evidence, MainError? Error, SignatureMatch? Match, FailingLine? Line, IReadOnlyList<Finding> Findings, SuspectExpression? Expression, string? Change)
{
    /// <summary>The signature's text with its captures and the place filled in.</summary>
    public string Fill(string text)
    {
        var values = new Dictionary<string, string>(Match?.Captures ?? new Dictionary<string, string>());
        values["place"] = Findings.Count > 0 ? Findings[0].Place : Line?.Place ?? "the code that makes the call";
        values["file"] = Line?.Path ?? "the code that makes the call";
        if (Line?.Line is { } line)
            values["line"] = line.ToString(provider: null);
        return Template.Fill(text, values);
    }
}
