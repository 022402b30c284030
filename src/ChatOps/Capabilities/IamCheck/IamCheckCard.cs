using System.Globalization;
using ChatOps.Chat;
using ChatOps.Iam;

namespace ChatOps.Capabilities.IamCheck;

/// <summary>A check of permissions as people see it.</summary>
internal static class IamCheckCard
{
    private const int Shown = 10;

    /// <summary>Builds the card.</summary>
    public static Card From(IamAnalysis analysis)
    {
        var missing = analysis.MissingPermissions.Count;
        var parts = new List<CardPart>();
        if (missing > 0)
            parts.AddRange([new HeadingPart("Missing"), new ListPart([.. analysis.MissingPermissions.Take(Shown).Select(permission => new CardItem(permission, Remark(analysis, permission))), .. More(missing)])]);
        else if (analysis.RequiredPermissions.Count > 0)
            parts.AddRange([new HeadingPart("Granted"), new ListPart([.. analysis.Findings.Where(finding => finding.GrantedBy is not null).DistinctBy(finding => finding.Action).Take(Shown).Select(finding => new CardItem(finding.Action, $"by {finding.GrantedBy}"))])]);
        if (analysis.ConditionalPermissions.Count > 0)
            parts.AddRange([new HeadingPart("Needed only when"), new ListPart([.. analysis.ConditionalPermissions.Take(Shown).Select(permission => new CardItem(permission.Action, permission.When))])]);
        if (analysis.TerraformDiff is { } diff)
            parts.AddRange([new HeadingPart("The change that grants it"), new DiffPart(diff)]);
        else if (analysis.TerraformUpdate is { } update)
            parts.AddRange([new HeadingPart("The statement to add"), new TextPart(update)]);
        // The first warning is the title when something is missing.
        parts.AddRange(analysis.Warnings.Where(warning => warning != TitleOf(analysis)).Select(warning => new TextPart($"Note: {warning}")));
        return new Card { Tone = missing > 0 ? Tone.Attention : Tone.Good, Title = TitleOf(analysis), Parts = parts, Buttons = Buttons(analysis), Footer = Footer(analysis) };
    }

    private static string TitleOf(IamAnalysis analysis) => analysis switch
    {
        { MissingPermissions.Count: > 0 } => $"Code requires {analysis.MissingPermissions.Count} IAM permission{(analysis.MissingPermissions.Count == 1 ? "" : "s")} not in current policy",
        { RequiredPermissions.Count: 0 } => "No call of an AWS SDK found",
        _ => "Every IAM permission that the code requires is granted",
    };

    private static IReadOnlyList<CardButton> Buttons(IamAnalysis analysis) => analysis is { PrNumber: { } number, TerraformDiff: not null } ? [AddPolicy(number)] : [];

    /// <summary>The button that plans to add the policy to a pull request; the plan's own card asks before anything is pushed.</summary>
    public static CardButton AddPolicy(int number) => new("Add the policy to the PR", IamCheckModule.AddPolicy, number.ToString(CultureInfo.InvariantCulture));

    private static string Footer(IamAnalysis analysis) => analysis.HeadSha is { } sha ? string.Create(CultureInfo.InvariantCulture, $"#{analysis.PrNumber} at {sha[..Math.Min(10, sha.Length)]}") : "";

    private static string? Remark(IamAnalysis analysis, string permission)
    {
        string?[] remarks = [Where(analysis, permission), Account(analysis, permission)];
        return remarks.Any(remark => remark is not null) ? string.Join(" · ", remarks.OfType<string>()) : null;
    }

    // Of several roles, the one that is worst off counts.
    private static string? Account(IamAnalysis analysis, string permission) =>
        analysis.AccountChecks?.Where(check => check.Permission == permission).Select(check => (AccountVerdict?)check.Verdict).DefaultIfEmpty(null).Max() switch
        {
            AccountVerdict.Granted => "granted in the account, not in the repository",
            AccountVerdict.NotGranted => "not granted in the account either",
            AccountVerdict.Denied => "forbidden in the account",
            _ => null,
        };

    private static string? Where(IamAnalysis analysis, string permission) =>
        analysis.Findings.FirstOrDefault(finding => finding.GrantedBy is null && finding.Path.Length > 0 && $"{finding.Action} on {finding.Resource}" == permission) is { } found ? $"{found.SdkCall} at {found.Path}:{found.Line}" : null;

    private static IEnumerable<CardItem> More(int count) => count > Shown ? [new CardItem($"and {count - Shown} more")] : [];
}
