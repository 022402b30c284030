using System.Text.RegularExpressions;

namespace ChatOps.Chat.Secrets;

/// <summary>Finds credentials in HTTP headers, as they stand in a dump, in code or in a <c>curl</c>.</summary>
internal static partial class HeaderScanner
{
    public static void Scan(string text, List<SecretSpan> spans)
    {
        if (text.Contains("bearer", StringComparison.OrdinalIgnoreCase))
            Add(Bearer(), "bearer_token", LooksIssued);
        if (text.Contains("authorization", StringComparison.OrdinalIgnoreCase))
            Add(Authorization(), "authorization_header", value => !AssignedValue.IsReference(value) && LooksIssued(value));
        if (text.Contains("cookie", StringComparison.OrdinalIgnoreCase))
            Add(Cookie(), "cookie", value => !AssignedValue.IsReference(value));
        if (text.Contains("AccountKey", StringComparison.OrdinalIgnoreCase) || text.Contains("SharedAccess", StringComparison.OrdinalIgnoreCase))
            Add(AzureKey(), "azure_key", _ => true);
        if (text.Contains(":AA", StringComparison.Ordinal))
            Add(Telegram(), "telegram_token", _ => true);

        void Add(Regex regex, string kind, Func<ReadOnlySpan<char>, bool> accepts)
        {
            foreach (Match match in regex.Matches(text))
            {
                var value = match.Groups["v"];
                if (accepts(value.ValueSpan))
                    spans.Add(new SecretSpan(value.Index, value.Length, kind));
            }
        }
    }

    // "Bearer authentication is required" names no token; an issued one has digits or mixed case.
    private static bool LooksIssued(ReadOnlySpan<char> value)
    {
        if (value.ContainsAnyInRange('0', '9'))
            return true;
        var tail = value.Length > 1 ? value[1..] : value;
        return tail.ContainsAnyInRange('A', 'Z') && value.ContainsAnyInRange('a', 'z') && value.Length >= 12 && !value.Contains('.');
    }

    [GeneratedRegex("""bearer[ \t]+[\\"'`“]{0,2}(?<v>[A-Za-z0-9._~+/=-]{16}[A-Za-z0-9._~+/=-]*)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Bearer();

    [GeneratedRegex("""authorization[\\"'`”’]{0,3}(&quot;)?[ \t]*(=>|[:=,])[ \t]*(&quot;)?[\\"'`“‘]{0,3}((basic|token|digest|apikey|api-key|negotiate|ntlm|key)[ \t]+)?(?<v>[A-Za-z0-9._~+/=:-]{8}[A-Za-z0-9._~+/=:-]*)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Authorization();

    // Up to the end of the header: in a dump that is the line, in code the closing quote.
    [GeneratedRegex("""cookie2?[\\"'`”’]{0,3}[ \t]*:[ \t]*[\\"'`“‘]{0,3}(?<v>[A-Za-z0-9_.%-]+=[^\s;"'`,&<>]{6}[^\r\n"'`<>]*)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Cookie();

    [GeneratedRegex("""(AccountKey|SharedAccessKey|SharedAccessSignature)=(?<v>[A-Za-z0-9+/=%& ]{20}[A-Za-z0-9+/=%&]*)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AzureKey();

    [GeneratedRegex("""(^|[^0-9])(?<v>[0-9]{8,10}:AA[A-Za-z0-9_-]{33})([^A-Za-z0-9_-]|$)""", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Telegram();
}
