using System.Globalization;
using System.Text;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Patches;

/// <summary>Whether a new text brings in a secret, or characters that make code read otherwise than it runs.</summary>
internal static class FixSecrets
{
    /// <summary>What the new text adds that it must not, as a sentence; null when nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="before">Its text; null when it is new.</param>
    /// <param name="after">Its new text.</param>
    public static string? Refuse(string path, string? before, string after)
    {
        if (HiddenIn(after) > HiddenIn(before ?? ""))
            return $"{path} would gain invisible or direction-changing characters.";

        // A model sees masked text; what it copies of that must not overwrite the real value.
        if (Count(after, SecretMasker.MaskStart) > Count(before ?? "", SecretMasker.MaskStart))
            return $"{path} would have a secret replaced by its mask.";

        var had = SecretMasker.Mask(before ?? "").Counts;
        foreach (var (kind, count) in SecretMasker.Mask(after).Counts)
            if (count > had.GetValueOrDefault(kind))
                return $"{path} would gain a secret ({kind}).";

        // Counting misses a secret that takes the place of another, so lines that are new are looked at by themselves.
        var known = (before ?? "").Split('\n').Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);
        var added = after.Split('\n').Where(line => !known.Contains(line.Trim())).ToList();
        var addedCounts = SecretMasker.Mask(string.Join('\n', added)).Counts;
        var kept = after.Split('\n').Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);
        var removed = (before ?? "").Split('\n').Where(line => !kept.Contains(line.Trim()));
        var removedCounts = SecretMasker.Mask(string.Join('\n', removed)).Counts;
        foreach (var (kind, count) in addedCounts)
            if (count > removedCounts.GetValueOrDefault(kind))
                return $"{path} would gain a secret ({kind}).";

        return null;
    }

    private static int Count(string text, string part) => text.AsSpan().Count(part);

    /// <summary>Bidirectional controls, zero-width and tag characters: what a reviewer cannot see.</summary>
    private static int HiddenIn(string text)
    {
        var hidden = 0;
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value != '\uFEFF' && Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune.Value is '\u2028' or '\u2029' or '\0' or '\u3164' or '\u115F' or '\u1160')
                hidden++;

        return hidden + text.Skip(1).Count(character => character == '\uFEFF');
    }
}
