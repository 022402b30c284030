namespace ChatOps.Adapters.Git.Index;

/// <summary>Counts the identifiers of a file, and their parts (<c>putItem</c> → <c>put</c>, <c>item</c>). Not safe for several threads: it keeps its table.</summary>
internal sealed class Tokenizer
{
    private const int LongestIdentifier = 100;
    private const int ShortestWord = 3;

    private uint[] keys = new uint[1 << 13];
    private int[] counts = new int[1 << 13];
    private int used;

    /// <summary>Terms ascending with their counts, and the number of identifiers read.</summary>
    public (uint[] Terms, byte[] Counts, int Length) Read(ReadOnlySpan<byte> text)
    {
        Array.Clear(keys);
        Array.Clear(counts);
        used = 0;
        var length = 0;
        for (var i = 0; i < text.Length;)
        {
            if (!IsStart(text[i]))
            {
                i++;
                continue;
            }
            var start = i;
            while (i < text.Length && IsPart(text[i])) i++;
            if (i - start is < 2 or > LongestIdentifier) continue;
            var identifier = text[start..i];
            length++;
            Add(Term.Identifier(identifier));
            AddWords(identifier);
        }
        var terms = new uint[used];
        var kept = new byte[used];
        for (int i = 0, n = 0; i < keys.Length; i++)
        {
            if (counts[i] > 0) (terms[n], kept[n++]) = (keys[i], (byte)Math.Min(counts[i], 255));
        }
        Array.Sort(terms, kept);
        return (terms, kept, length);
    }

    /// <summary>Where each part of an identifier starts and ends.</summary>
    public static IEnumerable<Range> Words(string identifier)
    {
        for (var start = 0; start < identifier.Length;)
        {
            var end = start + 1;
            while (end < identifier.Length && !Breaks(identifier[end - 1], identifier[end], end + 1 < identifier.Length ? identifier[end + 1] : '_')) end++;
            if (end - start >= ShortestWord && char.IsAsciiLetter(identifier[start])) yield return start..end;
            start = end;
        }
    }

    private void AddWords(ReadOnlySpan<byte> identifier)
    {
        for (var start = 0; start < identifier.Length;)
        {
            var end = start + 1;
            while (end < identifier.Length && !Breaks((char)identifier[end - 1], (char)identifier[end], end + 1 < identifier.Length ? (char)identifier[end + 1] : '_')) end++;
            if (end - start >= ShortestWord && char.IsAsciiLetter((char)identifier[start])) Add(Term.Word(identifier[start..end]));
            start = end;
        }
    }

    /// <summary>Whether a new part starts at <paramref name="current"/>: after an underscore or digit, at a capital after a small letter, at the last capital of a run (<c>HTTPServer</c>).</summary>
    private static bool Breaks(char before, char current, char after) =>
        !char.IsAsciiLetter(current) || !char.IsAsciiLetter(before)
        || (char.IsAsciiLetterUpper(current) && (char.IsAsciiLetterLower(before) || char.IsAsciiLetterLower(after)));

    private static bool IsStart(byte b) => (b | 32) is >= (byte)'a' and <= (byte)'z' || b is (byte)'_' or (byte)'$' or >= 0x80;

    private static bool IsPart(byte b) => IsStart(b) || b is >= (byte)'0' and <= (byte)'9';

    private void Add(uint key)
    {
        if (used * 2 > keys.Length) Grow();
        var mask = (uint)keys.Length - 1;
        var at = key & mask;
        while (counts[at] > 0 && keys[at] != key) at = (at + 1) & mask;
        if (counts[at] == 0)
        {
            keys[at] = key;
            used++;
        }
        counts[at]++;
    }

    private void Grow()
    {
        var (oldKeys, oldCounts) = (keys, counts);
        keys = new uint[oldKeys.Length * 2];
        counts = new int[oldKeys.Length * 2];
        var mask = (uint)keys.Length - 1;
        for (var i = 0; i < oldKeys.Length; i++)
        {
            if (oldCounts[i] == 0) continue;
            var at = oldKeys[i] & mask;
            while (counts[at] > 0) at = (at + 1) & mask;
            (keys[at], counts[at]) = (oldKeys[i], oldCounts[i]);
        }
    }
}
