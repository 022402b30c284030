namespace ChatOps.Traces;

/// <summary>Elixir and Erlang: <c>** (KeyError) message</c> and <c>(shop 0.1.0) lib/cart.ex:12: Shop.Cart.add/2</c>; Erlang's tuples and shell form.</summary>
internal sealed class ElixirTraces : TraceFormat
{
    private static readonly string[] RuntimeApps = ["elixir", "stdlib", "kernel", "erts", "ex_unit", "mix", "iex", "logger", "eex"];

    public override Hints Hints => Hints.Elixir;

    public override int Read(Lane lane, int index, TraceSink sink)
    {
        if (ErlangTerms.Read(lane, index, sink) is var terms && terms > index)
            return terms;
        var trace = new TraceBuilder(TraceLanguage.Elixir);
        var next = index;
        if (Head(lane.Trimmed(index)) is { } head)
        {
            trace.Head(head, lane.Number(next++));
            var frames = next;
            while (frames < lane.Count && frames - index < 25 && ReadFrame(lane.Line(frames), 1) is null && Head(lane.Trimmed(frames)) is null && !IsLabel(lane.Trimmed(frames)))
                frames++;
            if (frames < lane.Count && (ReadFrame(lane.Line(frames), 1) is not null || IsLabel(lane.Trimmed(frames))))
            {
                for (; next < frames; next++)
                {
                    if (!lane.IsBlank(next))
                        trace.Continue(lane.Trimmed(next), lane.Number(next));
                }
            }
            while (next < lane.Count && IsLabel(lane.Trimmed(next)))
                next++;
        }
        else if (ReadFrame(lane.Line(index), 1) is null)
        {
            return index;
        }
        while (next < lane.Count)
        {
            if (ReadFrame(lane.Line(next), lane.Number(next)) is { } frame)
            {
                trace.Add(frame);
                next++;
                continue;
            }
            var text = lane.Trimmed(next);
            if (Head(text) is { } cause && trace.HasFrames && lane.Trimmed(next - 1).EndsWith("(EXIT)"))
                trace.Message += $" {cause.Type}: {cause.Message}";
            else if (!Scan.IsElision(text))
                break;
            next++;
        }
        if (!trace.HasFrames)
            return index;
        if (trace.Type is null && trace.Message.Length == 0)
            HeadSearch.Above(lane, index, trace);
        Thread(lane, trace, index);
        sink.Add(trace, lane);
        return next;
    }

    private static bool IsLabel(ReadOnlySpan<char> line) => line is "stacktrace:" or "Stacktrace:" or "code:";

    /// <summary><c>** (KeyError) key :id not found</c>, also behind <c>an exception was raised:</c>.</summary>
    private static ErrorHead? Head(ReadOnlySpan<char> line)
    {
        var at = line.IndexOf("** (");
        if (at < 0 || line[(at + 4)..].IndexOf(')') is not (> 0 and var close))
            return null;
        var name = line.Slice(at + 4, close);
        return name.Contains(' ') ? null : new ErrorHead(name.ToString(), line[(at + 5 + close)..].Trim().ToString());
    }

    /// <summary><c>GenServer Shop.Cart terminating</c> or <c>Process #PID&lt;0.1.0&gt;</c> above the head names the process.</summary>
    private static void Thread(Lane lane, TraceBuilder trace, int index)
    {
        for (var line = index; line >= Math.Max(lane.Floor, index - 3); line--)
        {
            var text = lane.Trimmed(line);
            var pid = text.IndexOf("#PID<");
            if (pid >= 0 && text[pid..].IndexOf('>') is > 0 and var close)
                trace.Thread ??= text.Slice(pid, close + 1).ToString();
            else if (text.IndexOf("GenServer ") is >= 0 and var server && text.EndsWith(" terminating"))
                trace.Thread ??= text[(server + 10)..^" terminating".Length].ToString();
        }
    }

    protected override Frame? ReadFrame(ReadOnlySpan<char> line, int textLine)
    {
        var indent = Scan.Indent(line);
        line = line.Trim();
        string? app = null;
        if (line.StartsWith("(") && line.IndexOf(") ") is > 0 and < 80 and var close)
        {
            var name = line[1..close];
            var blank = name.IndexOf(' ');
            app = (blank > 0 ? name[..blank] : name).ToString();
            line = line[(close + 2)..];
        }
        foreach (var extension in (ReadOnlySpan<string>)[".ex:", ".exs:", ".erl:", ".eex:", ".heex:", ".leex:"])
        {
            var at = line.IndexOf(extension);
            if (at <= 0 || line[..at].Contains(' '))
                continue;
            var path = line[..(at + extension.Length - 1)];
            var rest = line[(at + extension.Length)..];
            var digits = Scan.LeadingDigits(rest);
            rest = rest[digits.Length..];
            if (Scan.Number(digits) is not { } number || !(rest.StartsWith(": ") || (rest.IsEmpty && app is not null)))
                return null;
            ElixirName.Split(rest.TrimStart(": "), out var type, out var function);
            return Frame(app, path, number, type, function, textLine);
        }
        // A call of the virtual machine, or of what is not there, has no file: ":erlang.+(1, nil)", "Shop.Cart.missing(1)".
        if (line.IsEmpty || !line.Contains('.') || !(line.Contains('/') || line.EndsWith(")")) || (app is null && !(indent >= 4 && IsCall(line))))
            return null;
        ElixirName.Split(line, out var module, out var called);
        return called is null ? null : Frame(app, default, null, module, called, textLine);
    }

    /// <summary>A module in capitals or with a colon, a dot, a name, its arguments or arity.</summary>
    private static bool IsCall(ReadOnlySpan<char> line)
    {
        var end = 0;
        while (end < line.Length && (Scan.IsWord(line[end]) || line[end] is '.' or ':' or '+' or '-' or '*' or '/' or '!' or '?'))
            end++;
        return end > 2 && (line[0] == ':' || char.IsAsciiLetterUpper(line[0])) && line[..end].Contains('.') && (end == line.Length ? char.IsAsciiDigit(line[^1]) : line[end] == '(');
    }

    private static Frame Frame(string? app, ReadOnlySpan<char> path, int? line, string? type, string? function, int textLine)
    {
        var file = path.IsEmpty ? null : Scan.Path(path);
        var runtime = app is not null && Array.IndexOf(RuntimeApps, app) >= 0;
        return new Frame
        {
            Path = file,
            Line = line is > 0 ? line : null,
            Function = function,
            Type = type,
            Module = app,
            IsRuntime = runtime || type is "erlang" or "ets" or "maps" or "lists" or "binary" || (app is null && file is not null && (file.StartsWith("gen_", StringComparison.Ordinal) || file.StartsWith("proc_lib", StringComparison.Ordinal))),
            IsDependency = !runtime && file is not null && (file.StartsWith("deps/", StringComparison.Ordinal) || file.Contains("/deps/", StringComparison.Ordinal)),
            TextLine = textLine,
        };
    }
}
