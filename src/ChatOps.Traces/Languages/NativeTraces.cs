namespace ChatOps.Traces;

/// <summary>C, C++ and Objective-C: gdb and lldb backtraces, the sanitizers' reports, valgrind's.</summary>
internal sealed class NativeTraces : TraceFormat
{
    public override Hints Hints => Hints.Native;

    public override int Read(Lane lane, int index, TraceSink sink)
    {
        var root = new TraceBuilder(TraceLanguage.Native);
        var next = index;
        if (Report(lane.Trimmed(index)) is { } report)
        {
            root.Head(report, lane.Number(next++));
            while (next < lane.Count && next - index < 12 && NativeFrame.Read(lane.Line(next), 1) is null && Report(lane.Trimmed(next)) is null)
                next++;
            if (next >= lane.Count || NativeFrame.Read(lane.Line(next), 1) is null)
                return Alone(lane, index, root, sink);
        }
        else if (NativeFrame.Read(lane.Line(index), 1) is null)
        {
            return index;
        }
        else
        {
            Above(lane, index, root);
        }
        next = Frames(lane, next, root);
        while (Section(lane, next, out var frames) is { } section)
        {
            root.Relate(TraceRelation.Context, section);
            next = Frames(lane, frames, section);
        }
        if (next < lane.Count && lane.Trimmed(next).StartsWith("SUMMARY: "))
            root.Covers(lane.Number(next++));
        sink.Add(root, lane);
        return next;
    }

    /// <summary>UBSan prints its place on the head's line and may print no frames.</summary>
    private static int Alone(Lane lane, int index, TraceBuilder root, TraceSink sink)
    {
        if (NativeFrame.RuntimeErrorPlace(lane.Trimmed(index), lane.Number(index)) is not { } place)
            return index;
        root.Add(place);
        sink.Add(root, lane);
        return index + 1;
    }

    private static int Frames(Lane lane, int index, TraceBuilder trace)
    {
        var next = index;
        while (next < lane.Count)
        {
            var line = lane.Line(next);
            if (NativeFrame.Read(line, lane.Number(next)) is { } frame && !(trace.HasFrames && NativeFrame.IsFirst(line)))
            {
                // gdb breaks long argument lists; the place then stands on the next line.
                if (frame.Line is null && next + 1 < lane.Count && line.TrimStart().StartsWith("#") && lane.Line(next + 1).StartsWith("    ") && !lane.Trimmed(next + 1).StartsWith("#") && NativeFrame.Read($"{line.TrimEnd()} {lane.Trimmed(next + 1)}", lane.Number(next)) is { Line: not null } joined)
                {
                    frame = joined;
                    next++;
                }
                trace.Add(frame);
                next++;
            }
            else if (Scan.IsElision(line) || lane.Trimmed(next).StartsWith("(More stack frames follow"))
            {
                trace.Truncated = true;
                next++;
            }
            else
            {
                break;
            }
        }
        return next;
    }

    /// <summary>A further stack of the same report: where the memory was freed or allocated, the other access of a race.</summary>
    private static TraceBuilder? Section(Lane lane, int index, out int frames)
    {
        frames = index;
        ReadOnlySpan<char> label = default;
        var number = 0;
        while (frames < lane.Count && frames - index < 6)
        {
            var text = NativeFrame.WithoutProcess(lane.Trimmed(frames));
            if (!label.IsEmpty && NativeFrame.Read(lane.Line(frames), 1) is not null)
            {
                var section = new TraceBuilder(TraceLanguage.Native) { Message = label.TrimEnd(':').ToString() };
                section.Covers(number);
                return section;
            }
            if (text.StartsWith("SUMMARY:") || text.StartsWith("Thread ") && text.Contains("(Thread 0x", StringComparison.Ordinal) || Report(text) is not null)
                return null;
            if (text.EndsWith(":") || text.StartsWith("Address ") || text.StartsWith("Uninitialised") || text.StartsWith("Block was "))
            {
                label = text;
                number = lane.Number(frames);
            }
            frames++;
        }
        return null;
    }

    /// <summary><c>==12==ERROR: AddressSanitizer: heap-use-after-free on address …</c>, <c>x.c:3:5: runtime error: …</c>, valgrind's <c>Invalid read of size 4</c>.</summary>
    private static ErrorHead? Report(ReadOnlySpan<char> line)
    {
        var at = line.IndexOf("Sanitizer: ");
        if (at > 0 && !line.StartsWith("SUMMARY"))
        {
            var start = line[..at].LastIndexOf(' ') + 1;
            var rest = line[(at + "Sanitizer: ".Length)..];
            return new ErrorHead(line[start..(at + "Sanitizer".Length)].ToString(), rest.ToString());
        }
        at = line.IndexOf(": runtime error: ");
        return at > 0 && NativeFrame.RuntimeErrorPlace(line, 1) is not null ? new ErrorHead("runtime error", line[(at + ": runtime error: ".Length)..].ToString()) : null;
    }

    private static void Above(Lane lane, int index, TraceBuilder trace)
    {
        if (index > lane.Floor && NativeFrame.WithoutProcess(lane.Trimmed(index - 1)) is { IsEmpty: false } said && said.Length < lane.Trimmed(index - 1).Length)
        {
            trace.Head(new ErrorHead(null, said.ToString()), lane.Number(index - 1));
            return;
        }
        for (var line = index - 1; line >= Math.Max(lane.Floor, index - 8); line--)
        {
            var text = lane.Trimmed(line);
            var signal = text.IndexOf("received signal ");
            if (signal < 0)
                signal = text.IndexOf("terminated with signal ");
            if (text.StartsWith("Thread ") && text.Contains("(Thread 0x", StringComparison.Ordinal) && trace.Thread is null)
            {
                trace.Thread = text.TrimEnd(':').ToString();
                trace.Covers(lane.Number(line));
            }
            else if (signal >= 0)
            {
                var rest = text[(signal)..];
                rest = rest[(rest.IndexOf("signal ") + 7)..];
                var comma = rest.IndexOf(',');
                trace.Head(new ErrorHead((comma > 0 ? rest[..comma] : rest.TrimEnd('.')).ToString(), comma > 0 ? rest[(comma + 1)..].Trim().TrimEnd('.').ToString() : ""), lane.Number(line));
                return;
            }
            else if (text.StartsWith("terminate called after throwing an instance of ") && trace.Type is null)
            {
                trace.Head(new ErrorHead(text["terminate called after throwing an instance of ".Length..].Trim('\'').ToString(), ""), lane.Number(line));
                return;
            }
        }
    }

    protected override Frame? ReadFrame(ReadOnlySpan<char> line, int textLine) => NativeFrame.Read(line, textLine);
}
