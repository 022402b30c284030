using System.Buffers;
using System.Text;

namespace ChatOps.Traces;

/// <summary>Takes off what chat clients do to a paste: escapes, typographic quotes, odd blanks, code fences, quote marks.</summary>
internal static class ChatText
{
    private static readonly SearchValues<char> Odd = SearchValues.Create("&\u00a0\u2018\u2019\u201a\u201c\u201d\u201e\u2028\u2029\u202f\u2007\u200b\u200c\u200d\u2060\ufeff\u00ad\u0000\u001b\u2011\r");

    /// <summary>Replaces each odd character by the one that was typed. Lines are ended by <c>\n</c> or <c>\r\n</c> from then on.</summary>
    public static string Unescape(string text)
    {
        var at = text.AsSpan().IndexOfAny(Odd);
        if (at < 0)
            return text;
        var clean = new StringBuilder(text.Length);
        var kept = 0;
        while (at < text.Length)
        {
            var (length, with) = Piece(text.AsSpan(at));
            if (length > 0)
            {
                clean.Append(text, kept, at - kept).Append(with);
                kept = at + length;
            }
            var from = at + Math.Max(length, 1);
            var next = text.AsSpan(from).IndexOfAny(Odd);
            at = next < 0 ? text.Length : from + next;
        }
        return kept == 0 ? text : clean.Append(text, kept, text.Length - kept).ToString();
    }

    /// <summary>Whether the paste is a quotation, with <c>&gt;</c> before its lines.</summary>
    public static bool IsQuoted(ReadOnlySpan<char> text)
    {
        var (quotes, lines) = (0, 0);
        while (!text.IsEmpty && lines < 40)
        {
            var end = text.IndexOf('\n');
            var line = end < 0 ? text : text[..end];
            if (!line.IsWhiteSpace())
            {
                lines++;
                quotes += line.StartsWith(">") ? 1 : 0;
            }
            text = end < 0 ? default : text[(end + 1)..];
        }
        return quotes > 1 && quotes * 2 >= lines;
    }

    /// <summary>How much of a line is quote marks.</summary>
    public static int QuoteLength(ReadOnlySpan<char> line)
    {
        var at = 0;
        while (at < line.Length && at < 8 && line[at] == '>')
            at++;
        return at > 0 && at < line.Length && line[at] == ' ' ? at + 1 : at;
    }

    /// <summary>Whether a line opens or closes a code block and holds nothing else.</summary>
    public static bool IsFence(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        return line.StartsWith("```") && line.Length < 20 && !line[3..].ContainsAny(' ', '.', '(') && !line[3..].Contains('`');
    }

    private static (int Length, string With) Piece(ReadOnlySpan<char> text) => text[0] switch
    {
        '&' when text.StartsWith("&lt;") => (4, "<"),
        '&' when text.StartsWith("&gt;") => (4, ">"),
        '&' when text.StartsWith("&amp;") => (5, text.StartsWith("&amp;lt;") || text.StartsWith("&amp;gt;") ? "" : "&"),
        '&' when text.StartsWith("&quot;") => (6, "\""),
        '&' when text.StartsWith("&#39;") => (5, "'"),
        '&' when text.StartsWith("&#x27;") => (6, "'"),
        '&' when text.StartsWith("&nbsp;") => (6, " "),
        '&' => (0, ""),
        '\u2018' or '\u2019' or '\u201a' => (1, "'"),
        '\u201c' or '\u201d' or '\u201e' => (1, "\""),
        '\u00a0' or '\u202f' or '\u2007' => (1, " "),
        '\u2011' => (1, "-"),
        // Lambda's Python runtime and old Macs end lines so.
        '\r' => text.Length > 1 && text[1] == '\n' ? (0, "") : (1, "\n"),
        '\u2028' or '\u2029' => (1, " "),
        '\u001b' => (ColourLength(text), ""),
        _ => (1, ""),
    };

    /// <summary>A terminal's colour code: <c>ESC [ 31 m</c>.</summary>
    private static int ColourLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[1] != '[')
            return 1;
        var end = 2;
        while (end < text.Length && end < 20 && (char.IsAsciiDigit(text[end]) || text[end] == ';'))
            end++;
        return end < text.Length && char.IsAsciiLetter(text[end]) ? end + 1 : 1;
    }
}
