namespace ChatOps.Traces;

/// <summary>Takes traces out of JSON log lines, Lambda reports and other objects, also when they are cut off or go over several lines.</summary>
internal sealed class JsonEnvelope(string text)
{
    private int _failedBefore = -1;

    /// <summary>The lines that an object holds.</summary>
    /// <param name="Lines">Each line and the line of the pasted text it stands in.</param>
    /// <param name="End">The first character after the object.</param>
    /// <param name="LineCount">How many lines of the pasted text it takes.</param>
    /// <param name="IsStreamLine">Whether the next object goes on where this one ends.</param>
    internal sealed record Unwrapped(IReadOnlyList<(string Text, int Number)> Lines, int End, int LineCount, bool IsStreamLine);

    /// <summary>Reads the object that begins at <paramref name="start"/>; null when none does, or when it says nothing of an error.</summary>
    public Unwrapped? Read(int start, int length, int number)
    {
        var line = text.AsSpan(start, length);
        var brace = line.IndexOf('{');
        // A word or a few may stand before the object ("Error: {…}"), but most braces in logs are no JSON.
        if (brace < 0 || brace > 400 || !LooksLikeObject(text.AsSpan(start + brace)) || (brace > 0 && !line[brace..].EndsWith("}")))
            return null;
        // Failing twice over the same lines would make a text of open braces quadratic.
        var wholeText = start + brace >= _failedBefore;
        var reader = new JsonReader(wholeText ? text : line.ToString(), wholeText ? start + brace : brace, number);
        var node = reader.ReadObject(0);
        if (wholeText)
            _failedBefore = node is null ? reader.Position : _failedBefore;
        if (node is null && wholeText)
        {
            // The record may be cut at the end of its line.
            wholeText = false;
            reader = new JsonReader(line.ToString(), brace, number);
            node = reader.ReadObject(0);
        }
        if (node is null)
            return null;
        List<(string, int)> lines = [];
        if (brace > 0)
            lines.Add((line[..brace].TrimEnd().ToString(), number));
        node.Emit(lines);
        if (lines.Count == (brace > 0 ? 1 : 0))
        {
            _failedBefore = Math.Max(_failedBefore, wholeText ? reader.Position : 0);
            return null;
        }
        var end = wholeText ? reader.Position : start + reader.Position;
        var stop = text.AsSpan(end).IndexOf('\n');
        var tail = text.AsSpan(end, stop < 0 ? text.Length - end : stop).Trim();
        if (tail.Length > 2)
            lines.Add((tail.ToString(), reader.Line));
        return new Unwrapped(lines, stop < 0 ? text.Length : end + stop, reader.Line - number + 1, node.IsStreamLine);
    }

    private static bool LooksLikeObject(ReadOnlySpan<char> at)
    {
        at = at[1..Math.Min(at.Length, 200)].TrimStart();
        return at.StartsWith("\"") || at.StartsWith("\\\"");
    }
}
