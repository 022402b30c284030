namespace ChatOps.Traces;

/// <summary>Rust: panics in the one-line form (before 1.73) and the two-line form, with or without a backtrace, and the chains that anyhow prints.</summary>
internal sealed class RustTraces : TraceFormat
{
    public override Hints Hints => Hints.Rust;

    public override int Read(Lane lane, int index, TraceSink sink)
    {
        var trace = new TraceBuilder(TraceLanguage.Rust);
        var next = Panic(lane, index, trace, out var place);
        if (next == index && !IsBacktrace(lane.Trimmed(index)) && !(ReadCall(lane.Trimmed(index), out _) && index + 1 < lane.Count && IsAt(lane.Trimmed(index + 1))))
            return index;
        if (next == index && IsBacktrace(lane.Trimmed(index)))
        {
            Anyhow(lane, index, trace);
            next++;
        }
        else
        {
            while (next < lane.Count && next - index < 12 && !IsBacktrace(lane.Trimmed(next)) && (lane.IsBlank(next) || lane.Trimmed(next).StartsWith("note: ")))
                next++;
            if (next < lane.Count && IsBacktrace(lane.Trimmed(next)))
                next++;
        }
        next = Frames(lane, next, trace);
        if (place is not null && !trace.Frames.Exists(f => f.Line == place.Line && f.Path is not null && SameFile(f.Path, place.Path!)))
            trace.Frames.Insert(0, place);
        if (!trace.HasFrames)
            return index;
        sink.Add(trace, lane);
        return next;
    }

    private static bool SameFile(string path, string other) => path.EndsWith(other, StringComparison.Ordinal) || other.EndsWith(path.TrimStart('.', '/'), StringComparison.Ordinal);

    private static bool IsBacktrace(ReadOnlySpan<char> line) => line.StartsWith("stack backtrace:", StringComparison.OrdinalIgnoreCase);

    private static bool IsAt(ReadOnlySpan<char> line) => line.StartsWith("at ") && line.Contains(".rs:", StringComparison.Ordinal);

    /// <summary>Reads the panic's own lines. The message of the two-line form ends at the backtrace, a note or a blank line.</summary>
    private static int Panic(Lane lane, int index, TraceBuilder trace, out Frame? place)
    {
        place = null;
        var line = lane.Trimmed(index);
        var at = line.IndexOf(" panicked at ");
        if (at < 0)
            return index;
        trace.Type = "panic";
        trace.Covers(lane.Number(index));
        var thread = line.IndexOf("thread '");
        if (thread >= 0 && line[(thread + 8)..].IndexOf('\'') is >= 0 and var quote)
            trace.Thread = line.Slice(thread + 8, quote).ToString();
        var rest = line[(at + " panicked at ".Length)..];
        var next = index + 1;
        if (rest.StartsWith("'"))
        {
            var close = rest.LastIndexOf("', ");
            // An old panic's message may go on over several lines before its place.
            while (close < 0 && next < lane.Count && next - index < 20)
            {
                trace.Continue(rest.TrimStart('\''), lane.Number(next - 1));
                rest = lane.Trimmed(next++);
                close = rest.LastIndexOf("', ");
            }
            if (close < 0)
                return index;
            trace.Continue(rest[..close].TrimStart('\''), lane.Number(next - 1));
            place = PlaceFrame(rest[(close + 3)..], lane.Number(next - 1));
            return next;
        }
        place = PlaceFrame(rest.TrimEnd(':'), lane.Number(index));
        if (place is null)
            return index;
        while (next < lane.Count && next - index < 40 && !lane.IsBlank(next))
        {
            var text = lane.Trimmed(next);
            if (IsBacktrace(text) || text.StartsWith("note: ") || text.Contains(" panicked at ", StringComparison.Ordinal))
                break;
            trace.Continue(text, lane.Number(next++));
        }
        return next;
    }

    private static Frame? PlaceFrame(ReadOnlySpan<char> place, int textLine) =>
        Scan.TryPlace(place.Trim(), out var path, out var line, out var column) && path.EndsWith(".rs") ? Frame(default, path, line, column, textLine) : null;

