using ChatOps.Traces;

namespace ChatOps.Capabilities.Fix.Planning;

/// <summary>What a pasted text is about, on one line.</summary>
internal static class ErrorHeadline
{
    private const int Longest = 300;

    /// <summary>Type and message of the first trace's innermost cause, else the first error line, else the first line.</summary>
    public static string Of(string text)
    {
        var parsed = TraceParser.Parse(text);
        var trace = parsed.Traces.FirstOrDefault(one => one.Type is not null);
        while (trace?.Related.FirstOrDefault(related => related.Relation == TraceRelation.Cause && related.Trace.Type is not null) is { } cause)
            trace = cause.Trace;
        var line = trace is not null ? Join(trace.Type, trace.Message)
            : parsed.Errors is [var error, ..] ? Join(error.Type, error.Message)
            : text.Split('\n').Select(one => one.Trim()).FirstOrDefault(one => one.Length > 0) ?? "";
        line = string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }

    private static string Join(string? type, string message) => type is null || message.StartsWith(type, StringComparison.Ordinal) ? message : message.Length == 0 ? type : $"{type}: {message}";
}
