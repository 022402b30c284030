using System.Buffers;
using System.Text.RegularExpressions;

namespace ChatOps.Chat.Secrets;

/// <summary>Finds AWS secret keys and session tokens by the name before them, and secret keys that stand beside an access key.</summary>
internal static partial class AwsSecretScanner
{
    // Credential files, CSV downloads and shell exports put the secret at most this far behind the access key.
    private const int NearAccessKey = 160;

    private static readonly SearchValues<string> AccessKeys = SearchValues.Create(["AKIA", "ASIA"], StringComparison.Ordinal);
    private static readonly SearchValues<char> AccessKeyCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    public static void Scan(string text, List<SecretSpan> spans)
    {
        if (text.Contains("secret", StringComparison.OrdinalIgnoreCase))
            Add(NamedSecret(), "aws_secret_key");
        if (text.Contains("session", StringComparison.OrdinalIgnoreCase))
            Add(SessionToken(), "aws_session_token");
        for (var at = 0; text.AsSpan(at).IndexOfAny(AccessKeys) is var next and >= 0; at += 4)
        {
            at += next;
            if (at + 20 <= text.Length && !text.AsSpan(at, 20).ContainsAnyExcept(AccessKeyCharacters))
                Beside(text, at + 20, spans);
        }

        void Add(Regex regex, string kind)
        {
            foreach (Match match in regex.Matches(text))
            {
                var value = match.Groups["v"];
                if (value.ValueSpan.ContainsAnyInRange('0', '9') || value.ValueSpan.ContainsAnyInRange('A', 'Z'))
                    spans.Add(new SecretSpan(value.Index, value.Length, kind));
            }
        }
    }

    private static void Beside(string text, int start, List<SecretSpan> spans)
    {
        var limit = Math.Min(text.Length, start + NearAccessKey);
        for (var i = start; i < limit; i++)
        {
            var end = i;
            while (end < text.Length && end - i <= 41 && IsBase64(text[end]))
                end++;
            var run = text.AsSpan(i, end - i);
            if (run.Length == 40 && run.ContainsAnyInRange('a', 'z') && run.ContainsAnyInRange('A', 'Z') && run.ContainsAnyInRange('0', '9'))
            {
                spans.Add(new SecretSpan(i, 40, "aws_secret_key"));
                return;
            }
            i = Math.Max(i, end);
        }
    }

    private static bool IsBase64(char c) => char.IsAsciiLetterOrDigit(c) || c is '/' or '+';

    [GeneratedRegex("""secret[_-]?(access[_-]?)?key[\\"'`”’\]]{0,3}(&quot;)?[ \t]*(=>|:=|[:=,])[ \t]*(&quot;)?[\\"'`“‘]{0,2}(?<v>[A-Za-z0-9/+]{40})([^A-Za-z0-9/+=]|$)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NamedSecret();

    [GeneratedRegex("""session[_-]?token[\\"'`”’\]]{0,3}[ \t]*(=>|:=|[:=,])[ \t]*[\\"'`“‘]{0,2}(?<v>[A-Za-z0-9/+=]{64}[A-Za-z0-9/+=]*)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex SessionToken();
}
