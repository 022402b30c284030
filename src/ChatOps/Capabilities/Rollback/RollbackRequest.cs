using System.Globalization;
using System.Text.RegularExpressions;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Rollback;

/// <summary>What is to be taken back, and why.</summary>
/// <param name="Numbers">The pull requests, each once.</param>
/// <param name="Reason">In the words of who asked, without secrets; empty for none.</param>
internal sealed partial record RollbackRequest(IReadOnlyList<int> Numbers, string Reason)
{
    /// <summary>The most pull requests that are taken back at once.</summary>
    public const int MaxNumbers = 20;

    /// <summary>The most characters of a reason (<c>api.md</c>).</summary>
    public const int MaxReasonLength = 2_000;

    /// <summary>Reads numbers as people write them (<c>46</c>, <c>#46, #47</c>, a pull request's address), and a reason behind them.</summary>
    /// <param name="numbers">The numbers; what follows them is the reason when there is no other.</param>
    /// <param name="reason">The reason; null for none.</param>
    public static Answer<RollbackRequest> Read(string? numbers, string? reason)
    {
        var text = (numbers ?? "").Trim();
        List<int> found = [];
        while (Leading().Match(text) is { Success: true } match)
        {
            if (!int.TryParse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                break;
            if (!found.Contains(number))
                found.Add(number);
            text = text[match.Length..];
        }

        if (found.Count == 0)
            return Invalid("pr_number", "is missing: give the number of a merged pull request, for example 46.");
        if (found.Count > MaxNumbers)
            return new Refusal(RefusalKind.TooLarge, $"That is more than {MaxNumbers} pull requests. Take back at most {MaxNumbers} at once.");
        var why = SecretMasker.Mask((string.IsNullOrWhiteSpace(reason) ? text : text.Length == 0 ? reason : $"{text} {reason}").Trim()).Text;
        return why.Length > MaxReasonLength
            ? new Refusal(RefusalKind.TooLarge, $"reason is over the limit of {MaxReasonLength} characters. Say it shorter, and put the rest under the pull request.")
            : new RollbackRequest(found, why);
    }

    /// <summary>That a field is missing or wrong.</summary>
    public static Refusal Invalid(string field, string sentence) =>
        new(RefusalKind.Invalid, $"{field} {sentence}") { Fields = new Dictionary<string, string> { [field] = sentence } };

    [GeneratedRegex(@"^(?:https?://[^\s?#]+/pull/|#)?(?<number>[0-9]{1,9})(?:[\s,;]+(?:and\s+)?|$)", RegexOptions.NonBacktracking)]
    private static partial Regex Leading();
}
