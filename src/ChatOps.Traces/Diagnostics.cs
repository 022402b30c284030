namespace ChatOps.Traces;

/// <summary>Reads compiler diagnostics: an error with the place in the source that it is about.</summary>
internal static class Diagnostics
{
    private static readonly string[] Sources =
    [
        ".cs", ".fs", ".vb", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".vue", ".svelte", ".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".m", ".mm", ".go", ".java", ".kt", ".kts", ".scala", ".groovy", ".rs", ".py", ".rb", ".php",
        ".ex", ".exs", ".erl", ".swift", ".csproj", ".targets", ".props", ".razor", ".cshtml", ".proto", ".sql", ".tf", ".yaml", ".yml", ".json", ".css", ".scss", ".zig", ".dart", ".hs", ".lua", ".sh",
    ];

    /// <summary>Reads the diagnostic on a line; rustc's place stands on the next one.</summary>
    public static ErrorLine? Read(Lane lane, int index)
    {
        var line = lane.Trimmed(index);
        var number = lane.Number(index);
        return Parenthesised(line, number) ?? Rust(lane, index) ?? Php(line, number) ?? Colons(line, number) ?? Maven(line, number);
    }

    /// <summary>MSBuild and tsc: <c>src/app.ts(12,5): error TS2304: Cannot find name 'x'. [web.csproj]</c>.</summary>
    private static ErrorLine? Parenthesised(ReadOnlySpan<char> line, int number)
    {
        var at = line.IndexOf("): error ");
        if (at < 0)
            at = line.IndexOf("): fatal error ");
        if (at <= 0)
            return null;
        var open = line[..at].LastIndexOf('(');
        if (open <= 0)
            return null;
        var place = line[(open + 1)..at];
        var comma = place.IndexOf(',');
        if (Scan.Number(comma < 0 ? place : place[..comma]) is not { } row)
            return null;
        var rest = line[(at + 3)..];
        rest = rest[(rest.IndexOf("error ") + 6)..];
        var column = comma < 0 ? default : place[(comma + 1)..];
        var next = column.IndexOf(',');
        return Line(line[..open], row, Scan.Number(next < 0 ? column : column[..next]), rest, number);
    }

    /// <summary>gcc, clang, go, javac, tsc's newer form: <c>cart.c:12:3: error: message</c>.</summary>
    private static ErrorLine? Colons(ReadOnlySpan<char> line, int number)
    {
        if (line.StartsWith("e: "))
            line = line[3..];
        var dash = line.IndexOf(" - error ");
        if (dash > 0 && Scan.TryPlace(line[..dash], out var file, out var row, out var column))
            return IsSource(file) ? Line(file, row, column, line[(dash + 9)..], number) : null;
        for (var from = 0; from < line.Length && from < 400;)
        {
            var hit = line[from..].IndexOf(": ");
            if (hit < 0)
                return null;
            var at = from + hit;
            if (Scan.TryPlace(line[..at], out file, out row, out column) && IsSource(file))
            {
                var rest = line[(at + 2)..].TrimStart();
                var worded = rest.StartsWith("error") || rest.StartsWith("fatal error");
                if (worded)
                    rest = rest[(rest.IndexOf("error") + 5)..].TrimStart(": ");
                // Go's compiler and its tests write no "error"; warnings and notes do say what they are.
                var plain = file.EndsWith(".go") || file.EndsWith(".kt") || file.EndsWith(".kts");
                return worded || (plain && !rest.StartsWith("warning") && rest.Length > 3) ? Line(file, row, column, rest, number) : null;
            }
            from = at + 2;
        }
        return null;
    }

    /// <summary>Maven: <c>/src/Cart.java:[12,3] cannot find symbol</c>.</summary>
    private static ErrorLine? Maven(ReadOnlySpan<char> line, int number)
    {
        var at = line.IndexOf(":[");
        if (at <= 0 || !IsSource(line[..at]) || line[at..].IndexOf(']') is not (> 2 and var close))
            return null;
        var place = line.Slice(at + 2, close - 2);
        var comma = place.IndexOf(',');
        return Scan.Number(comma < 0 ? place : place[..comma]) is { } row ? Line(line[..at], row, comma < 0 ? null : Scan.Number(place[(comma + 1)..]), line[(at + close + 1)..].Trim(), number) : null;
    }

    /// <summary><c>PHP Parse error:  syntax error, unexpected '}' in /srv/cart.php on line 12</c>.</summary>
    private static ErrorLine? Php(ReadOnlySpan<char> line, int number)
    {
        var error = line.IndexOf("rror: ");
        if (error < 0 || !PhpFrame.TryOnLine(line, out var path, out var row, out var said) || said.Length < error + 6)
            return null;
        var type = line[..(error + 4)];
        return Line(path, row, null, said[(error + 5)..].Trim(), number) with { Type = (type.StartsWith("PHP ") ? type[4..] : type).ToString() };
    }

    /// <summary><c>error[E0425]: cannot find value</c>, then <c>  --&gt; src/main.rs:4:5</c>.</summary>
    private static ErrorLine? Rust(Lane lane, int index)
    {
        var line = lane.Trimmed(index);
        if (!line.StartsWith("error"))
            return null;
        for (var next = index + 1; next < lane.Count && next - index < 3; next++)
        {
            var text = lane.Trimmed(next);
            if (text.StartsWith("--> ") && Scan.TryPlace(text[4..], out var file, out var row, out var column))
            {
                var code = line.StartsWith("error[") && line.IndexOf(']') is > 6 and var close ? line[6..close] : default;
                var colon = line.IndexOf(": ");
                return Line(file, row, column, colon < 0 ? line : line[(colon + 2)..], lane.Number(index)) with { Type = code.IsEmpty ? null : code.ToString() };
            }
        }
        return null;
    }

    private static bool IsSource(ReadOnlySpan<char> file)
    {
        var dot = file.LastIndexOf('.');
        if (dot < 0 || file.Length - dot > 10)
            return false;
        foreach (var source in Sources)
        {
            if (file[dot..].Equals(source, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    /// <summary>The message may begin with the compiler's code: <c>CS0103: The name …</c>.</summary>
    private static ErrorLine Line(ReadOnlySpan<char> file, int row, int? column, ReadOnlySpan<char> rest, int number)
    {
        rest = rest.Trim();
        var colon = rest.IndexOf(':');
        var code = colon is > 2 and < 12 && char.IsAsciiLetter(rest[0]) && char.IsAsciiDigit(rest[colon - 1]) && !rest[..colon].Contains(' ') ? rest[..colon] : default;
        if (!code.IsEmpty)
            rest = rest[(colon + 1)..].Trim();
        // A path stands at the end of what comes before: "ERROR in src/app.ts".
        file = file.Trim();
        if (file.StartsWith("ERROR in "))
            file = file["ERROR in ".Length..];
        if (file.StartsWith("file://"))
            file = file["file://".Length..];
        return new ErrorLine
        {
            Type = code.IsEmpty ? null : code.ToString(),
            Message = (rest.Length > 2_000 ? rest[..2_000] : rest).ToString(),
            At = new Frame { Path = Scan.Path(file), Line = row > 0 ? row : null, Column = column is > 0 ? column : null, TextLine = number },
            TextLine = number,
        };
    }
}
