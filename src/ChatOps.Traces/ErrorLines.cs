namespace ChatOps.Traces;

/// <summary>Finds the lines that state an error and belong to no trace.</summary>
internal static class ErrorLines
{
    /// <summary>The most error lines read from one text; a log of a thousand equal lines says no more than these.</summary>
    private const int MaxErrors = 200;

    private const int MaxMessage = 2_000;

    /// <summary>Everyday words of runtimes that name no type. The wording is the runtimes' own.</summary>
    private static readonly string[] Phrases =
    [
        "undefined method ", "undefined local variable", "uninitialized constant ", "Cannot read propert", "Cannot call method", "Cannot set propert", "is not a function", "is not defined", "Cannot find module",
        "has no attribute ", "Object reference not set", "Segmentation fault", "segmentation fault", "Task timed out after ", "command not found", "No such file or directory", "OOMKilled", "Out of memory", "out of memory",
        "missing 1 required positional argument", "got an unexpected keyword argument", "nil pointer dereference", "deadlock detected", "stack level too deep", "Maximum call stack size",
    ];

    private static readonly string[] Levels = ["ERROR", "Error", "error", "FATAL", "Fatal", "fatal", "SEVERE", "CRITICAL", "npm ERR!", "panic", "Uncaught exception", "PHP Fatal error", "PHP Parse error", "PHP Warning", "PHP Notice", "** (exit)", "** (EXIT)", "Parse error", "Fatal error"];

    /// <summary>Adds the error lines of <paramref name="lane"/> to <paramref name="errors"/>.</summary>
    /// <returns>How many were left out.</returns>
    public static int Read(Lane lane, List<ErrorLine> errors)
    {
        var leftOut = 0;
        for (var index = 0; index < lane.Count; index++)
        {
            if ((lane.Hints(index) & Hints.Error) == 0 || lane.IsClaimed(index))
                continue;
            var found = Diagnostics.Read(lane, index) ?? Read(lane.Trimmed(index), lane.Number(index), (lane.Hints(index) & Hints.ErrorLevel) != 0);
            if (found is null)
                continue;
            if (errors.Count < MaxErrors)
                errors.Add(found);
            else
                leftOut++;
        }
        return leftOut;
    }

    private static ErrorLine? Read(ReadOnlySpan<char> line, int number, bool isErrorRecord)
    {
        if (line.Length < 4)
            return null;
        // AWS names the type inside of its sentence.
        var call = line.IndexOf("An error occurred (");
        if (call >= 0 && line[(call + 19)..].IndexOf(')') is > 0 and var close)
            return Line(line.Slice(call + 19, close), line[call..], number);
        if (ErrorHead.TryFind(line, false, out var start, out var end) && IsStated(line, start, end))
            return Line(line[start..end], line[end..].TrimStart().TrimStart(':').Trim(), number);
        foreach (var level in Levels)
        {
            if (line.StartsWith(level) && line.Length > level.Length + 2 && line[level.Length] is ':' or ' ' or '[' && (line[level.Length] != ' ' || level.Contains(' ') || line.Contains(": ", StringComparison.Ordinal)))
                return Line(default, line[level.Length..].TrimStart(": ").Trim(), number);
        }
        foreach (var phrase in Phrases)
        {
            if (line.Contains(phrase, StringComparison.Ordinal))
                return Line(default, line, number);
        }
        return isErrorRecord ? Line(default, line, number) : null;
    }

    /// <summary>A name that ends in "Error" and a colon states an error; inside of a sentence of prose it does not.</summary>
    private static bool IsStated(ReadOnlySpan<char> line, int start, int end) =>
        line[end..].TrimStart().StartsWith(":") || start == 0 || (end == line.Length && line[..start].TrimEnd() is { IsEmpty: false } before && before[^1] is ':' or ']' or '-' or '>' or '|');

    private static ErrorLine Line(ReadOnlySpan<char> type, ReadOnlySpan<char> message, int number) => new()
    {
        Type = type.IsEmpty ? null : type.ToString(),
        Message = (message.Length > MaxMessage ? message[..MaxMessage] : message).ToString(),
        TextLine = number,
    };
}
