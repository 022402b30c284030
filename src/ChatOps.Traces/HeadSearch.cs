namespace ChatOps.Traces;

/// <summary>Looks upwards from the first frame for the line that names the error, for the languages that print it above the frames.</summary>
internal static class HeadSearch
{
    /// <summary>A message longer than this many lines is not followed to its head.</summary>
    private const int MaxMessageLines = 25;

    /// <summary>Fills in type and message of <paramref name="trace"/> from the lines above <paramref name="frame"/>.</summary>
    /// <returns>The head's line, or <paramref name="frame"/> when there is none.</returns>
    public static int Above(Lane lane, int frame, TraceBuilder trace)
    {
        var head = Find(lane, frame, out var parsed);
        if (head == frame)
            return frame;
        trace.Head(parsed!, lane.Number(head));
        for (var line = head + 1; line < frame; line++)
        {
            if (!lane.IsBlank(line) && !IsLabel(lane.Trimmed(line)) && !IsSnippet(lane.Trimmed(line)))
                trace.Continue(lane.Trimmed(line), lane.Number(line));
        }
        return head;
    }

    /// <summary>The line that names the error of the frames that begin at <paramref name="frame"/>.</summary>
    public static int Find(Lane lane, int frame, out ErrorHead? head)
    {
        head = null;
        // When every line bears a prefix, a prefix does not part two records.
        var prefixed = frame > 0 && lane.StartsRecord(frame);
        var blanks = 0;
        var floor = Math.Max(lane.Floor, frame - MaxMessageLines);
        for (var line = frame - 1; line >= floor; line--)
        {
            var text = lane.Trimmed(line);
            if (text.Length == 0 && ++blanks > 2)
                break;
            if (text.Length == 0 || IsLabel(text))
                continue;
            head = ErrorHead.Read(text, lenient: line == frame - 1);
            if (head is not null)
                return line;
            if (lane.StartsRecord(line) && !prefixed)
                break;
        }
        return Untyped(lane, frame, floor, out head);
    }

    /// <summary>The nearest line when no line names a type: a log message right above the frames still says what went wrong.</summary>
    private static int Untyped(Lane lane, int frame, int floor, out ErrorHead? head)
    {
        head = null;
        var line = frame - 1;
        while (line >= floor && (lane.IsBlank(line) || IsLabel(lane.Trimmed(line))))
            line--;
        if (line < floor || line < frame - 3 || (lane.Hints(line) & Hints.Error) == 0)
            return frame;
        head = new ErrorHead(null, lane.Trimmed(line).ToString());
        return line;
    }

    /// <summary>Source lines with their numbers, as test runners print them between the message and the frames: <c>&gt; 4 |   return price;</c>.</summary>
    private static bool IsSnippet(ReadOnlySpan<char> line)
    {
        line = line.TrimStart("> ");
        return line.StartsWith("|") || (Scan.LeadingDigits(line) is { IsEmpty: false } digits && line[digits.Length..].TrimStart().StartsWith("|"));
    }

    /// <summary>Words that stand between a message and its frames and belong to neither.</summary>
    private static bool IsLabel(ReadOnlySpan<char> line) =>
        line is "Stack Trace:" or "Stack trace:" or "Stacktrace:" or "StackTrace:" or "stack trace:" or "Backtrace:" or "backtrace:" or "Call stack:" or "```" or "stack:" or "Stack:" or "Error Message:";
}
