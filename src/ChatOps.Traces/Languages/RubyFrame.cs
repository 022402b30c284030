namespace ChatOps.Traces;

/// <summary>Reads one Ruby frame: <c>from /srv/app.rb:12:in 'Cart#add'</c>.</summary>
internal static class RubyFrame
{
    public static Frame? Read(ReadOnlySpan<char> line, int textLine) =>
        TrySplit(line, out var path, out var number, out var function, out _) ? Frame(path, number, function, textLine) : null;

    /// <summary>What stands after the frame on its line: <c>: message (Type)</c>.</summary>
    public static ReadOnlySpan<char> AfterFrame(ReadOnlySpan<char> line) => TrySplit(line, out _, out _, out _, out var rest) ? rest : default;

    /// <summary>Whether a frame's name has no end, as when the line was wrapped.</summary>
    public static bool IsOpen(ReadOnlySpan<char> line)
    {
        var inside = line.IndexOf(":in ");
        var name = inside < 0 ? default : line[(inside + 4)..].TrimStart();
        return name.Length > 1 && name[0] is '`' or '\'' && ClosingQuote(name[1..]) < 0;
    }

    private static bool TrySplit(ReadOnlySpan<char> line, out ReadOnlySpan<char> path, out int number, out ReadOnlySpan<char> function, out ReadOnlySpan<char> rest)
    {
        path = function = rest = default;
        number = 0;
        var inside = line.IndexOf(":in ");
        var name = inside < 0 ? default : line[(inside + 4)..].TrimStart();
        if (name.IsEmpty || name[0] is not ('`' or '\''))
            return TryBare(line, out path, out number);
        var before = line[..inside];
        var colon = before.LastIndexOf(':');
        if (colon <= 0 || Scan.Number(before[(colon + 1)..]) is not { } found)
            return false;
        number = found;
        path = Path(before[..colon]);
        rest = name[1..];
        var close = ClosingQuote(rest);
        function = close < 0 ? rest : rest[..close];
        rest = close < 0 ? default : rest[(close + 1)..];
        return !path.IsEmpty && (close >= 0 || function.Length < 200);
    }

    /// <summary>The quote that ends the function's name: the first one before a colon or the line's end, since a name may hold quotes.</summary>
    private static int ClosingQuote(ReadOnlySpan<char> text)
    {
        for (var close = text.IndexOf('\''); close >= 0;)
        {
            if (close + 1 == text.Length || text[close + 1] is ':' or ' ' or '"' or ',' or ']' or ')')
                return close;
            var more = text[(close + 1)..].IndexOf('\'');
            close = more < 0 ? -1 : close + 1 + more;
        }
        return -1;
    }

    /// <summary>RSpec and top-level code print no function: <c># ./spec/cart_spec.rb:12</c>, <c>from bin/rake:3</c>.</summary>
    private static bool TryBare(ReadOnlySpan<char> line, out ReadOnlySpan<char> path, out int number)
    {
        path = default;
        number = 0;
        var text = line.Trim();
        var from = text.StartsWith("from ");
        if (from || text.StartsWith("# ./"))
            text = text[(from ? 5 : 2)..];
        if (text.Contains(' ') || !Scan.TryPlace(text, out path, out number, out _))
            return false;
        return path.EndsWith(".rb") || path.EndsWith(".erb") || path.EndsWith(".rake") || path.EndsWith(".haml") || (from && path.Contains('/'));
    }

    /// <summary>The path at the end of what stands before the line number: log words and <c>12: from</c> may come first.</summary>
    private static ReadOnlySpan<char> Path(ReadOnlySpan<char> text)
    {
        text = text.Trim().TrimStart("`\"[(");
        if (text.StartsWith("<internal:"))
            return text;
        var from = text.IndexOf("from ");
        if (from >= 0)
            return text[(from + 5)..].Trim();
        var blank = text.LastIndexOf(' ');
        // A path with blanks begins with a slash or a drive.
        if (blank >= 0 && !(text[0] == '/' || (text.Length > 2 && text[1] == ':')))
            text = text[(blank + 1)..];
        return text;
    }

    private static Frame Frame(ReadOnlySpan<char> path, int line, ReadOnlySpan<char> function, int textLine)
    {
        string? type = null;
        if (function.LastIndexOf(" in ") is >= 0 and var inside && (function.StartsWith("block") || function.StartsWith("rescue") || function.StartsWith("ensure")))
            function = function[(inside + 4)..];
        if (!function.StartsWith("<"))
        {
            var split = function.LastIndexOf('#');
            if (split < 0 && function.Length > 0 && char.IsAsciiLetterUpper(function[0]))
                split = function.LastIndexOf('.');
            if (split > 0)
            {
                type = function[..split].ToString();
                function = function[(split + 1)..];
            }
        }
        var file = Scan.Path(path);
        var dependency = file.Contains("/gems/", StringComparison.Ordinal);
        return new Frame
        {
            Path = file,
            Line = line is > 0 ? line : null,
            Function = function.IsEmpty ? null : function.ToString(),
            Type = type,
            IsDependency = dependency,
            IsRuntime = !dependency && (file.StartsWith("<internal:", StringComparison.Ordinal) || file.StartsWith("org/jruby/", StringComparison.Ordinal) || file.Contains("/lib/ruby/", StringComparison.Ordinal) || file.Contains("/lib64/ruby/", StringComparison.Ordinal)),
            TextLine = textLine,
        };
    }
}
