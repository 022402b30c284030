namespace ChatOps.Traces;

/// <summary>The few words of a .NET trace that the runtime translates.</summary>
internal static class DotNetWords
{
    /// <summary>"at" in the runtime's languages; the ones that are everyday words elsewhere are safe because a frame needs more than that.</summary>
    private static readonly string[] At = ["at ", "bei ", "à ", "в ", "在 ", "於 ", "場所 ", "위치: ", "en ", "in ", "em ", "w ", "v ", "konum: ", "ved ", "vid ", "i ", "a ", "place "];

    /// <summary>Parts of "inner" in those languages, as in <c>--- Ende der internen Ausnahmestapelüberwachung ---</c>.</summary>
    private static readonly string[] Inner = ["inner", "intern", "внутр", "内部", "內部", "내부", "wewn", "vnit", "iç "];

    /// <summary>Whether a line begins with the word for "at"; one look at its first characters.</summary>
    public static bool StartsFrame(ReadOnlySpan<char> line) => AfterAt(line).Length > 0;

    /// <summary>What follows the word for "at", or nothing.</summary>
    public static ReadOnlySpan<char> AfterAt(ReadOnlySpan<char> line)
    {
        var start = 0;
        while (start < line.Length && line[start] is ' ' or '\t' or '\u3000' or '\u00a0')
            start++;
        line = line[start..];
        if (line.Length < 4)
            return default;
        if (line[0] == 'a' && line[1] == 't' && line[2] is ' ' or '\t')
            return line[3..];
        // A plain log line begins with a digit or a bracket and ends the search here.
        if (!char.IsLetter(line[0]) || !line[..Math.Min(5, line.Length)].ContainsAny(' ', '\u00a0'))
            return default;
        foreach (var word in At)
        {
            if (line.StartsWith(word, StringComparison.Ordinal))
                return line[word.Length..];
        }
        return default;
    }

    /// <summary>Whether a line ends the frames of an inner exception.</summary>
    public static bool EndsInner(ReadOnlySpan<char> line)
    {
        if (!IsRule(line))
            return false;
        foreach (var word in Inner)
        {
            if (line.Contains(word, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    /// <summary>Whether a line only marks where a trace goes on at an await.</summary>
    public static bool IsRule(ReadOnlySpan<char> line) => line.StartsWith("--- ") && line.TrimEnd('<').TrimEnd('-').Length < line.Length - 2 && line.Length < 200;
}
