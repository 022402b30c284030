using System.Collections.Frozen;

namespace ChatOps.Traces;

/// <summary>Takes a Go call apart: <c>github.com/acme/shop/cart.(*Cart).Add.func1(0xc000, …)</c>.</summary>
internal static class GoFrame
{
    /// <summary>The first path segments of the standard library (go.dev/pkg).</summary>
    private static readonly FrozenSet<string> Standard = FrozenSet.Create(StringComparer.Ordinal,
        "archive", "bufio", "bytes", "cmp", "compress", "container", "context", "crypto", "database", "debug", "embed", "encoding", "errors", "expvar", "flag", "fmt", "go", "hash", "html", "image",
        "index", "internal", "io", "iter", "log", "maps", "math", "mime", "net", "os", "path", "plugin", "reflect", "regexp", "runtime", "slices", "sort", "strconv", "strings", "sync", "syscall",
        "testing", "text", "time", "unicode", "unique", "unsafe", "weak", "panic");

    // Where installers put Go; Homebrew's is libexec.
    private static readonly string[] RuntimeFolders = ["/go/src/runtime/", "/usr/local/go/src/", "/libexec/src/runtime/"];

    public static Frame Of(ReadOnlySpan<char> call, ReadOnlySpan<char> path, int line, int textLine)
    {
        var file = Scan.Path(path);
        string? module = null, type = null, function = null;
        if (!call.IsEmpty)
            Split(call, out module, out type, out function);
        var dependency = file.Contains("/pkg/mod/", StringComparison.Ordinal) || file.Contains("/vendor/", StringComparison.Ordinal) || file.Contains("/Godeps/", StringComparison.Ordinal)
            || file.AsSpan().IndexOf("@v") is var at && at > 0 && at + 2 < file.Length && char.IsAsciiDigit(file[at + 2]);
        return new Frame
        {
            Path = file,
            Line = line is > 0 ? line : null,
            Function = function,
            Type = type,
            Module = module,
            IsRuntime = !dependency && (module is not null ? Standard.Contains(First(module)) : RuntimeFolders.Any(folder => file.Contains(folder, StringComparison.Ordinal))),
            IsDependency = dependency,
            TextLine = textLine,
        };
    }

    private static string First(string module)
    {
        var slash = module.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? module : module[..slash];
    }

    private static void Split(ReadOnlySpan<char> call, out string? module, out string? type, out string? function)
    {
        (module, type, function) = (null, null, null);
        if (call.StartsWith("created by "))
        {
            call = call["created by ".Length..];
            var goroutine = call.IndexOf(" in goroutine");
            if (goroutine > 0)
                call = call[..goroutine];
        }
        var slash = LastSlashOfPackage(call);
        var dot = call[(slash + 1)..].IndexOf('.');
        if (dot < 0)
        {
            var open = call.IndexOf('(');
            function = (open > 0 ? call[..open] : call).ToString();
            module = function is "panic" ? "runtime" : null;
            return;
        }
        dot += slash + 1;
        module = call[..dot].ToString().Replace("%2e", ".", StringComparison.Ordinal);
        var name = call[(dot + 1)..];
        if (name.StartsWith("("))
        {
            var close = name.IndexOf(')');
            if (close < 0)
                return;
            type = Plain(name[1..close].TrimStart('*'));
            name = name[(close + 1)..].TrimStart('.');
        }
        var arguments = name.IndexOf('(');
        name = arguments > 0 ? name[..arguments] : name;
        var bracket = name.IndexOf('[');
        if (bracket > 0)
            name = name[..bracket];
        var next = name.IndexOf('.');
        if (next > 0 && type is null && !IsClosure(name[(next + 1)..]))
        {
            type = name[..next].ToString();
            name = name[(next + 1)..];
            next = name.IndexOf('.');
        }
        function = (next > 0 ? name[..next] : name).TrimEnd("-fm").ToString();
    }

    private static bool IsClosure(ReadOnlySpan<char> name) => name.StartsWith("func") || name.StartsWith("gowrap") || name.StartsWith("deferwrap") || name.StartsWith("init") || (name.Length > 0 && char.IsAsciiDigit(name[0]));

    private static string Plain(ReadOnlySpan<char> type)
    {
        var bracket = type.IndexOf('[');
        return (bracket > 0 ? type[..bracket] : type).ToString();
    }

    /// <summary>Arguments hold slashes too (as text in newer dumps), so only those before the first parenthesis count.</summary>
    private static int LastSlashOfPackage(ReadOnlySpan<char> call)
    {
        var open = call.IndexOfAny('(', '[');
        return (open < 0 ? call : call[..open]).LastIndexOf('/');
    }
}
