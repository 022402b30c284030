namespace ChatOps.Chat.Secrets;

/// <summary>Finds PEM and PGP private keys, whole or cut, also as one JSON line with <c>\n</c> and behind chat quote marks.</summary>
internal static class PrivateKeyScanner
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";

    // An RSA key of 16,384 bits in PEM has about 12,500 characters.
    private const int MaxLength = 16_384;

    // Fewer characters than this hold no key: a message that only quotes the header.
    private const int MinBody = 32;

    public static void Scan(string text, List<SecretSpan> spans)
    {
        var at = 0;
        while ((at = text.IndexOf(Begin, at, StringComparison.Ordinal)) >= 0)
        {
            var header = text.AsSpan(at + Begin.Length, Math.Min(60, text.Length - at - Begin.Length));
            var dashes = header.IndexOf("-----", StringComparison.Ordinal);
            if (dashes < 0 || !header[..dashes].Contains("PRIVATE KEY", StringComparison.Ordinal))
            {
                at += Begin.Length;
                continue;
            }
            var bodyStart = at + Begin.Length + dashes + 5;
            var end = EndOf(text, bodyStart);
            if (BodyLength(text.AsSpan(bodyStart, end - bodyStart)) >= MinBody)
                spans.Add(new SecretSpan(at, end - at, "private_key"));
            at = Math.Max(end, bodyStart);
        }
    }

    private static int EndOf(string text, int bodyStart)
    {
        var window = text.AsSpan(bodyStart, Math.Min(MaxLength, text.Length - bodyStart));
        var nextBegin = window.IndexOf(Begin, StringComparison.Ordinal);
        if (nextBegin >= 0)
            window = window[..nextBegin];
        var end = window.IndexOf(End, StringComparison.Ordinal);
        if (end >= 0)
        {
            var close = window[(end + End.Length)..].IndexOf("-----", StringComparison.Ordinal);
            return bodyStart + (close < 0 ? end : end + End.Length + close + 5);
        }
        return bodyStart + CutBody(window);
    }

    // The key was cut: its lines go on while they look like base64 or like the headers of an encrypted key.
    private static int CutBody(ReadOnlySpan<char> window)
    {
        var length = 0;
        while (length < window.Length)
        {
            var rest = window[length..];
            var newline = rest.IndexOf('\n');
            var line = newline < 0 ? rest : rest[..newline];
            if (!LooksLikeKeyLine(line.Trim()))
                break;
            length += newline < 0 ? line.Length : newline + 1;
        }
        while (length > 0 && window[length - 1] is '\n' or '\r')
            length--;
        return length;
    }

    private static bool LooksLikeKeyLine(ReadOnlySpan<char> line)
    {
        line = line.TrimStart("> ");
        if (line.StartsWith("Proc-Type:", StringComparison.Ordinal) || line.StartsWith("DEK-Info:", StringComparison.Ordinal))
            return true;
        foreach (var c in line)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/' or '=' or '\\' or '"' or ','))
                return false;
        }
        return true;
    }

    private static int BodyLength(ReadOnlySpan<char> body)
    {
        var count = 0;
        foreach (var c in body)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '+' or '/')
                count++;
        }
        return count;
    }
}
