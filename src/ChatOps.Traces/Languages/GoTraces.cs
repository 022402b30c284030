using System.Buffers;

namespace ChatOps.Traces;

/// <summary>Go: panics, goroutine dumps, data race reports, and the stacks that <c>pkg/errors</c> and loggers print.</summary>
/// <remarks>
/// A frame takes two lines: the call, then the place. <see cref="Frame.Module"/> is the package's import path and <see cref="Frame.Function"/> the named
/// function that a closure (<c>.func1</c>, <c>.gowrap1</c>) stands in. Every further goroutine of a dump is a trace of its own.
/// </remarks>
internal sealed class GoTraces : TraceFormat
{
    private static readonly SearchValues<char> NotInNames = SearchValues.Create(" \t\"'=,;{}");

    public override Hints Hints => Hints.Go;

    public override int Read(Lane lane, int index, TraceSink sink)
    {
        var text = lane.Trimmed(index);
        // Only the place has a hint; the call stands above it.
        if (index > lane.Floor && Place(text, out _, out _) && IsCall(lane.Trimmed(index - 1)) && !lane.IsBlank(index - 1))
            text = lane.Trimmed(--index);
        if (text.Contains("WARNING: DATA RACE", StringComparison.Ordinal))
            return GoRaces.Read(lane, index, sink, TakeCall);
        var trace = new TraceBuilder(TraceLanguage.Go);
        var next = index;
        if (PanicHead(text) is { } panic)
        {
            trace.Head(panic, lane.Number(next++));
            next = AfterPanic(lane, next, trace);
        }
        if (next < lane.Count && Goroutine(lane.Trimmed(next)) is { } thread)
        {
            trace.Thread = thread;
            trace.Covers(lane.Number(next++));
        }
        var frames = next;
        next = Frames(lane, next, trace);
        if (!trace.HasFrames)
            return index;
        if (trace.Type is null)
            Above(lane, frames, trace);
        sink.Add(trace, lane);
        return next;
    }

    /// <summary>Everything between a panic's first line and its goroutine: nested panics, the signal, more of the message.</summary>
    private static int AfterPanic(Lane lane, int index, TraceBuilder trace)
    {
        var next = index;
        while (next < lane.Count && next - index < 20)
        {
            var line = lane.Trimmed(next);
            if (Goroutine(line) is not null)
                return next;
            if (line.StartsWith("panic: "))
                trace.Continue(line["panic: ".Length..], lane.Number(next));
            else if (!line.IsEmpty && !line.StartsWith("[signal ") && !line.StartsWith("runtime stack:"))
            {
                if (line.Contains(".go:", StringComparison.Ordinal) || PanicHead(line) is not null)
                    return next;
                if (line.EndsWith(")") && next + 1 < lane.Count && lane.Line(next + 1).Contains(".go:", StringComparison.Ordinal))
                    return next;
                trace.Continue(line, lane.Number(next));
            }
            next++;
        }
        return index;
    }

    private int Frames(Lane lane, int index, TraceBuilder trace)
    {
        var next = index;
        while (next < lane.Count)
        {
            var took = TakeCall(lane, next, out var frame);
            if (took > 0)
            {
                // "created by" names who started the goroutine; it is the outermost frame.
                trace.Add(frame);
                next += took;
                continue;
            }
            var text = lane.Trimmed(next);
            if (text.StartsWith("panic(") || (text.StartsWith("...") && text.Contains("frames elided", StringComparison.Ordinal)) || text.StartsWith("[signal") || text.StartsWith("runtime stack:"))
            {
                next++;
                continue;
            }
            var after = PastGap(lane, next, (l, i) => TakeCall(l, i, out _) > 0 && Goroutine(l.Trimmed(i)) is null, out var elided);
            if (after <= next || (!elided && after - next > 1))
                break;
            trace.Truncated |= elided;
            next = after;
        }
        return next;
    }

