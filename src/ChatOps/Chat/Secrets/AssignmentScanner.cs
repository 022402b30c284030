using System.Buffers;

namespace ChatOps.Chat.Secrets;

/// <summary>Finds values given to a name that says they are secret: <c>password=…</c>, <c>"secret": "…"</c>, <c>--token …</c>, <c>;Pwd=…;</c>.</summary>
internal static class AssignmentScanner
{
    // Ordered so that a longer word is seen before a shorter one inside it.
    private static readonly string[] Words =
    [
        "password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "api_key", "api-key", "access_key", "accesskey", "secret_key", "secretkey",
        "private_key", "privatekey", "signing_key", "encryption_key", "auth_key", "authkey", "master_key", "account_key", "shared_key", "credential", "credentials",
        "_pass", "signature", "_key", "-key", "_auth",
    ];

    private static readonly SearchValues<string> AnyWord = SearchValues.Create(Words, StringComparison.OrdinalIgnoreCase);

    // Names and values longer than this are not worth following; it bounds the work for each word found.
    private const int MaxName = 64;
    private const int MaxValue = 4096;

    public static void Scan(string text, List<SecretSpan> spans)
    {
        var at = 0;
        while (at < text.Length)
        {
            var next = text.AsSpan(at).IndexOfAny(AnyWord);
            if (next < 0)
                return;
            at += next;
            var nameEnd = NameEnd(text, at);
            if (Take(text, at, nameEnd) is { } span)
            {
                spans.Add(span);
                nameEnd = Math.Max(nameEnd, span.End);
            }
            at = Math.Max(nameEnd, at + 1);
        }
    }

    private static int NameEnd(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && end - at < MaxName && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '-'))
            end++;
        return end;
    }

    private static SecretSpan? Take(string text, int wordStart, int nameEnd)
    {
        var nameStart = wordStart;
        while (nameStart > 0 && wordStart - nameStart < MaxName && (char.IsAsciiLetterOrDigit(text[nameStart - 1]) || text[nameStart - 1] is '_' or '-' or '.'))
            nameStart--;
        var name = text.AsSpan(nameStart, nameEnd - nameStart);
        if (SecretName.Strength(name) is not { } strength || IsPartOfSomethingElse(text, nameStart))
            return null;

        var at = SkipQuotes(text, nameEnd, closing: true);
        var flag = name.StartsWith("--") && nameStart + 2 < nameEnd;
        var (valueStart, spaced) = SkipSeparator(text, at, flag);
        if (valueStart < 0)
            return null;
        var afterQuote = SkipQuotes(text, valueStart, closing: false);
        var quoted = afterQuote > valueStart;
        var end = quoted ? QuotedEnd(text, afterQuote, text[afterQuote - 1]) : BareEnd(text, afterQuote);
        if (end <= afterQuote)
            return null;

        var value = new AssignedValue(text, nameStart, name.ToString(), afterQuote, end, quoted, spaced, flag, strength);
        return value.IsSecret() ? new SecretSpan(afterQuote, end - afterQuote, value.Kind()) : null;
    }

    // "Unexpected token: '}'" is a parser speaking; "…:secret:prod/db-AbC" is an ARN.
    private static bool IsPartOfSomethingElse(string text, int nameStart)
    {
        if (nameStart > 0 && text[nameStart - 1] is ':' or '/' or '\\' or '@' or '(' && !(text[nameStart - 1] == '(' || (nameStart > 1 && text[nameStart - 1] == '/' && text[nameStart - 2] == '/')))
            return !text.AsSpan(Math.Max(0, nameStart - 3), Math.Min(3, nameStart)).EndsWith("/:");
        var before = text.AsSpan(Math.Max(0, nameStart - 12), Math.Min(12, nameStart)).TrimEnd();
        return before.EndsWith("unexpected", StringComparison.OrdinalIgnoreCase) || before.EndsWith("illegal", StringComparison.OrdinalIgnoreCase)
            || before.EndsWith("invalid", StringComparison.OrdinalIgnoreCase);
    }

    private static int SkipQuotes(string text, int at, bool closing)
    {
        while (at < text.Length)
        {
            if (text[at] is '"' or '\'' or '`' or '“' or '”' or '‘' or '’' || (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\'') || (closing && text[at] == ']'))
                at++;
            else if (text.AsSpan(at).StartsWith("&quot;") || text.AsSpan(at).StartsWith("&#34;") || text.AsSpan(at).StartsWith("&#39;"))
                at = text.IndexOf(';', at) + 1;
            else
                break;
        }
        return at;
    }

    private static (int ValueStart, bool Spaced) SkipSeparator(string text, int at, bool flag)
    {
        var start = at;
        at = SkipBlanks(text, at);
        var separator = text.AsSpan(at);
        var length = separator.StartsWith("=>") || (separator.StartsWith(":=") && !separator.StartsWith(":==")) ? 2
            : separator.StartsWith("==") || separator.StartsWith("::") ? 0
            : separator is ['=' or ':', ..] ? 1 : 0;
        if (length == 0)
            return flag && at > start ? (at, true) : (-1, false);
        var value = SkipBlanks(text, at + length);
        return (value, value > at + length || at > start);
    }

    private static int SkipBlanks(string text, int at)
    {
        var end = Math.Min(text.Length, at + 40);
        while (at < end && text[at] is ' ' or '\t')
            at++;
        return at;
    }

    private static int QuotedEnd(string text, int start, char quote)
    {
        var (close, entity) = quote switch { '“' => ('”', false), '‘' => ('’', false), ';' => ('&', true), _ => (quote, false) };
        for (var i = start; i < text.Length && i - start < MaxValue; i++)
        {
            var c = text[i];
            if (c is '\n' or '\r' || (c == close && (!entity || text.AsSpan(i).StartsWith("&quot;") || text.AsSpan(i).StartsWith("&#3"))))
                return i > start && text[i - 1] == '\\' ? i - 1 : i;
        }
        return Math.Min(text.Length, start + MaxValue);
    }

    private static int BareEnd(string text, int start)
    {
        var at = start;
        while (at < text.Length && at - start < MaxValue && !char.IsWhiteSpace(text[at]) && text[at] is not ('"' or '\'' or '`' or '<' or '>' or ',' or ';' or '&' or '|' or ')' or '}' or ']' or '”' or '’' or '\\'))
            at++;
        while (at > start && text[at - 1] is '.' or '*' or '…')
            at--;
        return at;
    }
}
