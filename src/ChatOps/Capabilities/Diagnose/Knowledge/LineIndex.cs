namespace ChatOps.Capabilities.Diagnose.Knowledge;

/// <summary>Line numbers of a text, counted once and only as far as asked.</summary>
internal sealed class LineIndex(string text)
{
    private readonly Lazy<int[]> starts = new(() => [0, .. Newlines(text)]);

    /// <summary>How many lines the text has.</summary>
    public int Total => starts.Value.Length;

    /// <summary>The line, from 1, of the character at <paramref name="at"/>.</summary>
    public int LineOf(int at)
    {
        var found = Array.BinarySearch(starts.Value, at);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>The line, from 1, of the character at <paramref name="at"/> of a text that is asked about once.</summary>
    public static int Count(string text, int at) => text.AsSpan(0, at).Count('\n') + 1;

    private static IEnumerable<int> Newlines(string text)
    {
        for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
            yield return at + 1;
    }
}
