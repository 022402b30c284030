namespace ChatOps.Traces;

/// <summary>pytest's long report: source with <c>&gt;</c> at the failing line, <c>E   KeyError: 'rum'</c>, and below each piece its place, the last one as <c>shop/cart.py:8: KeyError</c>.</summary>
internal static class PytestReport
{
    private const int MostLines = 2_000;

    /// <summary>Reads the report that ends at <paramref name="index"/>.</summary>
    /// <returns>The line after it; <paramref name="index"/> itself when none ends there.</returns>
    public static int Read(Lane lane, int index, TraceSink sink)
    {
        if (!IsPlace(lane.Line(index), out var rest) || rest.IsEmpty || !ErrorHead.IsErrorName(rest))
            return index;
        var trace = new TraceBuilder(TraceLanguage.Python) { Type = rest.ToString() };
        trace.Covers(lane.Number(index));
        var place = index;
        var function = false;
        for (var line = index; line >= lane.Floor && index - line < MostLines; line--)
        {
            var text = lane.Line(line);
            if (text.StartsWith("____") || text.StartsWith("===="))
                break;
            if (IsPlace(text, out var error))
            {
                // Another failure's last place.
                if (line < index && !error.IsEmpty)
                    break;
                (place, function) = (line, false);
                trace.Add(FrameAt(text, lane.Number(line)));
            }
            else if (text.StartsWith("E  "))
            {
                Say(trace, text[1..].Trim(), lane.Number(line));
            }
            else if (text.StartsWith(">") && trace.Frames[^1].Code is null)
            {
                trace.Frames[^1] = trace.Frames[^1] with { Code = text[1..].Trim().ToString() };
            }
            else if (!function && line < place && Definition(text.Trim()) is { } name)
            {
                trace.Frames[^1] = trace.Frames[^1] with { Function = name };
                function = true;
            }
        }
        sink.Add(trace, lane);
        return index + 1;
    }

    /// <summary><c>shop/cart.py:8: </c> and no more, or the error's name.</summary>
    private static bool IsPlace(ReadOnlySpan<char> line, out ReadOnlySpan<char> rest)
    {
        rest = default;
        var at = line.IndexOf(".py:");
        if (at <= 0 || line[..at].Contains(' '))
            return false;
        rest = line[(at + 4)..];
        var digits = Scan.LeadingDigits(rest);
        rest = rest[digits.Length..];
        if (Scan.Number(digits) is null || !rest.StartsWith(":"))
            return false;
        rest = rest[1..].Trim();
        return !rest.Contains(' ');
    }

    private static Frame FrameAt(ReadOnlySpan<char> line, int textLine)
    {
        var at = line.IndexOf(".py:") + 3;
        var path = Scan.Path(line[..at]);
        return new Frame { Path = path, Line = Scan.Number(Scan.LeadingDigits(line[(at + 1)..])), IsDependency = path.Contains("/site-packages/", StringComparison.Ordinal), TextLine = textLine };
    }

    // The lines of the message come from the last to the first; the first names the type.
    private static void Say(TraceBuilder trace, ReadOnlySpan<char> said, int number)
    {
        trace.Covers(number);
        var prefix = $"{trace.Type}: ";
        var name = said.LastIndexOf(prefix);
        if (name >= 0)
            said = said[(name + prefix.Length)..];
        if (trace.Message.Length < 4_000)
            trace.Message = trace.Message.Length == 0 ? said.ToString() : $"{said}\n{trace.Message}";
    }

    private static string? Definition(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("async "))
            text = text[6..];
        if (!text.StartsWith("def ") || text.IndexOf('(') is not (> 4 and var open))
            return null;
        return text[4..open].Trim().ToString();
    }
}
