namespace ChatOps.Traces;

/// <summary>Python: tracebacks (outermost call first), chained and grouped ones, pytest's, IPython's and faulthandler's (innermost call first).</summary>
internal sealed class PythonTraces : TraceFormat
{
    private const string Direct = "The above exception was the direct cause of the following exception:";
    private const string Handling = "During handling of the above exception, another exception occurred:";

    public override Hints Hints => Hints.Python;

    public override int Read(Lane lane, int index, TraceSink sink)
    {
        if (!IsStart(lane, index))
            return PytestReport.Read(lane, index, sink);
        if (WithoutPrefix(lane, index) is { } bare)
        {
            // All of the region at once: taking the prefix off again for every trace in it would be quadratic.
            TraceParser.ReadLane(bare, sink);
            return index + bare.Count;
        }
        List<(TraceBuilder Trace, TraceRelation ToNext)> sections = [];
        var next = index;
        while (true)
        {
            var section = new TraceBuilder(TraceLanguage.Python);
            var after = Section(lane, next, section);
            if (after == next || (!section.HasFrames && section.Type is null))
                break;
            next = after;
            var relation = Link(lane, after, out var follow);
            sections.Add((section, relation));
            if (follow < 0)
                break;
            next = follow;
        }
        if (sections.Count == 0)
            return index;
        Thread(lane, index, sections[^1].Trace);
        var root = sections[^1].Trace;
        if (root.Type is null && IsHeader(lane.Line(index)))
            NameAbove(lane, index, sections[0].Trace);
        for (var earlier = sections.Count - 2; earlier >= 0; earlier--)
            root.Relate(sections[earlier].ToNext, sections[earlier].Trace);
        sink.Add(root, lane);
        return next;
    }

    /// <summary>The lines from <paramref name="index"/> on that share an unknown prefix (<c>(nova.rpc): TRACE: </c>), without it; null when there is none.</summary>
    private static Lane? WithoutPrefix(Lane lane, int index)
    {
        if (lane.Outer is not null)
            return null;
        var first = lane.Line(index);
        var at = first.IndexOf("Traceback (most");
        if (at < 0)
            at = first.IndexOf("  File \"");
        if (at <= 0 || at > 200 || first[..at].IsWhiteSpace() || first[..at].Trim().IndexOfAnyExcept('+', '|') < 0)
            return null;
        var prefix = first[..at].TrimEnd();
        var bare = new Lane { Thread = lane.Thread, Outer = lane };
        for (var line = index; line < lane.Count; line++)
        {
            var text = lane.Line(line);
            if (!text.StartsWith(prefix))
                break;
            var rest = text[prefix.Length..].TrimEnd('\'').ToString();
            // The blank that parts prefix and text is not the text's indentation.
            var skip = rest.StartsWith(' ') && at > prefix.Length ? 1 : 0;
            bare.Add(new LogicalLine(rest, skip, rest.Length - skip, lane.Number(line), false, lane.Hints(line)));
        }
        return bare.Count > 1 ? bare : null;
    }

    private bool IsStart(Lane lane, int index) => IsHeader(Content(lane.Line(index))) || TakeFrame(lane, index, out _) > 0;

    private static bool IsHeader(ReadOnlySpan<char> line) => line.Contains("Traceback (most recent call last)", StringComparison.Ordinal) || line.Contains("(most recent call first)", StringComparison.Ordinal);

