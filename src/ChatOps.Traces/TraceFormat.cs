namespace ChatOps.Traces;

/// <summary>How one language prints traces. A language is one class; the parser offers it every line that bears its hints.</summary>
internal abstract class TraceFormat
{
    /// <summary>A frame may be wrapped over at most this many lines.</summary>
    private const int MaxWrap = 4;

    /// <summary>Lines with one of these hints may begin a trace.</summary>
    public abstract Hints Hints { get; }

    /// <summary>Reads the trace that begins at <paramref name="index"/>.</summary>
    /// <returns>The line after the trace; <paramref name="index"/> itself when none begins there.</returns>
    public abstract int Read(Lane lane, int index, TraceSink sink);

    /// <summary>Reads one whole line as a frame, for the languages whose frames are single lines.</summary>
    protected virtual Frame? ReadFrame(ReadOnlySpan<char> line, int textLine) => null;

    /// <summary>Whether a line begins as a frame does, so that the next one may be its other half.</summary>
    protected virtual bool Opens(ReadOnlySpan<char> line) => false;

    /// <summary>Whether nothing of a frame can stand on the next line.</summary>
    protected virtual bool IsWhole(Frame? frame, ReadOnlySpan<char> line) => frame?.Line is not null;

    /// <summary>Reads a frame at <paramref name="index"/>, putting together what a mail or chat client wrapped.</summary>
    /// <returns>How many lines the frame took; 0 when there is none.</returns>
    protected int TakeFrame(Lane lane, int index, out Frame frame)
    {
        frame = null!;
        if (index >= lane.Count)
            return 0;
        var line = lane.Line(index);
        var whole = ReadFrame(line, lane.Number(index));
        if (!IsWhole(whole, line) && line.Length is > 2 and < 2_000 && Opens(line))
        {
            var joined = line.TrimEnd().ToString();
            for (var next = index + 1; next < lane.Count && next - index < MaxWrap; next++)
            {
                var more = lane.Trimmed(next);
                if (more.Length is 0 or > 1_000 || Opens(lane.Line(next)) || ReadFrame(lane.Line(next), 1)?.Line is not null)
                    break;
                var spaced = $"{joined} {more}";
                joined = $"{joined}{more}";
                var frameNow = ReadFrame(joined, lane.Number(index));
                if (frameNow?.Line is null || !IsWhole(frameNow, joined))
                {
                    frameNow = ReadFrame(spaced, lane.Number(index));
                    // A wrap at a blank is the usual one; carry it on when the halves are still not whole.
                    if (frameNow?.Line is null && NeedsBlank(more))
                        joined = spaced;
                }
                if (frameNow?.Line is not null && IsWhole(frameNow, spaced))
                {
                    frame = frameNow;
                    return next - index + 1;
                }
            }
        }
        frame = whole!;
        return whole is null ? 0 : 1;
    }

    private static bool NeedsBlank(ReadOnlySpan<char> more) => more.StartsWith("in ") || more.StartsWith("line ") || more.StartsWith("(");

    /// <summary>The frame's line ends the text in its middle.</summary>
    protected bool IsCutFrame(Lane lane, int index) =>
        index < lane.Count && index >= lane.Count - 2 && Opens(lane.Line(index)) && ReadFrame(lane.Line(index), 1) is null;

    /// <summary>Goes from <paramref name="index"/> past blank lines and elisions to the next line that <paramref name="continues"/> accepts.</summary>
    /// <returns>That line, or -1 when the trace ends here.</returns>
    protected static int PastGap(Lane lane, int index, Func<Lane, int, bool> continues, out bool elided)
    {
        elided = false;
        for (var blanks = 0; index < lane.Count && blanks < 3; index++)
        {
            if (lane.IsBlank(index))
                blanks++;
            else if (Scan.IsElision(lane.Line(index)))
                elided = true;
            else
                return continues(lane, index) ? index : -1;
        }
        return -1;
    }
}
