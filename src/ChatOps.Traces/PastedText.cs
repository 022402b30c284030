namespace ChatOps.Traces;

/// <summary>A pasted text taken out of its wrappings: its lines sorted into lanes, and the whole as clean text.</summary>
internal sealed class PastedText
{
    public required IReadOnlyList<Lane> Lanes { get; init; }

    public required string CleanText { get; init; }

    public static PastedText Unwrap(string text)
    {
        var lane = new Lane();
        var number = 1;
        for (var start = 0; start <= text.Length; number++)
        {
            var end = text.AsSpan(start).IndexOf('\n');
            end = end < 0 ? text.Length : start + end;
            var length = end - start;
            if (length > 0 && text[end - 1] == '\r')
                length--;
            lane.Add(new LogicalLine(text, start, length, number, false, LineHints.Of(text.AsSpan(start, length))));
            start = end + 1;
        }
        return new PastedText { Lanes = [lane], CleanText = text };
    }
}
