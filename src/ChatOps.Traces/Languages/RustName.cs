namespace ChatOps.Traces;

/// <summary>Takes Rust paths apart: <c>&lt;shop::Cart as shop::Add&gt;::add::{{closure}}::h0123456789abcdef</c> is <c>shop::Cart</c> and <c>add</c>.</summary>
internal static class RustName
{
    private static readonly string[] RuntimePrefixes = ["std::", "core::", "alloc::", "__rust", "rust_", "_rust", "__libc", "_start", "__pthread", "backtrace::"];

    public static void Split(ReadOnlySpan<char> call, out string? type, out string? function)
    {
        (type, function) = (null, null);
        if (call.IsEmpty)
            return;
        if (call.StartsWith("<") && call.IndexOf(" as ") is > 0 and var cast && Closing(call) is > 0 and var close && cast < close)
            call = string.Concat(call[1..cast], call[(close + 1)..]);
        call = WithoutCrateHashes(call);
        if (call.StartsWith("<") && !call.StartsWith("<impl ") && Closing(call) is > 0 and var only && call[only..].StartsWith(">::"))
            call = string.Concat(call[1..only], call[(only + 1)..]);
        var hash = call.LastIndexOf("::h");
        if (hash > 0 && call.Length - hash == 19)
            call = call[..hash];
        while (call.EndsWith("}}") && call.LastIndexOf("::{{") is > 0 and var closure)
            call = call[..closure];
        while (call.EndsWith("}") && call.LastIndexOf("::{") is > 0 and var numbered)
            call = call[..numbered];
        var last = LastSeparator(call);
        function = Scan.WithoutGenerics(last < 0 ? call : call[(last + 2)..]).TrimEnd(':');
        type = last > 0 ? Scan.WithoutGenerics(call[..last]).TrimEnd(':') : null;
    }

    /// <summary>A full backtrace prints each crate's hash: <c>std[e28293b1aa0f68bd]::rt</c>.</summary>
    private static string WithoutCrateHashes(ReadOnlySpan<char> call)
    {
        if (!call.Contains('['))
            return call.ToString();
        var plain = new System.Text.StringBuilder(call.Length);
        while (call.IndexOf('[') is >= 0 and var open)
        {
            var isHash = open + 17 < call.Length && call[open + 17] == ']';
            plain.Append(call[..(isHash ? open : open + 1)]);
            call = call[(open + (isHash ? 18 : 1))..];
        }
        return plain.Append(call).ToString();
    }

    public static bool IsRuntime(string? type, string? function)
    {
        var name = type is null ? function ?? "" : $"{type}::";
        foreach (var prefix in RuntimePrefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    private static int Closing(ReadOnlySpan<char> call)
    {
        var depth = 0;
        for (var at = 0; at < call.Length; at++)
        {
            if (call[at] == '<')
                depth++;
            else if (call[at] == '>' && call[at - 1] != '-' && --depth == 0)
                return at;
        }
        return -1;
    }

    /// <summary>The last <c>::</c> outside of angle brackets.</summary>
    private static int LastSeparator(ReadOnlySpan<char> call)
    {
        var depth = 0;
        for (var at = call.Length - 1; at > 0; at--)
        {
            if (call[at] == '>' && call[at - 1] != '-')
                depth++;
            else if (call[at] == '<')
                depth--;
            else if (depth == 0 && call[at] == ':' && call[at - 1] == ':' && at + 1 < call.Length && call[at + 1] != '<')
                return at - 1;
        }
        return -1;
    }
}
