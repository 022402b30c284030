using System.Buffers;

namespace ChatOps.Traces;

/// <summary>What a line may be, judged by the short words it contains. Most lines of a log have no hint and are never looked at again.</summary>
[Flags]
internal enum Hints
{
    None = 0,
    At = 1,
    Python = 1 << 1,
    Java = 1 << 2,
    JavaScript = 1 << 3,
    Go = 1 << 4,
    DotNet = 1 << 5,
    Ruby = 1 << 6,
    Php = 1 << 7,
    Rust = 1 << 8,
    Elixir = 1 << 9,
    Native = 1 << 10,
    Error = 1 << 11,
    ErrorLevel = 1 << 12,
}

/// <summary>Finds the hints of a line with one vectorised search.</summary>
internal static class LineHints
{
    private static readonly (string Word, Hints Hints)[] Words =
    [
        ("\", line ", Hints.Python), ("File \"", Hints.Python), ("Traceback (", Hints.Python | Hints.Ruby), (".py:", Hints.Python), ("most recent call first", Hints.Python), ("\", 第 ", Hints.Python),
        (".java:", Hints.Java | Hints.Ruby | Hints.Error), (".kt:", Hints.Java | Hints.Error), (".scala:", Hints.Java), (".groovy:", Hints.Java), (".clj:", Hints.Java),
        ("(Native Method)", Hints.Java), ("(Unknown Source", Hints.Java), ("(SourceFile", Hints.Java),
        (".js:", Hints.JavaScript), (".jsx:", Hints.JavaScript), (".ts:", Hints.JavaScript), (".tsx:", Hints.JavaScript), (".mjs:", Hints.JavaScript),
        (".cjs:", Hints.JavaScript), (".vue:", Hints.JavaScript), ("@http", Hints.JavaScript), ("@file:", Hints.JavaScript), ("@webpack", Hints.JavaScript),
        ("@resource:", Hints.JavaScript), ("@chrome:", Hints.JavaScript), ("@moz-", Hints.JavaScript), ("@[native", Hints.JavaScript), ("@app:", Hints.JavaScript), (".bundle", Hints.JavaScript),
        (".go:", Hints.Go | Hints.Error), ("goroutine ", Hints.Go), ("panic: ", Hints.Go | Hints.Error), ("DATA RACE", Hints.Go | Hints.Native), ("fatal error: ", Hints.Go | Hints.Error), ("SIG", Hints.Go | Hints.Native | Hints.Error),
        (".cs:", Hints.DotNet), (":line ", Hints.DotNet), (".vb:", Hints.DotNet), (".fs:", Hints.DotNet), ("[0x", Hints.DotNet),
        (".rb:", Hints.Ruby), (":in `", Hints.Ruby), (":in '", Hints.Ruby), (":in  ", Hints.Ruby), (".erb:", Hints.Ruby), (".rake:", Hints.Ruby),
        (".php(", Hints.Php), (".php:", Hints.Php), (" on line ", Hints.Php), ("[internal function]", Hints.Php), ("{main}", Hints.Php),
        ("panicked at ", Hints.Rust), (".rs:", Hints.Rust | Hints.Error), ("stack backtrace", Hints.Rust),
        (".ex:", Hints.Elixir), (".exs:", Hints.Elixir), (".erl:", Hints.Elixir), (".erl\"", Hints.Elixir), ("** (", Hints.Elixir | Hints.Error), ("CRASH REPORT", Hints.Elixir), ("{file,", Hints.Elixir),
        ("Sanitizer", Hints.Native), ("==    at 0x", Hints.Native), ("==    by 0x", Hints.Native), (": runtime error: ", Hints.Native | Hints.Error), ("#0 ", Hints.Native | Hints.Php), ("#0\t", Hints.Native), ("#1 ", Hints.Native),
        ("rror", Hints.Error), ("xception", Hints.Error), ("ERROR", Hints.Error), ("ailed", Hints.Error), ("FATAL", Hints.Error), ("atal", Hints.Error),
        ("Task timed out", Hints.Error), ("undefined ", Hints.Error), ("uninitialized constant", Hints.Error), ("Cannot ", Hints.Error), ("cannot ", Hints.Error),
        ("NotFound", Hints.Error), ("Timeout", Hints.Error), ("OutOfMemory", Hints.Error), ("Killed", Hints.Error), ("egmentation fault", Hints.Error), ("has no attribute", Hints.Error), ("is not a function", Hints.Error),
    ];

    private static readonly SearchValues<string> Any = SearchValues.Create([.. Words.Select(w => w.Word)], StringComparison.Ordinal);
    private static readonly ILookup<char, (string Word, Hints Hints)> ByFirst = Words.ToLookup(w => w.Word[0]);

    /// <summary>The hints of one line. Linear: every hit moves the search on.</summary>
    public static Hints Of(ReadOnlySpan<char> line)
    {
        var hints = DotNetWords.StartsFrame(line) ? Hints.At : Hints.None;
        while (true)
        {
            var hit = line.IndexOfAny(Any);
            if (hit < 0)
                return hints;
            line = line[hit..];
            foreach (var (word, found) in ByFirst[line[0]])
            {
                if (line.StartsWith(word, StringComparison.Ordinal))
                    hints |= found;
            }
            line = line[1..];
        }
    }
}
