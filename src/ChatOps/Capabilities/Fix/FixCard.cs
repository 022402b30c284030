using System.Globalization;
using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.IamCheck;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Fix;

/// <summary>A diagnosis with its pull request, or with why there is none, as people see it.</summary>
internal static class FixCard
{
    /// <summary>Builds the card.</summary>
    public static Card From(FixedDiagnosis made)
    {
        var card = DiagnosisCard.From(made.Diagnosis);
        return made.FixPr is { } pull
            ? card with
            {
                Title = string.Create(CultureInfo.InvariantCulture, $"Pull request #{pull.PrNumber} is open · {card.Title}"),
                Parts = [new ListPart([new CardItem(string.Create(CultureInfo.InvariantCulture, $"#{pull.PrNumber}"), pull.Branch, new Uri(pull.PrUrl))]), .. card.Parts],
                Buttons = made.Diagnosis is { IamAnalysis.TerraformDiff: not null } && made.Diagnosis.FixChecks.Any(check => check is { Check: "iam", Passed: false }) ? [IamCheckCard.AddPolicy(pull.PrNumber)] : [],
            }
            : card with { Title = $"No pull request · {card.Title}", Parts = [new TextPart(made.FixSkippedReason ?? ""), .. card.Parts] };
    }
}
