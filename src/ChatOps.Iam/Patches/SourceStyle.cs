using ChatOps.Iam.Hcl;

namespace ChatOps.Iam.Patches;

/// <summary>How a file is laid out around a place: its line ends and indentation.</summary>
internal static class SourceStyle
{
    /// <summary>The line end that a text uses.</summary>
    public static string LineEnd(string text) => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>The blanks that the line of an offset begins with.</summary>
    public static string Indent(string text, int offset)
    {
        var start = offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1;
        var end = start;
        while (end < text.Length && text[end] is ' ' or '\t')
            end++;
        return text[start..end];
    }

    /// <summary>Whether nothing but blanks stands before an offset in its line.</summary>
    public static bool StartsLine(string text, int offset) => (offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1) + Indent(text, offset).Length == offset;

    /// <summary>Whether a stretch covers more than one line.</summary>
    public static bool IsMultiLine(string text, HclSpan span) => text.AsSpan(span.Start, span.End - span.Start).Contains('\n');
}
