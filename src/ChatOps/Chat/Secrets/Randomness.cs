namespace ChatOps.Chat.Secrets;

/// <summary>Tells issued keys from names.</summary>
internal static class Randomness
{
    /// <summary>
    /// Whether the text looks drawn at random: several kinds of characters that change often. In random base-62 text two neighbours
    /// differ in kind about six times in ten; in <c>camelCase</c> and <c>snake_case</c> names about twice a word.
    /// </summary>
    public static bool LooksRandom(ReadOnlySpan<char> value)
    {
        var (digits, changes) = (0, 0);
        Span<int> seen = stackalloc int[128];
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c >= 128)
                return false;
            seen[c]++;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            changes += i > 0 && Kind(value[i - 1]) != Kind(c) ? 1 : 0;
        }
        if (digits == 0 || digits == value.Length || value.Count('/') > 3)
            return false;
        var entropy = 0.0;
        foreach (var count in seen)
        {
            if (count > 0)
                entropy -= (double)count / value.Length * Math.Log2((double)count / value.Length);
        }
        // Sixteen hexadecimal digits drawn at random have about 3.3 bits each, short base-62 keys about 3.5.
        return entropy >= 3.0 && changes >= value.Length * 0.3;
    }

    private static int Kind(char c) => char.IsAsciiDigit(c) ? 0 : char.IsAsciiLetterUpper(c) ? 1 : char.IsAsciiLetterLower(c) ? 2 : 3;
}
