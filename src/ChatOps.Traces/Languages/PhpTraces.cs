namespace ChatOps.Traces;

/// <summary>PHP: <c>#0 /srv/cart.php(12): Cart-&gt;add('a')</c> below <c>Uncaught Type: message in /srv/x.php:3</c>, Laravel's log form and Xdebug's.</summary>
/// <remarks>PHP prints the function that a line calls. Frames here name the function that a line stands in, as all other languages do, so the names move up by one.</remarks>
internal sealed class PhpTraces : TraceFormat
{
    public override Hints Hints => Hints.Php;

    public override int Read(Lane lane, int index, TraceSink sink)
    {
        if (!IsFirst(lane.Line(index)))
            return index;
        var root = new TraceBuilder(TraceLanguage.Php);
        var next = Section(lane, index, root);
        // "Next" names the exception that wrapped the one above; Laravel prints the previous exception below.
        while (next < lane.Count)
        {
            var head = PastGap(lane, next, (l, i) => IsNext(l.Trimmed(i)), out _);
            if (head < 0)
                break;
            var frames = head + 1;
            while (frames < lane.Count && frames - head < 6 && !IsFirst(lane.Line(frames)))
                frames++;
            if (frames >= lane.Count || !IsFirst(lane.Line(frames)))
                break;
            var other = new TraceBuilder(TraceLanguage.Php);
            var wraps = lane.Trimmed(head).StartsWith("Next ");
            lane.Floor = head;
            next = Section(lane, frames, other);
            if (!wraps)
            {
                root.Relate(TraceRelation.Cause, other);
                continue;
            }
            other.Relate(TraceRelation.Cause, root);
            other.Adopt(root);
            root = other;
        }
        sink.Add(root, lane);
        return next;
    }

    private static bool IsNext(ReadOnlySpan<char> line) => line.StartsWith("Next ") || line.StartsWith("[previous exception]");

    private static bool IsFirst(ReadOnlySpan<char> line) => PhpFrame.TryRead(line, out var number, out _, out _, out _) && number <= 1;

    private static int Section(Lane lane, int index, TraceBuilder trace)
    {
        var head = Head(lane, index, trace, out var thrown);
        List<(string? Path, int? Line, string? Call, int TextLine)> calls = [];
        if (thrown is { Path: not null })
            calls.Add((thrown.Value.Path, thrown.Value.Line, null, lane.Number(head)));
        var next = index;
        for (var last = -1; next < lane.Count && PhpFrame.TryRead(lane.Line(next), out var number, out var path, out var line, out var call) && number > last; last = number, next++)
            calls.Add((path, line, call, lane.Number(next)));
        for (var at = 0; at < calls.Count; at++)
        {
            var inside = at + 1 < calls.Count ? calls[at + 1].Call : "{main}";
            if (calls[at].Path is not null || calls[at].Call is not "{main}")
                trace.Add(PhpFrame.Of(calls[at].Path, calls[at].Line, inside, calls[at].TextLine));
        }
        trace.Truncated = calls.Count > 0 && calls[^1].Call is not "{main}" && next >= lane.Count;
        if (next < lane.Count && lane.Trimmed(next).StartsWith("thrown in "))
        {
            trace.Covers(lane.Number(next));
            if (thrown is null && PhpFrame.TryOnLine(lane.Trimmed(next)["thrown".Length..], out var path, out var line, out _))
                trace.Frames.Insert(0, PhpFrame.Of(path, line, calls.Count > 0 ? calls[0].Call : null, lane.Number(next)));
            next++;
        }
        return next;
    }

    /// <summary>The head above the first frame, and the place that it says was thrown at.</summary>
    private static int Head(Lane lane, int frame, TraceBuilder trace, out (string Path, int Line)? thrown)
    {
        thrown = null;
        var first = frame - 1;
        while (first >= lane.Floor && frame - first < 8 && (lane.IsBlank(first) || lane.Trimmed(first).TrimEnd(':') is "Stack trace" or "PHP Stack trace" or "[stacktrace]" or "Trace" or "Call Stack"))
            first--;
        for (var line = first; line >= lane.Floor && first - line < 12; line--)
        {
            var text = lane.Trimmed(line);
            var at = text.IndexOf("Uncaught ");
            if (at >= 0)
                text = text[(at + 9)..];
            else if (text.IndexOf("[object] (") is >= 0 and var laravel)
                text = text[(laravel + 10)..].TrimEnd(")\"}");
            else if (text.StartsWith("Next "))
                text = text[5..];
            else if (line < first && ErrorHead.Read(text) is null)
                continue;
            text = text.StartsWith("exception '") ? text["exception '".Length..] : text;
            if (PhpFrame.TryPlaceAtEnd(text, out var path, out var number, out var said))
            {
                thrown = (path, number);
                text = said;
            }
            else if (line < first && PhpFrame.TryPlaceAtEnd(lane.Trimmed(first), out path, out number, out said))
            {
                thrown = (path, number);
            }
            var head = Named(text);
            if (head is null)
                continue;
            trace.Head(head, lane.Number(line));
            for (var more = line + 1; more <= first; more++)
                trace.Continue(more == first && PhpFrame.TryPlaceAtEnd(lane.Trimmed(more), out _, out _, out var rest) ? rest : lane.Trimmed(more), lane.Number(more));
            return line;
        }
        return frame;
    }

    private static ErrorHead? Named(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && (Scan.IsWord(text[end]) || text[end] == '\\'))
            end++;
        if (end == 0 || !(char.IsAsciiLetterUpper(text[0]) || text[..end].Contains('\\')))
            return null;
        var rest = text[end..];
        if (rest.StartsWith("(code: ") && rest.IndexOf(')') is > 0 and var close)
            rest = rest[(close + 1)..];
        rest = rest.TrimStart('\'');
        if (rest.StartsWith(" with message '"))
            return new ErrorHead(text[..end].ToString(), rest[" with message '".Length..].TrimEnd('\'').ToString());
        return rest.IsEmpty || rest.StartsWith(":") || ErrorHead.IsErrorName(text[..end]) ? new ErrorHead(text[..end].ToString(), rest.TrimStart(':').Trim().ToString()) : null;
    }
}
