namespace ChatOps.Traces;

/// <summary>Ruby: <c>app.rb:12:in `add': message (TypeError)</c> with either quote, Rails' and RSpec's forms, causes, and Ruby 2.5's reversed order.</summary>
internal sealed class RubyTraces : TraceFormat
{
    public override Hints Hints => Hints.Ruby;

    public override int Read(Lane lane, int index, TraceSink sink)
    {
        if (lane.Trimmed(index).StartsWith("Traceback (most recent call last)"))
            return Reversed(lane, index, sink);
        if (TakeFrame(lane, index, out _) == 0)
            return index;
        var root = new TraceBuilder(TraceLanguage.Ruby);
        var next = Frames(lane, index, root);
        if (root.Type is null && root.Message.Length == 0)
            HeadAbove(lane, index, root);
        if (root.Type is null && root.Frames.Count == 1 && !IsWhole(lane.Line(index)))
            return index;
        // The cause follows with a head of its own, in either form.
        while (next < lane.Count && Cause(lane, next, out var frames) is { } cause)
        {
            // A thread that dies prints its error, and the main one prints it once more.
            if (frames == next && (root.Frames.Count < 2 || HeadOf(lane, next, out _) is { } again && again.Type == root.Type && again.Message == root.Message))
                break;
            root.Relate(TraceRelation.Cause, cause);
            next = Frames(lane, frames, cause);
        }
        sink.Add(root, lane);
        return next;
    }

    private int Frames(Lane lane, int index, TraceBuilder trace)
    {
        var next = index;
        while (next < lane.Count)
        {
            var took = TakeFrame(lane, next, out var frame);
            if (took > 0)
            {
                var head = took == 1 ? HeadOf(lane, next, out var headEnd) : HeadOf(lane, next + took - 1, out headEnd);
                if (head is not null && trace.HasFrames)
                    return next;
                if (head is not null)
                {
                    trace.Head(head, lane.Number(next));
                    took = Math.Max(took, headEnd - next);
                }
                trace.Add(frame);
                next += took;
                continue;
            }
            var text = lane.Trimmed(next);
            if (text.StartsWith("Did you mean?") || text.StartsWith("... ") && text.Contains("levels", StringComparison.Ordinal) || (IsMark(text) && trace.HasFrames))
            {
                next++;
                continue;
            }
            if (Snippet(lane, next, trace) is var below && below > next)
            {
                next = below;
                continue;
            }
            trace.Truncated |= IsCutFrame(lane, next);
            var after = PastGap(lane, next, (l, i) => TakeFrame(l, i, out _) > 0 && HeadOf(l, i, out _) is null, out var elided);
            if (after <= next || (!elided && after - next > 1))
                break;
            trace.Truncated |= elided;
            next = after;
        }
        return next;
    }

    /// <summary>What stands between a head and its first <c>from</c>: more of the message, or the source line that error_highlight shows.</summary>
    /// <returns>The line of that <c>from</c>, or <paramref name="index"/>.</returns>
    private int Snippet(Lane lane, int index, TraceBuilder trace)
    {
        if (trace.Frames.Count != 1)
            return index;
        var next = index;
        while (next < lane.Count && next - index < 12 && !lane.Trimmed(next).StartsWith("from "))
            next++;
        if (next >= lane.Count || next - index >= 12 || TakeFrame(lane, next, out _) == 0)
            return index;
        for (var line = index; line < next && !lane.IsBlank(line) && !IsMark(lane.Trimmed(line)); line++)
            trace.Continue(lane.Trimmed(line), lane.Number(line));
        for (var line = index; line + 1 < next; line++)
        {
            if (IsMark(lane.Trimmed(line + 1)) && !lane.IsBlank(line))
                trace.Frames[0] = trace.Frames[0] with { Code = lane.Trimmed(line).ToString() };
        }
        return next;
    }

    private static bool IsMark(ReadOnlySpan<char> text) => text.Length > 0 && text.IndexOfAnyExcept("^~ ") < 0;