    /// <summary>One exception: its frames, then the line that names it.</summary>
    private int Section(Lane lane, int index, TraceBuilder section)
    {
        var next = index;
        var firstFirst = false;
        var headerIndent = -1;
        if (IsHeader(Content(lane.Line(next))))
        {
            section.Covers(lane.Number(next));
            headerIndent = Scan.Indent(Content(lane.Line(next)));
            firstFirst = Content(lane.Line(next)).Contains("call first", StringComparison.Ordinal);
            if (firstFirst)
                Fatal(lane, next, section);
            next++;
        }
        var margin = Margin(lane.Line(index));
        var named = false;
        while (next < lane.Count && !named)
        {
            var took = TakeFrame(lane, next, out var frame);
            if (took > 0)
            {
                var indent = Scan.Indent(Content(lane.Line(next)));
                next += took;
                next = Code(lane, next, indent, ref frame);
                section.Add(frame);
                continue;
            }
            var text = Content(lane.Line(next)).Trim();
            if (text.IsEmpty && !IsFrameAhead(lane, next + 1) && (section.HasFrames || next > index + 2))
                break;
            if (IsHeader(text) || (section.HasFrames && firstFirst))
                break;
            if (section.HasFrames && !text.IsEmpty && PythonHead.Read(text) is { } head)
            {
                section.Head(head, lane.Number(next++));
                next = Message(lane, next, Math.Max(headerIndent, 0), margin, section);
                named = true;
            }
            else if (text.IsEmpty || IsNote(text) || IsFrameAhead(lane, next + 1) || IsFrameAhead(lane, next + 2))
            {
                if (Scan.IsElision(text))
                    section.Truncated = true;
                next++;
            }
            else
            {
                section.Truncated |= IsCutFrame(lane, next);
                break;
            }
        }
        section.Truncated |= !named && !firstFirst;
        if (!firstFirst)
            section.Frames.Reverse();
        if (margin > 0 && named)
            next = Group(lane, next, margin, section);
        return next;
    }

    /// <summary>The source line below a frame, and the marks and further lines that come with it.</summary>
    private int Code(Lane lane, int index, int frameIndent, ref Frame frame)
    {
        var next = index;
        while (next < lane.Count && next - index < 40)
        {
            var line = Content(lane.Line(next));
            var text = line.Trim();
            if (text.IsEmpty || TakeFrame(lane, next, out _) > 0 || IsHeader(text) || Scan.IsElision(line))
                break;
            var deeper = Scan.Indent(line) > frameIndent;
            // A paste that lost its indentation still has one source line below each frame.
            if (!deeper && (next > index || frameIndent > 0 || PythonHead.Read(text) is not null))
                break;
            if (frame.Code is null && !IsMark(text))
                frame = frame with { Code = text.ToString() };
            next++;
            if (!deeper)
                break;
        }
        return next;
    }

    private static bool IsMark(ReadOnlySpan<char> text) => text.IndexOfAnyExcept("^~ ") < 0;

    private static bool IsNote(ReadOnlySpan<char> text) =>
        IsMark(text) || text.StartsWith("--- <exception caught here>") || text.StartsWith("[Previous line repeated") || Scan.IsElision(text) || text.StartsWith("_ _ _");

    private bool IsFrameAhead(Lane lane, int index) => index < lane.Count && TakeFrame(lane, index, out _) > 0;

    /// <summary>Further lines of the message: those that are indented, and those before the next blank line when they plainly go on.</summary>
    private static int Message(Lane lane, int index, int indent, int margin, TraceBuilder section)
    {
        var next = index;
        while (next < lane.Count && next - index < 30 && !lane.StartsRecord(next))
        {
            var line = Content(lane.Line(next));
            var text = line.Trim();
            if (text.IsEmpty || IsHeader(text) || Margin(lane.Line(next)) != margin || text.StartsWith("+-") || text.Contains("File \"", StringComparison.Ordinal))
                break;
            if (Scan.Indent(line) <= indent && text[0] is not ('[' or '(' or '{' or '"' or '\''))
                break;
            section.Continue(text, lane.Number(next++));
        }
        return next;
    }

    /// <summary>How the exception that ends before <paramref name="index"/> is tied to the next one, and where that begins; -1 when none follows.</summary>
    private TraceRelation Link(Lane lane, int index, out int follow)
    {
        var relation = TraceRelation.Context;
        follow = -1;
        var linked = false;
        for (var next = index; next < lane.Count && next - index < 8; next++)
        {
            var text = Content(lane.Line(next)).Trim();
            if (text.Contains(Direct, StringComparison.Ordinal))
                (relation, linked) = (TraceRelation.Cause, true);
            else if (text.Contains(Handling, StringComparison.Ordinal))
                linked = true;
            else if (linked && IsStart(lane, next))
            {
                follow = next;
                return relation;
            }
            else if (!text.IsEmpty)
                break;
        }
        return relation;
    }

