namespace ChatOps.Traces;

/// <summary>Reads one native frame as gdb, lldb, the sanitizers or valgrind print it.</summary>
internal static class NativeFrame
{
    public static Frame? Read(ReadOnlySpan<char> line, int textLine)
    {
        var process = WithoutProcess(line.Trim());
        if (process.Length < line.Trim().Length && (process.StartsWith("at 0x") || process.StartsWith("by 0x")))
            return Valgrind(process[3..], textLine);
        line = process;
        if (line.StartsWith("* "))
            line = line[2..].TrimStart();
        if (line.StartsWith("frame #"))
            line = line["frame ".Length..];
        if (!line.StartsWith("#"))
            return null;
        var digits = Scan.LeadingDigits(line[1..]);
        if (digits.IsEmpty || digits.Length > 5)
            return null;
        line = line[(1 + digits.Length)..].TrimStart(": ");
        var addressed = line.StartsWith("0x");
        if (line.StartsWith("pc "))
            return Android(line[3..], textLine);
        if (addressed)
        {
            var blank = line.IndexOf(' ');
            line = blank < 0 ? default : line[blank..].TrimStart();
            if (line.StartsWith("in "))
                line = line[3..];
        }
        return line.IsEmpty || line.Contains(".php", StringComparison.Ordinal) ? null : Call(line, addressed, textLine);
    }

    /// <summary>Whether a line is the first frame of a stack.</summary>
    public static bool IsFirst(ReadOnlySpan<char> line)
    {
        line = line.TrimStart(" *");
        if (line.StartsWith("frame "))
            line = line[6..];
        return line.StartsWith("#0 ") || line.StartsWith("#0\t") || line.StartsWith("#0:") || line.StartsWith("#00 ");
    }

    /// <summary>Takes <c>==12345==</c> off.</summary>
    public static ReadOnlySpan<char> WithoutProcess(ReadOnlySpan<char> line)
    {
        if (!line.StartsWith("=="))
            return line;
        var end = line[2..].IndexOf("==");
        return end > 0 && Scan.Number(line.Slice(2, end)) is not null ? line[(end + 4)..].TrimStart() : line;
    }

    /// <summary>The place at the head of <c>cart.c:12:3: runtime error: …</c>.</summary>
    public static Frame? RuntimeErrorPlace(ReadOnlySpan<char> line, int textLine)
    {
        var at = line.IndexOf(": runtime error: ");
        return at > 0 && Scan.TryPlace(line[..at], out var path, out var number, out var column) && !path.Contains(' ') ? Frame(default, path, number, column, textLine) : null;
    }

    private static Frame? Call(ReadOnlySpan<char> line, bool addressed, int textLine)
    {
        // Sanitizers add the module and its build at the end.
        if (line.EndsWith(")") && line.LastIndexOf(" (BuildId:") is > 0 and var build)
            line = line[..build];
        if (line.EndsWith(")") && line.LastIndexOf(" (") is > 0 and var added && line[added..].Contains("+0x", StringComparison.Ordinal) && line[..added].LastIndexOf(' ') is > 0 and var placed && Scan.TryPlace(line[(placed + 1)..added], out _, out _, out _))
            line = line[..added];
        // gdb: "f (a=1, b=...) at x.c:12"; lldb: "app`f(a=1) at x.c:12:3"; sanitizers: "f(int) /src/x.c:12:3" or "f (/lib/x.so+0x12)".
        var at = line.LastIndexOf(" at ");
        if (at > 0 && Scan.TryPlace(line[(at + 4)..].Trim(), out var path, out var number, out var column))
            return Frame(line[..at], path, number, column, textLine);
        var from = line.LastIndexOf(" from /");
        if (from > 0)
            return Frame(line[..from], default, null, null, textLine, line[(from + 6)..]);
        var blank = line.LastIndexOf(' ');
        if (blank > 0 && Scan.TryPlace(line[(blank + 1)..], out path, out number, out column) && (addressed || path.Contains('/') || column is not null))
            return Frame(line[..blank], path, number, column, textLine);
        if (addressed && line.EndsWith(")") && line.LastIndexOf(" (/") is > 0 and var module)
            return Frame(line[..module], default, null, null, textLine, line[(module + 2)..^1]);
        if (addressed && line.StartsWith("(/"))
            return Frame(default, default, null, null, textLine, line[1..].TrimEnd(')'));
        return (addressed && line.Contains('(')) || (line.EndsWith(")") && line.Contains(" (", StringComparison.Ordinal)) ? Frame(line, default, null, null, textLine) : null;
    }

