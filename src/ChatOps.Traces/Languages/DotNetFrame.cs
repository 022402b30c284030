namespace ChatOps.Traces;

/// <summary>Reads one .NET frame and undoes what the compiler did to its names.</summary>
internal static class DotNetFrame
{
    private static readonly string[] RuntimePrefixes = ["System.", "Microsoft.Win32.", "Interop.", "Internal.", "Mono.Runtime", "mscorlib"];

    /// <summary>Reads <c>at Shop.Cart.&lt;AddAsync&gt;d__3.MoveNext() in C:\src\Cart.cs:line 12</c>.</summary>
    public static Frame? Read(ReadOnlySpan<char> line, int textLine)
    {
        var call = DotNetWords.AfterAt(line);
        if (call.IsEmpty)
            return null;
        var worded = line.TrimStart().StartsWith("at");
        call = AfterWrapper(call.TrimStart());
        var open = call.IndexOf('(');
        if (open <= 0)
            return null;
        var close = ClosingParenthesis(call, open);
        var head = call[..open].TrimEnd();
        var after = close < 0 ? default : call[(close + 1)..];
        if (close < 0 || !IsCall(head) || call[open..close].Contains(".java:", StringComparison.Ordinal))
            return null;
        var iterator = after.StartsWith("+MoveNext()");
        if (iterator)
            after = after["+MoveNext()".Length..];
        if (!TryFile(after, out var path, out var number, out var clean) || (!clean && !worded))
            return null;
        var (type, function) = Names(head);
        if (type is null && !worded)
            return null;
        return new Frame
        {
            Path = path,
            Line = number,
            Function = function,
            Type = type,
            IsRuntime = type is not null && IsRuntime(type),
            IsDependency = path is not null && path.Contains("/.nuget/packages/", StringComparison.OrdinalIgnoreCase),
            TextLine = textLine,
        };
    }

    private static ReadOnlySpan<char> AfterWrapper(ReadOnlySpan<char> call)
    {
        if (!call.StartsWith("(wrapper "))
            return call;
        var close = call.IndexOf(')');
        return close < 0 ? call : call[(close + 1)..].TrimStart();
    }

    private static int ClosingParenthesis(ReadOnlySpan<char> text, int open)
    {
        var depth = 0;
        for (var at = open; at < text.Length; at++)
        {
            if (text[at] == '(')
                depth++;
            else if (text[at] == ')' && --depth == 0)
                return at;
        }
        return -1;
    }

    /// <summary>A call is one name without blanks, unless they stand in the brackets of type arguments.</summary>
    private static bool IsCall(ReadOnlySpan<char> head)
    {
        if (head.IsEmpty || !(Scan.IsWord(head[0]) || head[0] is '<' or '.'))
            return false;
        var depth = 0;
        foreach (var c in head)
        {
            if (c is '[' or '<')
                depth++;
            else if (c is ']' or '>')
                depth--;
            else if (depth <= 0 && !Scan.IsWord(c) && c is not ('.' or '`' or '+' or '|' or ':' or '/' or '-' or ',' or '&' or '*' or '=' or '@' or '~'))
                return false;
            else if (c is '"' or '\'')
                return false;
        }
        return head.ContainsAny('.', ':', '`') || head.StartsWith("lambda_method") || (head.Length > 2 && char.IsLetter(head[0]));
    }

    /// <summary>Reads <c> [0x00012] in /src/Cart.cs:line 12</c> in any language: a word, then the path to the last colon, then perhaps a word, then digits.</summary>
    private static bool TryFile(ReadOnlySpan<char> rest, out string? path, out int? line, out bool clean)
    {
        (path, line, clean) = (null, null, true);
        rest = rest.Trim();
        if (rest.EndsWith("<---"))
            rest = rest[..^4].TrimEnd();
        if (rest.StartsWith("[0x") && rest.IndexOf(']') is > 0 and var bracket)
            rest = rest[(bracket + 1)..].TrimStart();
        if (rest.StartsWith("<0x") && rest.IndexOf('>') is > 0 and var angle)
            rest = rest[(angle + 1)..].TrimStart();
        if (rest.IsEmpty)
            return true;
        var blank = rest.IndexOf(' ');
        if (blank is < 1 or > 8)
            return (clean = false) || rest.Length < 12;
        var place = rest[(blank + 1)..].Trim();
        var end = place.Length;
        while (end > 0 && !char.IsAsciiDigit(place[end - 1]))
            end--;
        if (place.Length - end > 3)
            end = 0;
        var digits = end;
        while (digits > 0 && char.IsAsciiDigit(place[digits - 1]))
            digits--;
        var colon = digits - 1;
        while (colon > 0 && digits - colon < 14 && place[colon] != ':' && place[colon] is not ('/' or '\\' or '.'))
            colon--;
        if (end == 0 || colon <= 0 || place[colon] != ':')
        {
            clean = place.ContainsAny('/', '\\');
            path = clean ? Known(place) : null;
            return true;
        }
        path = Known(place[..colon]);
        line = path is null ? null : Scan.Number(place[digits..end]) is > 0 and var number ? number : null;
        return true;
    }