    /// <summary><c>Error: outer</c>, <c>Caused by:</c> and its numbered lines, above <c>Stack backtrace:</c>.</summary>
    private static void Anyhow(Lane lane, int index, TraceBuilder trace)
    {
        var floor = Math.Max(lane.Floor, index - 20);
        for (var line = index - 1; line >= floor; line--)
        {
            if (!lane.Trimmed(line).StartsWith("Error: "))
                continue;
            trace.Head(new ErrorHead("Error", lane.Trimmed(line)["Error: ".Length..].ToString()), lane.Number(line));
            var causes = false;
            for (var more = line + 1; more < index; more++)
            {
                var text = lane.Trimmed(more);
                if (causes && !text.IsEmpty)
                {
                    var digits = Scan.LeadingDigits(text);
                    var cause = new TraceBuilder(TraceLanguage.Rust) { Message = (digits.Length > 0 && text[digits.Length..].StartsWith(": ") ? text[(digits.Length + 2)..] : text).ToString() };
                    cause.Covers(lane.Number(more));
                    trace.Relate(TraceRelation.Cause, cause);
                }
                causes |= text is "Caused by:";
            }
            return;
        }
    }

    private static int Frames(Lane lane, int index, TraceBuilder trace)
    {
        var next = index;
        while (next < lane.Count && ReadCall(lane.Trimmed(next), out var call))
        {
            var name = call.ToString();
            var placed = next + 1 < lane.Count && lane.Trimmed(next + 1).StartsWith("at ");
            if (placed && Scan.TryPlace(lane.Trimmed(next + 1)[3..], out var path, out var line, out var column))
            {
                trace.Add(Frame(name, path, line, column, lane.Number(next)));
                trace.Covers(lane.Number(next + 1));
                next += 2;
            }
            else
            {
                trace.Add(Frame(name, default, null, null, lane.Number(next)));
                next += placed ? 2 : 1;
            }
            // One call that was inlined prints several places.
            while (next < lane.Count && IsAt(lane.Trimmed(next)))
                next++;
            if (next < lane.Count && Scan.IsElision(lane.Line(next)))
            {
                trace.Truncated = true;
                next++;
            }
        }
        return next;
    }

    /// <summary><c>12: shop::cart::add</c>, in older traces with an address: <c>12: 0x55d - shop::cart::add::h0123456789abcdef</c>.</summary>
    private static bool ReadCall(ReadOnlySpan<char> line, out ReadOnlySpan<char> call)
    {
        call = default;
        var digits = Scan.LeadingDigits(line);
        if (digits.IsEmpty || digits.Length > 4 || !line[digits.Length..].StartsWith(": "))
            return false;
        call = line[(digits.Length + 1)..].Trim();
        if (call.StartsWith("0x") && call.IndexOf(" - ") is > 0 and var dash)
            call = call[(dash + 3)..].Trim();
        return !call.IsEmpty && call.Length < 2_000;
    }

    private static Frame Frame(ReadOnlySpan<char> call, ReadOnlySpan<char> path, int? line, int? column, int textLine)
    {
        var file = path.IsEmpty ? null : Scan.Path(path);
        RustName.Split(call, out var type, out var function);
        return new Frame
        {
            Path = file,
            Line = line is > 0 ? line : null,
            Column = column is > 0 ? column : null,
            Function = function,
            Type = type,
            IsRuntime = file is null ? RustName.IsRuntime(type, function) : file.StartsWith("/rustc/", StringComparison.Ordinal) || file.Contains("/rustlib/", StringComparison.Ordinal) || file.StartsWith("library/", StringComparison.Ordinal) || file.Contains("/library/std/src/", StringComparison.Ordinal),
            IsDependency = file is not null && (file.Contains("/.cargo/registry/", StringComparison.Ordinal) || file.Contains("/cargo/registry/", StringComparison.Ordinal) || file.Contains("/.cargo/git/", StringComparison.Ordinal)),
            TextLine = textLine,
        };
    }
}
