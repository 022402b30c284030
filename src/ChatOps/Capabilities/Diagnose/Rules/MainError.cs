using ChatOps.Traces;

namespace ChatOps.Capabilities.Diagnose.Rules;

/// <summary>The error that started it all: the innermost cause of the first trace, or the first error line.</summary>
/// <param name="Type">Its type as printed; empty when unknown.</param>
/// <param name="Message">Its message.</param>
/// <param name="Frames">Its frames, innermost first; empty without a trace.</param>
internal sealed record MainError(string Type, string Message, IReadOnlyList<Frame> Frames)
{
    private const int MaxMessage = 300;

    /// <summary>Type and message on one line.</summary>
    public string Title => Type.Length == 0 ? Short : Short.Length == 0 ? Type : $"{Type}: {Short}";

    private string Short => Message.ReplaceLineEndings(" ").Trim() is var line && line.Length > MaxMessage ? line[..MaxMessage] + "…" : line;

    /// <summary>Finds it; null when the text states no error.</summary>
    public static MainError? Of(ParsedText parsed)
    {
        if (parsed.Traces.FirstOrDefault(trace => trace.Type is not null || trace.Frames.Count > 0) is { } trace)
        {
            var all = trace.Frames;
            while (trace.Related.FirstOrDefault(related => related.Relation == TraceRelation.Cause) is { } cause)
                trace = cause.Trace;
            return new MainError(trace.Type ?? "", trace.Message, trace.Frames.Count > 0 ? trace.Frames : all);
        }
        return parsed.Errors.Count > 0 ? new MainError(parsed.Errors[0].Type ?? "", parsed.Errors[0].Message, []) : null;
    }

    /// <summary>The way into the failing line through the program's own functions, outermost first; empty when there is nothing to tell.</summary>
    public IReadOnlyList<string> Way()
    {
        var own = Frames.Where(frame => !frame.IsRuntime && !frame.IsDependency && (frame.Function ?? frame.Path) is not null).Take(6).Reverse().ToList();
        return own.Count < 2 ? [] : [.. own.Select(frame => frame.Line is { } line && frame.Path is { } path ? $"`{frame.Function ?? "?"}` ({Path.GetFileName(path)}:{line})" : $"`{frame.Function ?? frame.Path}`")];
    }
}
