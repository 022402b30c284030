using System.Globalization;

namespace ChatOps.Chat;

/// <summary>Text from outside as people may see it.</summary>
internal static class PlainText
{
    /// <summary>The text without what a reader cannot see (control and direction-changing characters), trimmed and cut to a length.</summary>
    public static string Of(string text, int longest)
    {
        var plain = string.Concat(text.Where(character => character is '\n' or '\t' || char.GetUnicodeCategory(character) is not (UnicodeCategory.Control or UnicodeCategory.Format))).Trim();
        if (plain.Length <= longest)
            return plain;
        return plain[..(char.IsHighSurrogate(plain[longest - 1]) ? longest - 1 : longest)] + "…";
    }
}