    private TraceBuilder? Cause(Lane lane, int index, out int frames)
    {
        frames = index;
        var cause = new TraceBuilder(TraceLanguage.Ruby);
        if (HeadOf(lane, index, out _) is { Type: not null })
            return cause;
        for (var next = index; next < lane.Count && next - index < 4; next++)
        {
            var text = lane.Trimmed(next);
            if (text.IsEmpty || text is "Causes:" or "# ------------------" or "# --- Caused by: ---")
                continue;
            var spoken = text.TrimStart("# ");
            if (!spoken.StartsWith("Caused by: ") && !(next > index && lane.Trimmed(next - 1) is "Causes:" or "# --- Caused by: ---"))
                return null;
            var head = RubyHead.Read(spoken.StartsWith("Caused by: ") ? spoken[11..] : spoken);
            frames = next + 1;
            while (frames < lane.Count && frames - next < 4 && TakeFrame(lane, frames, out _) == 0)
                frames++;
            if (head is null || TakeFrame(lane, frames, out _) == 0)
                return null;
            cause.Head(head, lane.Number(next));
            return cause;
        }
        return null;
    }

    /// <summary>Ruby 2.5 to 2.7 on a terminal: numbered frames, outermost first, then the frame with the message.</summary>
    private int Reversed(Lane lane, int index, TraceSink sink)
    {
        var trace = new TraceBuilder(TraceLanguage.Ruby);
        trace.Covers(lane.Number(index));
        var next = index + 1;
        while (TakeFrame(lane, next, out var frame) is > 0 and var took)
        {
            trace.Add(frame);
            var head = HeadOf(lane, next, out var headEnd);
            next += took;
            if (head is not null)
            {
                trace.Head(head, frame.TextLine);
                next = Math.Max(next, headEnd);
                break;
            }
        }
        // Python's header is the same.
        if (!trace.HasFrames)
            return index;
        trace.Truncated = trace.Type is null;
        trace.Frames.Reverse();
        sink.Add(trace, lane);
        return next;
    }

    /// <summary>The head after a frame: <c>app.rb:1:in `x': message (Type)</c>, whose message may run over several lines.</summary>
    private static ErrorHead? HeadOf(Lane lane, int index, out int end)
    {
        end = index + 1;
        var rest = RubyFrame.AfterFrame(lane.Line(index));
        if (rest.IsEmpty || !rest.StartsWith(": "))
            return null;
        rest = rest[2..].Trim();
        if (RubyHead.Trailing(rest) is { } head)
            return head;
        for (var next = index + 1; next < lane.Count && next - index < 10; next++)
        {
            if (lane.Trimmed(next) is { IsEmpty: false } more && RubyHead.Trailing(more) is { } last && RubyFrame.Read(lane.Line(next), 1) is null)
            {
                end = next + 1;
                return last with { Message = last.Message.Length == 0 ? rest.ToString() : $"{rest}\n{last.Message}" };
            }
            if (RubyFrame.Read(lane.Line(next), 1) is not null || lane.IsBlank(next))
                break;
        }
        return rest.Length > 3 ? new ErrorHead(null, rest.ToString()) : null;
    }

    private static void HeadAbove(Lane lane, int frame, TraceBuilder trace)
    {
        var floor = Math.Max(lane.Floor, frame - 12);
        for (var line = frame - 1; line >= floor; line--)
        {
            var text = lane.Trimmed(line);
            if (RubyHead.Read(text) is { } head)
            {
                trace.Head(head, lane.Number(line));
                for (var more = line + 1; more < frame; more++)
                {
                    if (!lane.IsBlank(more) && !lane.Trimmed(more).StartsWith("Did you mean?") && !IsMark(lane.Trimmed(more)))
                        trace.Continue(lane.Trimmed(more), lane.Number(more));
                }
                return;
            }
        }
        HeadSearch.Above(lane, frame, trace);
    }

    private static bool IsWhole(ReadOnlySpan<char> line) => line.Contains(":in ", StringComparison.Ordinal);

    protected override bool Opens(ReadOnlySpan<char> line)
    {
        line = line.TrimStart();
        return line.StartsWith("from /") || (line.Length > 1 && line[0] == '/' && (line.Contains(".rb:", StringComparison.Ordinal) || line.Contains("/gems/", StringComparison.Ordinal)));
    }

    protected override bool IsWhole(Frame? frame, ReadOnlySpan<char> line) => frame is not null && !RubyFrame.IsOpen(line);

    protected override Frame? ReadFrame(ReadOnlySpan<char> line, int textLine) => RubyFrame.Read(line, textLine);
}
