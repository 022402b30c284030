using System.Text.RegularExpressions;

namespace ChatOps.Chat.Secrets;

/// <summary>Finds passwords in URLs: <c>scheme://user:password@host</c> and signed query parameters.</summary>
internal static partial class UrlScanner
{
    public static void Scan(string text, List<SecretSpan> spans)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
            return;
        foreach (Match match in UserInfo().Matches(text))
        {
            var password = match.Groups["v"];
            if (!AssignedValue.IsReference(password.ValueSpan))
                spans.Add(new SecretSpan(password.Index, password.Length, "basic_auth_url"));
        }
        foreach (Match match in Signed().Matches(text))
        {
            var value = match.Groups["v"];
            spans.Add(new SecretSpan(value.Index, value.Length, match.Groups["n"].ValueSpan.Contains("sig=", StringComparison.Ordinal) ? "azure_key" : "signed_url"));
        }
    }

    // The password may hold an unescaped @, so it goes on to the last one before the path.
    [GeneratedRegex("""[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@"'<>`|]*:(?<v>[^\s/"'<>`|]+)@[A-Za-z0-9\[_]""", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex UserInfo();

    [GeneratedRegex("""[?&;](amp;)?(?<n>sig=|X-Amz-Signature=|X-Amz-Security-Token=|X-Goog-Signature=|Signature=)(?<v>[A-Za-z0-9%+/_=-]{20}[A-Za-z0-9%+/_=-]*)""", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Signed();
}
