using System.Buffers;

namespace ChatOps.Traces;

/// <summary>The line that names an error: <c>Exception in thread "main" java.lang.IllegalStateException: no such order</c>.</summary>
/// <param name="Type">The type's name.</param>
/// <param name="Message">What follows the type; empty when nothing does.</param>
/// <param name="Thread">The thread the line names, if any.</param>
internal sealed record ErrorHead(string? Type, string Message, string? Thread = null)
{
    private static readonly SearchValues<string> Endings = SearchValues.Create(
        ["Error", "Exception", "Failure", "Fault", "Throwable", "Interrupt", "Exit", "NotFound", "Timeout", "Warning", "Conflict", "Refused", "Invalid", "Panic", "Expired", "Denied"],
        StringComparison.Ordinal);

    /// <summary>Reads <paramref name="line"/> as the head of a trace: a name that looks like an error, then its message.</summary>
    /// <param name="line">The line.</param>
    /// <param name="lenient">Whether any name followed by a colon will do, as it does right above a frame.</param>
    public static ErrorHead? Read(ReadOnlySpan<char> line, bool lenient = false)
    {
        line = line.Trim();
        var thread = ThreadOf(line);
        if (!TryFind(line, lenient, out var start, out var end))
            return null;
        return new ErrorHead(line[start..end].ToString(), MessageAfter(line[end..]).ToString(), thread);
    }

    /// <summary>Finds the first name in <paramref name="line"/> that is an error's.</summary>
    public static bool TryFind(ReadOnlySpan<char> line, bool lenient, out int start, out int end)
    {
        start = 0;
        end = NameEnd(line, 0);
        if (end > 0 && EndsName(line, end) && (IsErrorName(line[..end]) || IsQualified(line[..end]) || (lenient && char.IsAsciiLetterUpper(line[0]) && line[end..].TrimStart().StartsWith(":"))))
            return true;
        for (var from = 0; from < line.Length;)
        {
            var hit = line[from..].IndexOfAny(Endings);
            if (hit < 0)
                return false;
            hit += from;
            start = hit;
            while (start > from && (IsNameChar(line[start - 1]) || (start > from + 1 && line[start - 1] == ':' && line[start - 2] == ':')))
                start -= line[start - 1] == ':' ? 2 : 1;
            while (start < hit && !char.IsLetter(line[start]) && line[start] != '_')
                start++;
            end = NameEnd(line, hit);
            if (EndsName(line, end) && (line[start..end].Contains('.') || line[start..end].Contains("::", StringComparison.Ordinal) || char.IsAsciiLetterUpper(line[start])) && IsErrorName(line[start..end]))
                return true;
            from = Math.Max(end, hit + 1);
        }
        return false;
    }

    /// <summary>Whether <paramref name="name"/> ends as error types do.</summary>
    public static bool IsErrorName(ReadOnlySpan<char> name)
    {
        var last = name[(name.LastIndexOfAny('.', ':', '\\') + 1)..];
        last = last[(last.LastIndexOf('$') + 1)..];
        var generic = last.IndexOf('`');
        if (generic > 0)
            last = last[..generic];
        if (last.Length == 0 || !char.IsUpper(last[0]))
            return false;
        return last.ContainsAny(Endings);
    }

    private static bool IsQualified(ReadOnlySpan<char> name)
    {
        var dot = name.LastIndexOfAny('.', '\\');
        return dot > 0 && dot + 1 < name.Length && char.IsAsciiLetterUpper(name[dot + 1]) && (char.IsAsciiLetterLower(name[0]) || name.StartsWith("System.") || name[0] == '_') && !name.Contains('/');
    }

    private static int NameEnd(ReadOnlySpan<char> line, int from)
    {
        var end = from;
        while (end < line.Length && (IsNameChar(line[end]) || (line[end] == ':' && end + 2 < line.Length && line[end + 1] == ':' && IsNameChar(line[end + 2]))))
            end += line[end] == ':' ? 2 : 1;
        while (end > from && line[end - 1] is '.' or '-' or '/')
            end--;
        return end;
    }

    private static bool IsNameChar(char c) => Scan.IsWord(c) || c is '.' or '`' or '+' or '\\' or '/' or '-';

    private static bool EndsName(ReadOnlySpan<char> line, int end)
    {
        var rest = line[end..];
        return rest.IsWhiteSpace() || rest[0] == ':' || rest.StartsWith(" :") || rest.StartsWith(" ---") || rest.StartsWith(" [") || rest.StartsWith(" (") || rest.StartsWith(" {");
    }

    private static ReadOnlySpan<char> MessageAfter(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        // Node prints an error's code between its name and the message: "TypeError [ERR_INVALID_ARG_TYPE]: …".
        if (rest.StartsWith("[") && rest.IndexOf("]:") is > 0 and var code)
            rest = rest[(code + 1)..];
        return rest.StartsWith(":") ? rest[1..].Trim() : rest.Trim();
    }

    private static string? ThreadOf(ReadOnlySpan<char> line)
    {
        var at = line.IndexOf("in thread \"");
        if (at < 0)
            return null;
        line = line[(at + 11)..];
        var close = line.IndexOf('"');
        return close < 0 ? null : line[..close].ToString();
    }
}
