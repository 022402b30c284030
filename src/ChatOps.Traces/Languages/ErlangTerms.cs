namespace ChatOps.Traces;

/// <summary>Erlang's own forms: <c>{cart,add,2,[{file,"src/cart.erl"},{line,12}]}</c> and <c>in function  cart:add/2 (src/cart.erl, line 12)</c>.</summary>
internal static class ErlangTerms
{
    public static int Read(Lane lane, int index, TraceSink sink)
    {
        if (!lane.Line(index).Contains(".erl", StringComparison.Ordinal))
            return index;
        var trace = new TraceBuilder(TraceLanguage.Elixir);
        var next = index;
        for (; next < lane.Count; next++)
        {
            var before = trace.Frames.Count;
            Terms(lane.Line(next), lane.Number(next), trace);
            if (trace.Frames.Count == before)
                Shell(lane.Trimmed(next), lane.Number(next), trace);
            // The term printer breaks lines anywhere, so one line without a frame may stand between.
            if (trace.Frames.Count == before && (lane.IsBlank(next) || next + 1 >= lane.Count || !lane.Line(next + 1).Contains(".erl", StringComparison.Ordinal)))
                break;
        }
        if (!trace.HasFrames)
            return index;
        Head(lane, index, trace);
        sink.Add(trace, lane);
        return next;
    }

    private static void Terms(ReadOnlySpan<char> line, int textLine, TraceBuilder trace)
    {
        while (line.IndexOf("{file,\"") is >= 0 and var at)
        {
            var head = line[..at];
            line = line[(at + 7)..];
            var quote = line.IndexOf('"');
            if (quote <= 0)
                return;
            var path = line[..quote];
            line = line[quote..];
            var number = line.IndexOf("{line,") is >= 0 and < 6 and var mark ? Scan.Number(Scan.LeadingDigits(line[(mark + 6)..])) : null;
            // "{cart,add,2,[" stands right before.
            var open = head.LastIndexOf('{');
            var parts = open < 0 ? default : head[(open + 1)..];
            var comma = parts.IndexOf(',');
            var second = comma < 0 ? -1 : parts[(comma + 1)..].IndexOf(',');
            var type = comma > 0 ? parts[..comma].Trim().ToString() : null;
            var function = second > 0 ? parts.Slice(comma + 1, second).Trim().Trim('\'').ToString() : null;
            trace.Add(Frame(path, number, type, function, textLine));
        }
    }

    private static void Shell(ReadOnlySpan<char> line, int textLine, TraceBuilder trace)
    {
        var open = line.LastIndexOf('(');
        if (open < 0 || !(line.Contains("in function ", StringComparison.Ordinal) || line.Contains("in call from ", StringComparison.Ordinal) || line.StartsWith("called as")))
            return;
        var place = line[(open + 1)..];
        var comma = place.IndexOf(", line ");
        if (comma < 0)
            return;
        var call = line[..open].TrimEnd();
        call = call[(call.LastIndexOf(' ') + 1)..];
        var colon = call.IndexOf(':');
        var slash = call.LastIndexOf('/');
        trace.Add(Frame(place[..comma], Scan.Number(Scan.LeadingDigits(place[(comma + 7)..])), colon > 0 ? call[..colon].ToString() : null, call[(colon + 1)..(slash > colon ? slash : call.Length)].Trim('\'').ToString(), textLine));
    }

    private static Frame Frame(ReadOnlySpan<char> path, int? line, string? type, string? function, int textLine)
    {
        // Closures are named after the function they stand in: "-add/2-fun-0-".
        if (function is ['-', ..] && function.IndexOf('/', StringComparison.Ordinal) is > 1 and var arity)
            function = function[1..arity];
        return new Frame
        {
            Path = Scan.Path(path),
            Line = line is > 0 ? line : null,
            Function = function,
            Type = type,
            IsRuntime = !path.Contains('/') && (path.StartsWith("gen_") || path is "proc_lib.erl" or "lists.erl" or "erl_eval.erl" or "shell.erl" or "supervisor.erl" or "erlang.erl"),
            TextLine = textLine,
        };
    }

    private static void Head(Lane lane, int index, TraceBuilder trace)
    {
        for (var line = index; line >= Math.Max(lane.Floor, index - 8); line--)
        {
            var text = lane.Trimmed(line);
            foreach (var word in (ReadOnlySpan<string>)["exception error: ", "exception exit: ", "exception throw: ", "with exit value: ", "with reason: ", "with reason "])
            {
                var at = text.IndexOf(word);
                if (at < 0)
                    continue;
                var rest = text[(at + word.Length)..].Trim();
                var end = rest.IndexOf(",[{");
                trace.Head(new ErrorHead(word.TrimEnd(' ').TrimEnd(':'), (end > 0 ? rest[..end] : rest).TrimStart('{').ToString()), lane.Number(line));
                return;
            }
        }
        var first = lane.Trimmed(index);
        var stack = first.IndexOf(",[{");
        if (stack > 0)
            trace.Head(new ErrorHead(null, first[..stack].TrimStart('{').ToString()), lane.Number(index));
    }
}
