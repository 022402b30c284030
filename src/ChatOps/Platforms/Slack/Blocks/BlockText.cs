using System.Text;

namespace ChatOps.Platforms.Slack.Blocks;

/// <summary>Text from anywhere as it may stand in a block: visible, and within a limit that Slack counts in code points.</summary>
internal static class BlockText
{
    private const string More = "…";

    /// <summary>The text without what cannot be seen: control characters and halves of pairs are shown as such, characters of no width that turn or hide text are gone. Joiners stay: emoji and some scripts need them.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\r' or 0x200b or 0x200e or 0x200f or 0x2060 or 0xfeff:
                    break;
                case '\n' or '\t':
                    clean.Append((char)rune.Value);
                    break;
                case < ' ' or (>= 0x7f and <= 0x9f) or (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069) or (>= 0xe0000 and <= 0xe007f):
                    clean.Append('\ufffd');
                    break;
                default:
                    clean.Append(rune);
                    break;
            }
        }

        return clean.ToString();
    }

    /// <summary>How many code points a text has.</summary>
    public static int Length(string text)
    {
        var count = text.Length;
        foreach (var unit in text)
        {
            if (char.IsLowSurrogate(unit))
                count--;
        }

        return count;
    }

    /// <summary>The text, or its beginning and an ellipsis where it is longer than the limit.</summary>
    public static string Cut(string text, int limit) => Length(text) <= limit ? text : Take(text, limit - 1) + More;

    /// <summary>The beginning of a text: whole code points, as many as the limit allows.</summary>
    public static string Take(string text, int limit)
    {
        var at = 0;
        for (var left = limit; left > 0 && at < text.Length; left--)
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
        return text[..at];
    }

    /// <summary>The beginning of a text that ends with a line where there is one to end with.</summary>
    public static string TakeLines(string text, int limit)
    {
        var taken = Take(text, limit);
        if (taken.Length == text.Length)
            return taken;
        var line = taken.LastIndexOf('\n');
        return line > taken.Length / 2 ? taken[..line] : taken;
    }

    /// <summary>The text in pieces that each fit, cut at line ends where that is possible.</summary>
    public static IEnumerable<string> Split(string text, int limit)
    {
        while (text.Length > 0)
        {
            var piece = TakeLines(text, limit);
            yield return piece;
            text = text[piece.Length..];
            if (text.StartsWith('\n'))
                text = text[1..];
        }
    }

    /// <summary>A text for the few places that parse mrkdwn: nothing in it mentions or links (docs.slack.dev, "Formatting text": escape <c>&amp;</c>, <c>&lt;</c>, <c>&gt;</c>).</summary>
    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>The beginning of a text, escaped, where the limit counts what escaping adds.</summary>
    public static string EscapeWithin(string text, int limit)
    {
        var escaped = Escape(text);
        if (Length(escaped) <= limit)
            return escaped;
        var within = new StringBuilder();
        var left = limit - More.Length;
        foreach (var rune in text.EnumerateRunes())
        {
            var piece = Escape(rune.ToString());
            left -= Length(piece);
            if (left < 0)
                break;
            within.Append(piece);
        }

        return within.Append(More[0]).ToString();
    }
}
