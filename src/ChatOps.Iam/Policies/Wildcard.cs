namespace ChatOps.Iam.Policies;

/// <summary>IAM's wildcards. A compiled pattern holds them as characters of their own, so that a star that a variable put in stays a star.</summary>
internal static class Wildcard
{
    /// <summary>Any run of characters.</summary>
    public const char Any = '\uE02A';

    /// <summary>Any one character.</summary>
    public const char One = '\uE03F';

    /// <summary>A pattern as it is written, compiled.</summary>
    public static string Compile(string pattern) => pattern.Replace('*', Any).Replace('?', One);

    /// <summary>A compiled pattern as it would be written.</summary>
    public static string Text(string compiled) => compiled.Replace(Any, '*').Replace(One, '?');

    /// <summary>Whether the text is one that the pattern means.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase = false) => Takes<Texts>(pattern, text, ignoreCase);

    /// <summary>Whether everything that <paramref name="narrow"/> means, <paramref name="wide"/> means too. Both are compiled.</summary>
    public static bool Covers(string wide, string narrow, bool ignoreCase = false) =>
        wide is [Any] || Takes<Patterns>(Normal(wide), Normal(narrow), ignoreCase);

    /// <summary>How a pattern's character that is no star takes in one of what it is held against.</summary>
    private interface ICharacters
    {
        static abstract bool Take(char pattern, char text, bool ignoreCase);
    }

    private readonly struct Texts : ICharacters
    {
        public static bool Take(char pattern, char text, bool ignoreCase) => pattern == One || Same(pattern, text, ignoreCase);
    }

    // The narrow pattern's star is a character that only a star can take in; its question mark one that no letter can.
    private readonly struct Patterns : ICharacters
    {
        public static bool Take(char pattern, char text, bool ignoreCase) => (pattern == One && text != Any) || (text is not (Any or One) && Same(pattern, text, ignoreCase));
    }

    private static bool Takes<T>(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase)
        where T : struct, ICharacters
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == Any)
            {
                star = p++;
                resume = t;
            }
            else if (p < pattern.Length && T.Take(pattern[p], text[t], ignoreCase))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == Any)
            p++;
        return p == pattern.Length;
    }

    /// <summary>Whether something is meant by both patterns. Both are compiled.</summary>
    public static bool Overlaps(string one, string other, bool ignoreCase = false)
    {
        // reachable[j]: the first i of one and the first j of the other can mean the same text.
        var reachable = new bool[other.Length + 1];
        reachable[0] = true;
        for (var j = 0; j < other.Length && other[j] == Any; j++)
            reachable[j + 1] = true;
        foreach (var c in one)
        {
            var diagonal = reachable[0];
            reachable[0] = reachable[0] && c == Any;
            for (var j = 0; j < other.Length; j++)
            {
                var above = reachable[j + 1];
                var d = other[j];
                reachable[j + 1] = (c == Any && (above || reachable[j])) || (d == Any && (above || reachable[j])) || (diagonal && c != Any && d != Any && (c == One || d == One || Same(c, d, ignoreCase)))
                    || (diagonal && (c == Any || d == Any));
                diagonal = above;
            }
        }

        return reachable[other.Length];
    }

    // "*?" and "?*" mean the same, and so do "**" and "*": question marks first, one star.
    private static string Normal(string pattern)
    {
        if (!pattern.Contains(Any))
            return pattern;
        var built = new System.Text.StringBuilder(pattern.Length);
        var star = false;
        foreach (var c in pattern)
        {
            if (c == Any)
            {
                star = true;
                continue;
            }

            if (c != One && star)
            {
                built.Append(Any);
                star = false;
            }

            built.Append(c);
        }

        return (star ? built.Append(Any) : built).ToString();
    }

    private static bool Same(char a, char b, bool ignoreCase) => a == b || (ignoreCase && char.ToLowerInvariant(a) == char.ToLowerInvariant(b));
}
