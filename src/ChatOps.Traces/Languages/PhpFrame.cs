namespace ChatOps.Traces;

/// <summary>Reads the lines of a PHP stack.</summary>
internal static class PhpFrame
{
    /// <summary>Reads <c>#1 /srv/cart.php(12): Acme\Cart-&gt;add('a')</c>, <c>#2 [internal function]: f()</c>, <c>#3 {main}</c> and Xdebug's <c>PHP   1. f() /srv/x.php:3</c>.</summary>
    public static bool TryRead(ReadOnlySpan<char> line, out int number, out string? path, out int? place, out string? call)
    {
        (number, path, place, call) = (0, null, null, null);
        var hash = line.IndexOf('#');
        if (hash < 0 || hash > 80 || !line[..hash].Trim().TrimEnd("\"'").IsEmpty && line[hash - 1] != ' ')
            return false;
        line = line[(hash + 1)..];
        var digits = Scan.LeadingDigits(line);
        if (Scan.Number(digits) is not { } found || digits.Length == line.Length || line[digits.Length] != ' ')
            return false;
        number = found;
        line = line[(digits.Length + 1)..].Trim();
        if (line.StartsWith("{main}"))
        {
            call = "{main}";
            return true;
        }
        if (line.StartsWith("[internal function]: "))
        {
            call = line["[internal function]: ".Length..].ToString();
            return true;
        }
        var open = line.IndexOf(".php(");
        if (open <= 0)
            return false;
        path = Scan.Path(line[..(open + 4)]);
        line = line[(open + 5)..];
        digits = Scan.LeadingDigits(line);
        place = Scan.Number(digits);
        line = line[digits.Length..];
        if (place is null || !line.StartsWith(")"))
            return false;
        // Code run by eval(): "x.php(3) : eval()'d code(1): f()".
        var colon = line.IndexOf(": ");
        if (colon >= 0 && line.StartsWith(") : ") && line[(colon + 2)..].IndexOf(": ") is > 0 and var second)
            colon += 2 + second;
        call = colon < 0 ? null : line[(colon + 2)..].Trim().ToString();
        return true;
    }

    /// <summary>Splits <c>message in /srv/x.php:12</c>, <c>message at /srv/x.php:12</c> and <c>message in /srv/x.php on line 12</c>.</summary>
    public static bool TryPlaceAtEnd(ReadOnlySpan<char> text, out string path, out int line, out ReadOnlySpan<char> said)
    {
        if (TryOnLine(text, out path, out line, out said))
            return true;
        text = text.TrimEnd(")\"}");
        var at = Math.Max(text.LastIndexOf(" in "), text.LastIndexOf(" at "));
        if (at < 0 || !Scan.TryPlace(text[(at + 4)..], out var file, out line, out _) || !file.Contains(".php", StringComparison.Ordinal))
            return false;
        path = Scan.Path(file);
        said = text[..at].TrimEnd('\'');
        return true;
    }

    /// <summary>Splits <c>message in /srv/x.php on line 12</c>.</summary>
    public static bool TryOnLine(ReadOnlySpan<char> text, out string path, out int line, out ReadOnlySpan<char> said)
    {
        path = "";
        line = 0;
        said = text;
        var at = text.LastIndexOf(" on line ");
        if (at < 0 || Scan.Number(Scan.LeadingDigits(text[(at + " on line ".Length)..])) is not { } number)
            return false;
        var place = text[..at].LastIndexOf(" in ");
        if (place < 0)
            return false;
        path = Scan.Path(text[(place + 4)..at].Trim());
        line = number;
        said = text[..place].TrimEnd();
        return path.Length > 0;
    }

    /// <summary>A frame inside of <paramref name="call"/>: <c>Acme\Cart-&gt;add('a')</c>, <c>Acme\Cart::make()</c>, <c>Acme\helper()</c>.</summary>
    public static Frame Of(string? path, int? line, string? call, int textLine)
    {
        string? type = null, function = call;
        if (call is not null && call != "{main}")
        {
            var name = call.AsSpan();
            var open = name.IndexOf('(');
            name = open > 0 && !name.StartsWith("{closure") ? name[..open] : name;
            var arrow = Math.Max(name.LastIndexOf("->"), name.LastIndexOf("::"));
            type = arrow > 0 ? name[..arrow].ToString() : null;
            function = (arrow > 0 ? name[(arrow + 2)..] : name[(name.LastIndexOf('\\') + 1)..]).ToString();
            if (function.EndsWith("{closure}", StringComparison.Ordinal) || function == "closure}")
                function = "{closure}";
        }
        return new Frame
        {
            Path = path,
            Line = line is > 0 ? line : null,
            Function = function,
            Type = type,
            IsRuntime = path is null,
            IsDependency = path is not null && path.Contains("/vendor/", StringComparison.Ordinal),
            TextLine = textLine,
        };
    }
}
