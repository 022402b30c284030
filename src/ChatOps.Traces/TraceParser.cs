namespace ChatOps.Traces;

/// <summary>Reads stack traces of many languages out of pasted text. Pure and linear in the length of the text.</summary>
public static class TraceParser
{
    /// <summary>The most traces read from one text.</summary>
    public const int MaxTraces = 200;

    /// <summary>The most frames read from one text.</summary>
    public const int MaxFrames = 5_000;

    /// <summary>One entry per language. A line is offered to them in this order, most telling first.</summary>
    private static readonly TraceFormat[] Formats = [new PythonTraces(), new JavaTraces(), new GoTraces(), new RustTraces(), new RubyTraces(), new PhpTraces(), new ElixirTraces(), new JavaScriptTraces(), new DotNetTraces(), new NativeTraces()];

    /// <summary>Finds every trace and error line in <paramref name="text"/>.</summary>
    /// <param name="text">Pasted text, at most <see cref="MaxTraces"/> traces and <see cref="MaxFrames"/> frames are read; what is left out becomes a warning.</param>
    public static ParsedText Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pasted = PastedText.Unwrap(text);
        var sink = new TraceSink();
        List<ErrorLine> errors = [];
        var errorsLeftOut = 0;
        foreach (var lane in pasted.Lanes)
        {
            ReadLane(lane, sink);
            errorsLeftOut += ErrorLines.Read(lane, errors);
        }
        return new ParsedText
        {
            Traces = [.. sink.Traces.OrderBy(t => t.FirstLine)],
            Errors = [.. errors.OrderBy(e => e.TextLine)],
            Warnings = Warnings(sink, errorsLeftOut),
            CleanText = pasted.CleanText,
        };
    }

    /// <summary>Offers every line that has a hint to the languages.</summary>
    internal static void ReadLane(Lane lane, TraceSink sink)
    {
        for (var index = 0; index < lane.Count;)
        {
            var hints = lane.Hints(index);
            var next = hints == Hints.None ? index : ReadTrace(lane, index, hints, sink);
            if (next > index)
            {
                lane.Floor = next;
                index = next;
            }
            else
            {
                index++;
            }
        }
    }

    private static int ReadTrace(Lane lane, int index, Hints hints, TraceSink sink)
    {
        foreach (var format in Formats)
        {
            if ((format.Hints & hints) == 0)
                continue;
            var next = format.Read(lane, index, sink);
            if (next > index)
                return next;
        }
        return index;
    }

    private static List<string> Warnings(TraceSink sink, int errorsLeftOut)
    {
        List<string> warnings = [];
        if (sink.TracesLeftOut > 0)
            warnings.Add($"The text holds more than {MaxTraces} traces; {sink.TracesLeftOut} were left out.");
        if (sink.FramesLeftOut > 0)
            warnings.Add($"The text holds more than {MaxFrames} frames; {sink.FramesLeftOut} were left out.");
        if (errorsLeftOut > 0)
            warnings.Add($"{errorsLeftOut} more error lines were left out.");
        if (sink.Traces.Any(t => t.Truncated))
            warnings.Add("At least one trace is cut off, so the place that matters may be missing.");
        return warnings;
    }
}
