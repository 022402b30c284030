using System.Text;
using ChatOps.Traces;

namespace ChatOps.Tests.Traces;

/// <summary>Writes what was parsed in the compact form that the examples' expectations use.</summary>
internal static class Rendered
{
    /// <summary>One line per trace, frame, related error and error line; indentation shows what belongs to what.</summary>
    public static string Text(ParsedText parsed)
    {
        var text = new StringBuilder();
        foreach (var trace in parsed.Traces)
            Append(text, trace, "", "");
        foreach (var error in parsed.Errors)
        {
            text.Append("error ").Append(error.Type ?? "-").Append(" | ").Append(OneLine(error.Message));
            if (error.At is { } at)
                text.Append(" | ").Append(Place(at));
            text.Append('\n');
        }
        return text.ToString().TrimEnd();
    }

    private static void Append(StringBuilder text, Trace trace, string indent, string relation)
    {
        text.Append(indent).Append(relation).Append(trace.Language).Append(' ').Append(trace.Type ?? "-").Append(" | ").Append(OneLine(trace.Message));
        if (trace.Thread is not null)
            text.Append(" | thread ").Append(trace.Thread);
        if (trace.Truncated)
            text.Append(" | truncated");
        text.Append('\n');
        foreach (var frame in trace.Frames)
        {
            text.Append(indent).Append("  ").Append(Place(frame)).Append(' ').Append(frame.Type ?? "-").Append(' ').Append(frame.Function ?? "-");
            text.Append(frame.IsRuntime ? " runtime" : "").Append(frame.IsDependency ? " dependency" : "").Append('\n');
        }
        foreach (var related in trace.Related)
            Append(text, related.Trace, indent + "  ", $"{related.Relation}: ");
    }

    private static string Place(Frame frame) =>
        $"{frame.Path ?? "-"}{(frame.Line is { } line ? $":{line}" : "")}{(frame.Column is { } column ? $":{column}" : "")}";

    private static string OneLine(string message)
    {
        var line = message.ReplaceLineEndings("\\n");
        return line.Length > 160 ? line[..160] + "…" : line;
    }
}