    /// <summary>Mono prints a hash, or nothing, for assemblies without symbols.</summary>
    private static string? Known(ReadOnlySpan<char> path)
    {
        path = path.Trim();
        return path.IsEmpty || path[0] == '<' || path.Contains("unknown>", StringComparison.Ordinal) ? null : Scan.Path(path);
    }

    private static bool IsRuntime(string type)
    {
        foreach (var prefix in RuntimePrefixes)
        {
            if (type.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    /// <summary>
    /// Splits a call into its type and method as the source names them: <c>Cart.&lt;AddAsync&gt;d__3.MoveNext</c> is <c>Cart</c> and <c>AddAsync</c>,
    /// <c>Cart.&lt;&gt;c.&lt;Total&gt;b__4_0</c> is <c>Cart</c> and <c>Total</c>, <c>Cart.&lt;Total&gt;g__Sum|4_1</c> is <c>Cart</c> and <c>Sum</c>. Nested types are joined by a dot.
    /// </summary>
    public static (string? Type, string Function) Names(ReadOnlySpan<char> call)
    {
        Span<Range> parts = stackalloc Range[40];
        var count = Split(call, parts);
        string? function = null;
        var typeParts = count - 1;
        for (var part = 0; part < count; part++)
        {
            var text = call[parts[part]];
            if (text.IsEmpty || text[0] != '<')
                continue;
            // From the first piece of compiler work on, nothing is a type of the source any more.
            typeParts = Math.Min(typeParts, part);
            if (SourceName(text) is { } name)
                function = name;
        }
        function ??= WithoutGenerics(call[parts[count - 1]]);
        if (function.Length == 0)
            function = WithoutGenerics(call);
        if (call.EndsWith("..ctor"))
            (function, typeParts) = (".ctor", count - 2);
        else if (call.EndsWith("..cctor"))
            (function, typeParts) = (".cctor", count - 2);
        if (typeParts <= 0)
            return (null, function);
        var type = new System.Text.StringBuilder();
        for (var part = 0; part < typeParts; part++)
        {
            var name = WithoutGenerics(call[parts[part]]);
            if (name.Length > 0)
                type.Append(type.Length > 0 ? "." : "").Append(name);
        }
        return (type.Length == 0 ? null : type.ToString(), function);
    }

    /// <summary>Splits at dots, pluses, slashes and Mono's colon outside of brackets; the last range takes what does not fit.</summary>
    private static int Split(ReadOnlySpan<char> call, Span<Range> parts)
    {
        var (count, start, depth) = (0, 0, 0);
        for (var at = 0; at < call.Length && count < parts.Length - 1; at++)
        {
            if (call[at] is '<' or '[')
                depth++;
            else if (call[at] is '>' or ']')
                depth--;
            else if (depth == 0 && call[at] is '.' or '+' or '/' or ':')
            {
                parts[count++] = start..at;
                start = at + 1;
            }
        }
        parts[count++] = start..call.Length;
        return count;
    }

    /// <summary>The name inside of <c>&lt;Name&gt;d__3</c>, the innermost of <c>&lt;&lt;Name&gt;b__0&gt;d</c>, or the local function of <c>&lt;Name&gt;g__Local|3_0</c>.</summary>
    private static string? SourceName(ReadOnlySpan<char> text)
    {
        var local = text.IndexOf(">g__");
        if (local > 0)
        {
            var name = text[(local + 4)..];
            var bar = name.IndexOf('|');
            return (bar < 0 ? name : name[..bar]).ToString();
        }
        text = text.TrimStart('<');
        var close = text.IndexOf('>');
        return close <= 0 ? null : WithoutGenerics(text[..close]) is { Length: > 0 } found ? found : null;
    }

    private static string WithoutGenerics(ReadOnlySpan<char> name)
    {
        var end = name.IndexOfAny('`', '[');
        if (end >= 0)
            name = name[..end];
        var angle = name.IndexOf('<');
        return (angle > 0 ? name[..angle] : name).ToString();
    }
}
