namespace ChatOps.Traces;

/// <summary>The race detector's reports: one access, the other access, and where both goroutines were started.</summary>
internal static class GoRaces
{
    internal delegate int TakeCall(Lane lane, int index, out Frame frame);

    /// <summary>The first access is the trace; the previous one is its <see cref="TraceRelation.Member"/>, the creation stacks are its <see cref="TraceRelation.Context"/>.</summary>
    public static int Read(Lane lane, int index, TraceSink sink, TakeCall take)
    {
        var root = new TraceBuilder(TraceLanguage.Go) { Type = "DATA RACE" };
        root.Covers(lane.Number(index));
        TraceBuilder? current = null;
        var next = index + 1;
        while (next < lane.Count)
        {
            var took = take(lane, next, out var frame);
            var text = lane.Trimmed(next);
            if (took > 0)
            {
                (current ??= root).Add(frame);
                next += took;
            }
            else if (text.IsEmpty || Scan.IsElision(text) || text.EndsWith("()"))
            {
                root.Truncated |= Scan.IsElision(text);
                next++;
            }
            else if (IsAccess(text) || text.StartsWith("Goroutine "))
            {
                if (current is null)
                {
                    current = root;
                }
                else
                {
                    current = new TraceBuilder(TraceLanguage.Go);
                    root.Relate(IsAccess(text) ? TraceRelation.Member : TraceRelation.Context, current);
                }
                current.Message = text.TrimEnd(':').ToString();
                current.Covers(lane.Number(next++));
                var by = text.IndexOf("oroutine ");
                if (by >= 0)
                    current.Thread = $"goroutine {Scan.LeadingDigits(text[(by + 9)..])}";
            }
            else
            {
                break;
            }
        }
        if (current is null)
            return index;
        sink.Add(root, lane);
        return next;
    }

    private static bool IsAccess(ReadOnlySpan<char> text) =>
        text.StartsWith("Read at ") || text.StartsWith("Write at ") || text.StartsWith("Previous ") || text.StartsWith("Atomic ") || text.StartsWith("Read by ") || text.StartsWith("Write by ");
}
