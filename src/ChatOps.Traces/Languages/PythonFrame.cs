namespace ChatOps.Traces;

/// <summary>Reads one Python frame in the forms of the interpreter, pytest, IPython and rich.</summary>
internal static class PythonFrame
{
    public static Frame? Read(ReadOnlySpan<char> line, int textLine)
    {
        var at = line.IndexOf("File \"");
        if (at >= 0)
            return Interpreter(line[(at + 6)..], textLine);
        if (line.TrimStart().StartsWith("File "))
            return Placed(line.TrimStart()[5..], ", in ", textLine);
        return line.Contains(".py:", StringComparison.Ordinal) ? Placed(line.Trim(" \t│❱|"), ": in ", textLine) ?? Placed(line.Trim(" \t│❱|"), " in ", textLine) : null;
    }

    /// <summary><c>/srv/app.py", line 12, in main</c>; faulthandler leaves out the comma.</summary>
    private static Frame? Interpreter(ReadOnlySpan<char> rest, int textLine)
    {
        var quote = rest.IndexOf('"');
        if (quote <= 0)
            return null;
        var path = rest[..quote];
        rest = rest[(quote + 1)..];
        if (!rest.StartsWith(", line "))
            return null;
        rest = rest[", line ".Length..];
        var digits = Scan.LeadingDigits(rest);
        if (Scan.Number(digits) is not { } number)
            return null;
        rest = rest[digits.Length..].TrimStart(',');
        return Frame(path, number, rest.StartsWith(" in ") ? rest[4..] : default, textLine);
    }

    /// <summary><c>/srv/app.py:12: in main</c>.</summary>
    private static Frame? Placed(ReadOnlySpan<char> text, string before, int textLine)
    {
        var at = text.IndexOf(before);
        if (at <= 0 || text[..at].Contains(' ') || !Scan.TryPlace(text[..at], out var path, out var number, out _) || !(path.EndsWith(".py") || path.EndsWith(".pyx")))
            return null;
        return Frame(path, number, text[(at + before.Length)..], textLine);
    }

    private static Frame Frame(ReadOnlySpan<char> path, int number, ReadOnlySpan<char> function, int textLine)
    {
        function = function.Trim();
        var open = function.IndexOf('(');
        if (open > 0)
            function = function[..open];
        var file = Scan.Path(path);
        var dependency = file.Contains("/site-packages/", StringComparison.Ordinal) || file.Contains("/dist-packages/", StringComparison.Ordinal);
        // Python 3.11 and later print the qualified name with some tools: "Cart.add".
        var dot = function.LastIndexOf('.');
        var qualified = dot > 0 && function.IndexOfAny('<', ' ') < 0;
        return new Frame
        {
            Path = file,
            Line = number is > 0 ? number : null,
            Function = function.IsEmpty ? null : (qualified ? function[(dot + 1)..] : function).ToString(),
            Type = qualified ? function[..dot].ToString() : null,
            IsDependency = dependency,
            IsRuntime = !dependency && IsRuntime(file),
            TextLine = textLine,
        };
    }

    private static bool IsRuntime(string file)
    {
        if (file.StartsWith("<frozen ", StringComparison.Ordinal))
            return true;
        // "/usr/lib/python3.11/json/decoder.py", "C:/Python39/lib/asyncio/events.py"
        for (var at = file.IndexOf("ython", StringComparison.Ordinal); at >= 0;)
        {
            var rest = file.AsSpan(at + 5);
            var version = VersionEnd(rest);
            if (version > 0 && rest[version] == '/' && (file.AsSpan(0, at).EndsWith("/p") && file.AsSpan(0, at).Contains("/lib", StringComparison.OrdinalIgnoreCase) || rest[version..].StartsWith("/lib/", StringComparison.OrdinalIgnoreCase)))
                return true;
            var next = file.IndexOf("ython", at + 5, StringComparison.Ordinal);
            at = next;
        }
        return false;
    }

    private static int VersionEnd(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
            end++;
        return end < text.Length ? end : -1;
    }
}
