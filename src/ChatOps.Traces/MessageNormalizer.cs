using System.Text;

namespace ChatOps.Traces;

/// <summary>Makes two messages of the same error equal by taking out what differs from one occurrence to the next.</summary>
public static class MessageNormalizer
{
    /// <summary>
    /// Replaces the volatile parts of <paramref name="message"/>: UUIDs by <c>&lt;uuid&gt;</c>, dates and times by <c>&lt;time&gt;</c>, hexadecimal numbers by
    /// <c>&lt;hex&gt;</c>, other numbers by <c>&lt;n&gt;</c>, quoted values by <c>&lt;value&gt;</c> and directories by <c>&lt;dir&gt;</c> before their file name. Blanks collapse. Linear.
    /// </summary>
    /// <param name="message">An error's message.</param>
    public static string Normalize(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var text = message.AsSpan().Trim();
        var normal = new StringBuilder(Math.Min(text.Length, 4_096));
        for (var at = 0; at < text.Length;)
        {
            var (length, with) = Piece(text, at);
            if (length > 0)
            {
                normal.Append(with);
                at += length;
            }
            else
            {
                normal.Append(text[at++]);
            }
        }
        return normal.ToString();
    }

    private static (int Length, string With) Piece(ReadOnlySpan<char> text, int at)
    {
        var c = text[at];
        if (char.IsWhiteSpace(c))
        {
            var end = at;
            while (end < text.Length && char.IsWhiteSpace(text[end]))
                end++;
            return (end - at, " ");
        }
        // Inside of a word nothing is taken out, so that "utf8" and "x509" stay what they are.
        if (at > 0 && Scan.IsWord(text[at - 1]))
            return WordRest(text, at);
        if (c is '\'' or '"' or '`' or '\u2018' or '\u201c')
            return Quoted(text, at, c);
        if (c == '/' || (char.IsAsciiLetter(c) && text[at..].Length > 2 && text[at + 1] == ':' && text[at + 2] is '\\' or '/'))
            return Directory(text, at);
        return char.IsAsciiLetterOrDigit(c) ? Token(text, at) : default;
    }

    private static (int, string) WordRest(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && Scan.IsWord(text[end]))
            end++;
        return end == at ? default : (end - at, text[at..end].ToString());
    }

    /// <summary>A value in quotes. An apostrophe ("can't") has no partner near by and stays.</summary>
    private static (int, string) Quoted(ReadOnlySpan<char> text, int at, char quote)
    {
        var close = quote switch { '\u2018' => '\u2019', '\u201c' => '\u201d', _ => quote };
        var window = text[(at + 1)..Math.Min(text.Length, at + 202)];
        var length = quote == '`' ? window.IndexOfAny('`', '\'') : window.IndexOf(close);
        return length < 0 ? default : (length + 2, "<value>");
    }

    private static (int, string) Directory(ReadOnlySpan<char> text, int at)
    {
        var (end, last, count) = (at, at, 0);
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('\'' or '"' or ',' or ';' or ')' or '(' or ']' or '<' or '>' or '|'))
        {
            if (text[end] is '/' or '\\')
            {
                last = end;
                count++;
            }
            end++;
        }
        return count < 2 ? default : (last - at + 1, "<dir>/");
    }

    /// <summary>A run of letters, digits and the marks that hold numbers together.</summary>
    private static (int, string) Token(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '_' || (text[end] is ':' or '.' or '+' && end + 1 < text.Length && char.IsAsciiLetterOrDigit(text[end + 1]))))
            end++;
        var token = text[at..end];
        if (token.Length >= 36 && Guid.TryParseExact(token[..36], "D", out _))
            return (36, "<uuid>");
        if (IsTime(token))
            return (TimeLength(text, at, end), "<time>");
        var word = at;
        while (word < end && (char.IsAsciiLetterOrDigit(text[word]) || text[word] == '_'))
            word++;
        var plain = text[at..word];
        if (plain.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && plain.Length > 2 && plain[2..].IndexOfAnyExcept(Hex) < 0)
            return (plain.Length, "<hex>");
        if (plain.Length >= 8 && plain.ContainsAnyInRange('0', '9') && plain.IndexOfAnyExcept(Hex) < 0 && plain.IndexOfAnyExceptInRange('0', '9') >= 0)
            return (plain.Length, "<hex>");
        var digits = Scan.LeadingDigits(text[at..word]).Length;
        if (digits == 0)
            return (plain.Length, plain.ToString());
        // "12.5", "1_000" and "30s" are one number with its unit; "3rd_party" is a word.
        var number = digits;
        while (at + number + 1 < text.Length && text[at + number] is '.' or ',' && char.IsAsciiDigit(text[at + number + 1]))
            number += 1 + Scan.LeadingDigits(text[(at + number + 1)..]).Length;
        return (number, "<n>");
    }

    private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    private static bool IsTime(ReadOnlySpan<char> token) =>
        (token.Length >= 10 && char.IsAsciiDigit(token[0]) && char.IsAsciiDigit(token[3]) && token[4] == '-' && char.IsAsciiDigit(token[5]) && token[7] == '-' && char.IsAsciiDigit(token[9]))
        || (token.Length >= 8 && char.IsAsciiDigit(token[0]) && token[2] == ':' && char.IsAsciiDigit(token[3]) && token[5] == ':' && char.IsAsciiDigit(token[7]));

    /// <summary>A date takes the clock after its blank with it.</summary>
    private static int TimeLength(ReadOnlySpan<char> text, int at, int end)
    {
        if (end + 8 < text.Length && text[end] == ' ' && char.IsAsciiDigit(text[end + 1]) && text[end + 3] == ':' && text[end + 6] == ':')
        {
            end++;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is ':' or '.' or '+' or '-'))
                end++;
        }
        return end - at;
    }
}