    /// <summary>The members of an exception group: <c>+-+---- 1 ----</c> and the tracebacks in its deeper margins.</summary>
    private int Group(Lane lane, int index, int margin, TraceBuilder group)
    {
        var next = index;
        // A member has the group's closing rule below it too; only "+-+" one level in opens a group.
        if (next >= lane.Count || Margin(lane.Line(next)) != margin || !lane.Line(next).TrimStart().StartsWith("+-+-"))
            return next;
        while (next < lane.Count)
        {
            var raw = lane.Line(next).Trim();
            if (!raw.StartsWith("+-"))
                break;
            next++;
            if (raw.IndexOfAnyExcept('+', '-') < 0)
                break;
            while (next < lane.Count && Margin(lane.Line(next)) > margin && !lane.Line(next).TrimStart().StartsWith("+-"))
            {
                if (!IsStart(lane, next))
                {
                    // A member without frames is only its name.
                    if (PythonHead.Read(Content(lane.Line(next)).Trim()) is { } head)
                    {
                        var bare = new TraceBuilder(TraceLanguage.Python);
                        bare.Head(head, lane.Number(next));
                        group.Relate(TraceRelation.Member, bare);
                    }
                    next++;
                    continue;
                }
                var member = new TraceBuilder(TraceLanguage.Python);
                var after = Section(lane, next, member);
                if (after == next)
                    break;
                group.Relate(TraceRelation.Member, member);
                next = after;
            }
        }
        return next;
    }

    /// <summary>Lambda names the error above the traceback, <c>[ERROR] KeyError: 'Records'</c>, and not again below.</summary>
    private static void NameAbove(Lane lane, int header, TraceBuilder trace)
    {
        if (header - 1 < lane.Floor || !lane.Hints(header - 1).HasFlag(Hints.ErrorLevel) || PythonHead.Read(lane.Trimmed(header - 1)) is not { } head)
            return;
        trace.Head(head, lane.Number(header - 1));
        trace.Truncated = false;
    }

    /// <summary>faulthandler says above the frames what happened.</summary>
    private static void Fatal(Lane lane, int header, TraceBuilder section)
    {
        for (var line = header - 1; line >= lane.Floor && header - line < 5; line--)
        {
            if (lane.Line(line).IndexOf("Fatal Python error: ") is >= 0 and var at)
            {
                section.Type = "Fatal Python error";
                section.Message = lane.Line(line)[(at + "Fatal Python error: ".Length)..].Trim().ToString();
                section.Covers(lane.Number(line));
            }
        }
        var text = lane.Trimmed(header);
        var thread = text.IndexOf("hread 0x");
        if (thread >= 0)
        {
            var end = text.IndexOf(" (");
            section.Thread = text[(thread + 6)..(end > thread ? end : text.Length)].ToString();
        }
    }

    private static void Thread(Lane lane, int index, TraceBuilder trace)
    {
        if (index == 0 || index - 1 < lane.Floor)
            return;
        var above = lane.Trimmed(index - 1);
        if (above.StartsWith("Exception in thread ") && above.EndsWith(":"))
            trace.Thread = above["Exception in thread ".Length..^1].ToString();
    }

    /// <summary>The column of an exception group's bar; 0 outside of groups.</summary>
    private static int Margin(ReadOnlySpan<char> line)
    {
        var at = Scan.Indent(line);
        return at >= 2 && at < line.Length && (line[at] == '|' || (line[at] == '+' && at + 1 < line.Length && line[at + 1] is ' ' or '-')) ? at : 0;
    }

    private static ReadOnlySpan<char> Content(ReadOnlySpan<char> line)
    {
        var margin = Margin(line);
        return margin == 0 ? line : line[(margin + 1)..];
    }

    protected override bool Opens(ReadOnlySpan<char> line) => line.TrimStart(" |>│").StartsWith("File \"");

    protected override bool IsWhole(Frame? frame, ReadOnlySpan<char> line) => frame is not null && (frame.Function is not null || !(line.EndsWith(",") || line.EndsWith(", ") || line.EndsWith(" in")));

    protected override Frame? ReadFrame(ReadOnlySpan<char> line, int textLine) => PythonFrame.Read(line, textLine);
}