    private static Frame? Valgrind(ReadOnlySpan<char> line, int textLine)
    {
        var colon = line.IndexOf(": ");
        if (colon < 0)
            return null;
        line = line[(colon + 2)..];
        var open = line.LastIndexOf('(');
        if (open < 0 || !line.EndsWith(")"))
            return Frame(line, default, null, null, textLine);
        var place = line[(open + 1)..^1];
        return Scan.TryPlace(place, out var path, out var number, out _) ? Frame(line[..open], path, number, null, textLine) : Frame(line[..open], default, null, null, textLine, place.StartsWith("in ") ? place[3..] : default);
    }

    /// <summary>Android: <c>#00 pc 0000000000012345  /system/lib64/libc.so (abort+164)</c>.</summary>
    private static Frame? Android(ReadOnlySpan<char> line, int textLine)
    {
        var slash = line.IndexOf('/');
        if (slash < 0)
            return null;
        var module = line[slash..];
        var open = module.IndexOf(" (");
        if (open < 0)
            return Frame(default, default, null, null, textLine, module);
        var function = module[(open + 2)..];
        var plus = function.IndexOfAny('+', ')');
        return Frame(plus > 0 ? function[..plus] : function, default, null, null, textLine, module[..open]);
    }

    private static Frame Frame(ReadOnlySpan<char> call, ReadOnlySpan<char> path, int? line, int? column, int textLine, ReadOnlySpan<char> module = default)
    {
        call = call.Trim();
        var tick = call.IndexOf('`');
        if (tick > 0 && module.IsEmpty)
            module = call[..tick];
        if (tick > 0)
            call = call[(tick + 1)..];
        var name = NameOf(call);
        var colons = name.LastIndexOf("::");
        var file = path.IsEmpty ? null : Scan.Path(path);
        return new Frame
        {
            Path = file,
            Line = line is > 0 ? line : null,
            Column = column is > 0 ? column : null,
            Function = name.IsEmpty ? null : (colons > 0 ? name[(colons + 2)..] : name).ToString(),
            Type = colons > 0 ? name[..colons].ToString() : null,
            Module = module.IsEmpty ? null : module.Trim().ToString(),
            IsRuntime = IsRuntime(name, file, module),
            TextLine = textLine,
        };
    }

    /// <summary>The name before its parameters, without template arguments; <c>operator()</c> keeps its parentheses.</summary>
    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> call)
    {
        var end = 0;
        var depth = 0;
        if (call.StartsWith("(anonymous namespace)::"))
            call = call["(anonymous namespace)::".Length..];
        for (; end < call.Length; end++)
        {
            if (call[end] == '<')
                depth++;
            else if (call[end] == '>')
                depth--;
            else if (depth <= 0 && call[end] is '(' or ' ' && !call[..end].EndsWith("operator"))
                break;
        }
        call = call[..end];
        return call.Contains('<') && !call.Contains("operator", StringComparison.Ordinal) ? Scan.WithoutGenerics(call) : call;
    }

    private static bool IsRuntime(ReadOnlySpan<char> name, string? file, ReadOnlySpan<char> module) =>
        name.StartsWith("__libc_") || name.StartsWith("__asan") || name.StartsWith("__interceptor") || name.StartsWith("__GI_") || name.StartsWith("__pthread") || name.StartsWith("std::") || name is "_start" or "raise" or "abort" or "start_thread" or "clone" or "clone3"
        || module.StartsWith("/lib") || module.StartsWith("/usr/lib") || module.StartsWith("/system/lib") || module.StartsWith("/apex/")
        || (file is not null && (file.StartsWith("/usr/include/", StringComparison.Ordinal) || file.Contains("/libsanitizer/", StringComparison.Ordinal) || file.Contains("/compiler-rt/", StringComparison.Ordinal) || file.StartsWith("../sysdeps/", StringComparison.Ordinal) || file.StartsWith("../nptl/", StringComparison.Ordinal) || file.StartsWith("./nptl/", StringComparison.Ordinal)));
}
