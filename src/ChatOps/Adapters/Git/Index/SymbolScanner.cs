using System.Text;

namespace ChatOps.Adapters.Git.Index;

/// <summary>
/// Finds definitions by the words at the start of a line. It knows no grammar and needs none: a definition that it misses or invents costs a rank,
/// and it reads at the speed of the disk.
/// </summary>
internal static class SymbolScanner
{
    private const int LongestLine = 400;

    private static readonly HashSet<string> Modifiers = new(StringComparer.Ordinal)
    {
        "public", "private", "protected", "internal", "static", "abstract", "final", "sealed", "partial", "virtual", "override", "readonly", "unsafe", "extern", "new",
        "async", "export", "default", "declare", "open", "data", "inline", "suspend", "const", "pub", "synchronized", "native", "strictfp", "case", "implicit", "lazy", "required", "file", "ref",
    };

    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "class", "interface", "struct", "enum", "record", "trait", "module", "object", "protocol", "impl", "union", "defmodule", "delegate",
    };

    private static readonly HashSet<string> Functions = new(StringComparer.Ordinal) { "def", "func", "function", "fn", "defp", "fun", "sub" };

    private static readonly HashSet<string> NotMethods = new(StringComparer.Ordinal)
    {
        "if", "for", "while", "switch", "catch", "return", "using", "lock", "foreach", "else", "throw", "new", "await", "yield", "typeof", "sizeof", "when", "do", "in", "super", "this", "base", "assert", "elif", "except", "with", "unless", "until",
    };

    /// <summary>The definitions of a file.</summary>
    public static Symbol[] Read(ReadOnlySpan<byte> text)
    {
        List<Symbol> found = [];
        var line = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            line++;
            var bytes = text[range];
            if (bytes.Length is < 5 or > LongestLine) continue;
            var first = bytes.TrimStart(" \t"u8);
            if (first.Length < 5 || first[0] is (byte)'#' or (byte)'*' or (byte)'"' or (byte)'\'' || first.StartsWith("//"u8)) continue;
            ReadLine(Encoding.Latin1.GetString(first), line, found);
            if (found.Count > 20_000) break;
        }
        return [.. found];
    }

    private static void ReadLine(string line, int number, List<Symbol> found)
    {
        var at = 0;
        var words = 0;
        while (Next(line, ref at) is { Length: > 0 } word && words++ < 9)
        {
            if (Modifiers.Contains(word)) continue;
            if (Types.Contains(word))
            {
                ReadType(line, at, number, found);
                return;
            }
            if (word == "type" && Next(line, ref at) is { Length: > 0 } named)
            {
                Add(found, named, number, SymbolKind.Type);
                return;
            }
            if (Functions.Contains(word))
            {
                ReadFunction(line, at, number, found);
                return;
            }
            ReadMethod(line, word, number, found);
            return;
        }
    }

    private static void ReadType(string line, int at, int number, List<Symbol> found)
    {
        string name;
        do
        {
            name = Qualified(line, ref at);
        }
        while (Types.Contains(name));
        if (name.Length == 0 || !char.IsLetter(name[0]) && name[0] != '_') return;
        Add(found, name, number, SymbolKind.Type);
        for (var bases = 0; bases < 12 && Next(line, ref at) is { Length: > 0 } word; bases++)
        {
            if (word.Length > 2 && char.IsUpper(word[0])) Add(found, word, number, SymbolKind.Base);
        }
    }

    private static void ReadFunction(string line, int at, int number, List<Symbol> found)
    {
        while (at < line.Length && line[at] is ' ' or '*') at++;
        if (at < line.Length && line[at] == '(') // a Go receiver
        {
            at = line.IndexOf(')', at);
            if (at < 0) return;
        }
        var name = Qualified(line, ref at);
        if (name.Length > 1) Add(found, name, number, SymbolKind.Function);
    }

    /// <summary>Methods without a keyword: <c>Task&lt;int&gt; Name(</c>, <c>name(a) {</c>, <c>name: function</c>, <c>name = (a) =&gt;</c>.</summary>
    private static void ReadMethod(string line, string first, int number, List<Symbol> found)
    {
        if (NotMethods.Contains(first)) return;
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var assigned = line.IndexOf('=', StringComparison.Ordinal);
        if (assigned > 0 && (open < 0 || assigned < open) || line.Contains(": function", StringComparison.Ordinal))
        {
            if (!line.Contains("=>", StringComparison.Ordinal) && !line.Contains("function", StringComparison.Ordinal)) return;
            var end = assigned > 0 ? assigned : line.IndexOf(':', StringComparison.Ordinal);
            Add(found, LastName(line.AsSpan(0, end)), number, SymbolKind.Function);
            return;
        }
        if (open <= 0) return;
        var head = line.AsSpan(0, open).TrimEnd();
        var last = line.AsSpan().TrimEnd();
        var name = LastName(head);
        if (name.Length < 2 || NotMethods.Contains(name)) return;
        var before = head[..^Math.Min(head.Length, name.Length)].TrimEnd();
        var hasType = before.Length > 0 && (char.IsLetterOrDigit(before[^1]) || before[^1] is '>' or ']' or '?' or '*' or '&');
        var opens = last[^1] == '{' || last.EndsWith("=>");
        if (before.Length > 0 && before[^1] is '.' or ',' or '(' or '=') return;
        if (hasType && last[^1] is not (',' or '+') || !hasType && before.Length == 0 && opens) Add(found, name, number, SymbolKind.Function);
    }

    private static void Add(List<Symbol> found, string name, int line, SymbolKind kind)
    {
        if (name.Length > 0) found.Add(new Symbol(Term.Identifier(name), line, kind));
    }

    private static string LastName(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd();
        if (text.EndsWith(">") && text.LastIndexOf('<') is > 0 and var generic) text = text[..generic];
        var start = text.Length;
        while (start > 0 && IsPart(text[start - 1])) start--;
        return text[start..].ToString();
    }

    /// <summary>The last part of <c>A::B</c>, <c>self.name</c>, <c>Acme.Name</c>.</summary>
    private static string Qualified(string line, ref int at)
    {
        var name = Next(line, ref at);
        while (name.Length > 0 && at + 1 < line.Length && (line[at] == '.' && IsPart(line[at + 1]) || line[at] == ':' && line[at + 1] == ':'))
            name = Next(line, ref at);
        return name;
    }

    private static string Next(string line, ref int at)
    {
        while (at < line.Length && !IsPart(line[at])) at++;
        var start = at;
        while (at < line.Length && IsPart(line[at])) at++;
        return line[start..at];
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || c is '_' or '$';
}