    /// <summary>The message above a stack that no panic announces: <c>pkg/errors</c> prints it right above the first call.</summary>
    private static void Above(Lane lane, int frame, TraceBuilder trace)
    {
        var line = frame - 1;
        if (line >= lane.Floor && Goroutine(lane.Trimmed(line)) is not null)
            line--;
        var near = line;
        while (line >= lane.Floor && near - line < 2 && lane.IsBlank(line))
            line--;
        if (line < lane.Floor || lane.IsBlank(line))
            return;
        var text = lane.Trimmed(line);
        if (PanicHead(text) is { } panic)
            trace.Head(panic, lane.Number(line));
        else if (line == near && text.Length < 1_000 && !text.EndsWith("{") && !text.Contains(".go:", StringComparison.Ordinal))
            trace.Head(new ErrorHead(null, text.ToString()), lane.Number(line));
    }

    internal static ErrorHead? PanicHead(ReadOnlySpan<char> line)
    {
        foreach (var word in (ReadOnlySpan<string>)["panic: ", "fatal error: ", "unexpected fault address "])
        {
            var at = line.IndexOf(word);
            if (at >= 0 && (at == 0 || !Scan.IsWord(line[at - 1])))
                return new ErrorHead(word.TrimEnd(' ').TrimEnd(':'), line[(at + word.Length)..].Trim().ToString());
        }
        return null;
    }

    internal static string? Goroutine(ReadOnlySpan<char> line)
    {
        if (!line.StartsWith("goroutine ") || !line.EndsWith(":"))
            return null;
        var bracket = line.IndexOf(" [");
        return bracket > 0 ? line[..^1].ToString() : null;
    }

    /// <summary>Reads a call and its place: two lines, or a place alone.</summary>
    internal int TakeCall(Lane lane, int index, out Frame frame)
    {
        frame = null!;
        if (index >= lane.Count)
            return 0;
        var line = lane.Trimmed(index);
        if (Place(line, out var path, out var number))
        {
            frame = GoFrame.Of(default, path, number, lane.Number(index));
            return 1;
        }
        if (line.IsEmpty || line.Length > 4_000 || !IsCall(line) || index + 1 >= lane.Count)
            return 0;
        if (!Place(lane.Trimmed(index + 1), out path, out number))
            return 0;
        frame = GoFrame.Of(line, path, number, lane.Number(index));
        return 2;
    }

    private static bool IsCall(ReadOnlySpan<char> line)
    {
        if (line.StartsWith("created by "))
            return true;
        var open = line.IndexOf('(');
        var name = open < 0 ? line : line[..(line[open..].StartsWith("(*") ? line.LastIndexOf('(') : open)];
        return !name.ContainsAny(NotInNames) && (name.Contains('.') || name is "panic" or "main");
    }

    /// <summary><c>/srv/app/main.go:12 +0x1f</c> and nothing else on the line.</summary>
    internal static bool Place(ReadOnlySpan<char> line, out ReadOnlySpan<char> path, out int number)
    {
        path = default;
        number = 0;
        var at = line.IndexOf(".go:");
        var length = 3;
        if (at < 0)
        {
            at = line.IndexOf(".s:");
            length = 2;
        }
        if (at <= 0)
            return false;
        path = line[..(at + length)];
        var rest = line[(at + length + 1)..];
        var digits = Scan.LeadingDigits(rest);
        rest = rest[digits.Length..].Trim();
        if (Scan.Number(digits) is not { } found || !(rest.IsEmpty || rest.StartsWith("+0x") || rest.StartsWith("fp=")))
            return false;
        number = found;
        var blank = path.LastIndexOfAny(' ', '\t');
        if (blank >= 0)
        {
            if (!path[..blank].TrimEnd().EndsWith(":"))
                return false;
            path = path[(blank + 1)..];
        }
        return true;
    }

    protected override Frame? ReadFrame(ReadOnlySpan<char> line, int textLine) =>
        Place(line.Trim(), out var path, out var number) ? GoFrame.Of(default, path, number, textLine) : null;
}
