using ChatOps.Adapters.Git.Index;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Traces;

namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>What the error's text says, in words that can be looked up.</summary>
internal sealed record Query
{
    /// <summary>Identifiers of the whole text, most frequent first; a word of a message counts twice one of a frame.</summary>
    public required IReadOnlyList<string> Identifiers { get; init; }

    /// <summary>Identifiers of messages and other lines that are no frames, in order.</summary>
    public required IReadOnlyList<string> MessageIdentifiers { get; init; }

    /// <summary>Texts between quotes or backticks of those lines.</summary>
    public required IReadOnlyList<string> Literals { get; init; }

    /// <summary>Names of the error types.</summary>
    public required IReadOnlyList<string> ErrorTypes { get; init; }

    /// <summary>The words of each message line in order, small letters.</summary>
    public required IReadOnlyList<string[]> MessageWords { get; init; }

    /// <summary>Path-like texts of the messages.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    private const int MostIdentifiers = 40;
    private const int MostText = 40_000;

    private static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase)
    {
        "this", "self", "from", "line", "file", "most", "recent", "call", "last", "none", "null", "true", "false", "error", "exception", "object", "type", "name", "value", "with", "that", "have", "been", "were", "will",
        "return", "import", "class", "function", "method", "string", "list", "dict", "void", "static", "public", "private", "main", "module", "data", "test", "tests", "args", "kwargs", "func", "http", "https", "java", "lang", "util",
        "internal", "apache", "github", "panic", "goroutine", "running", "created", "system", "threading", "tasks", "task", "traceback", "root", "home", "local", "packages", "site", "dist", "python", "ruby", "gems", "block",
        "invoke", "reflect", "native", "proxy", "thread", "call", "apply", "init", "node_modules", "async", "await", "index", "undefined", "property", "cannot", "read", "nilclass", "nonetype", "attribute",
        "caused", "more", "instance", "reference", "not", "for", "and", "the", "was", "has", "can",
    };

    /// <summary>Reads the text: lines that are frames give their function and file name, all others every identifier.</summary>
    public static Query Read(ParsedText parsed, string text, IReadOnlyList<PlacedFrame> frames)
    {
        var shown = text.Length > MostText ? text[..MostText] : text;
        var frameLines = frames.Select(frame => frame.Frame.TextLine).ToHashSet();
        Dictionary<string, int> weights = new(StringComparer.Ordinal);
        List<string> messages = [], literals = [], paths = [];
        List<string[]> words = [];
        var number = 0;
        foreach (var raw in shown.Split('\n'))
        {
            if (frameLines.Contains(++number)) continue;
            foreach (var identifier in Identifier(raw, 3))
            {
                weights[identifier] = weights.GetValueOrDefault(identifier) + 2;
                messages.Add(identifier);
            }
            ReadLiterals(raw, literals);
            ReadPaths(raw, paths);
            words.Add([.. Words(raw)]);
        }
        foreach (var frame in frames)
        {
            foreach (var identifier in Identifier(frame.Frame.Function ?? "", 2)) weights[identifier] = weights.GetValueOrDefault(identifier) + 1;
            foreach (var identifier in Identifier(LastPart(frame.Frame.Type), 2)) weights[identifier] = weights.GetValueOrDefault(identifier) + 1;
            if (frame.Frame.Path is { } path)
            {
                foreach (var identifier in Identifier(Path.GetFileNameWithoutExtension(path), 2)) weights[identifier] = weights.GetValueOrDefault(identifier) + 1;
            }
        }
        var types = parsed.Traces.SelectMany(FrameOrder.Errors).Select(trace => trace.Type).Concat(parsed.Errors.Select(error => error.Type)).OfType<string>().Select(LastPart).Where(name => name.Length > 0).Distinct().ToList();
        return new Query
        {
            Identifiers = [.. weights.Where(pair => pair.Key.Length > 3 && !Common.Contains(pair.Key) && !IsAddress(pair.Key)).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key).Take(MostIdentifiers)],
            MessageIdentifiers = [.. messages.Where(name => name.Length > 2 && !Common.Contains(name) && !IsAddress(name)).Distinct().Take(60)],
            Literals = [.. literals.Distinct().Take(30)],
            ErrorTypes = types,
            MessageWords = words,
            Paths = [.. paths.Distinct().Take(30)],
        };
    }

    /// <summary>Small-letter words of a line: letters and digits, apostrophes closed up.</summary>
    public static IEnumerable<string> Words(string line)
    {
        for (var i = 0; i < line.Length;)
        {
            if (!char.IsLetterOrDigit(line[i]) && line[i] != '_')
            {
                i++;
                continue;
            }
            var start = i;
            while (i < line.Length && (char.IsLetterOrDigit(line[i]) || line[i] == '_')) i++;
            yield return line[start..i].ToLowerInvariant();
        }
    }

    /// <summary>Parts of an identifier that can be looked up as words.</summary>
    public static IEnumerable<string> Parts(string identifier) => Tokenizer.Words(identifier).Select(range => identifier[range].ToLowerInvariant()).Where(word => !Common.Contains(word));

    /// <summary>Whether a word says nothing about one error in particular.</summary>
    public static bool IsCommon(string word) => Common.Contains(word);

    private static string LastPart(string? qualified) => qualified is null ? "" : qualified[(qualified.LastIndexOfAny(['.', ':', '+', '/', '\\']) + 1)..];

    private static IEnumerable<string> Identifier(string text, int shortest)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsAsciiLetter(text[i]) && text[i] != '_')
            {
                i++;
                continue;
            }
            var start = i;
            while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_')) i++;
            if (i - start >= shortest) yield return text[start..i];
        }
    }

    private static bool IsAddress(string word) => word.Length >= 6 && word.All(char.IsAsciiHexDigit) && word.Any(char.IsAsciiDigit);

    private static void ReadLiterals(string line, List<string> found)
    {
        foreach (var (open, close) in (ReadOnlySpan<(char, char)>)[('\'', '\''), ('"', '"'), ('`', '`'), ('`', '\''), ('“', '”'), ('‘', '’')])
        {
            for (var at = line.IndexOf(open, StringComparison.Ordinal); at >= 0 && found.Count < 60;)
            {
                var end = line.IndexOf(close, at + 1);
                if (end < 0) break;
                if (end - at is > 3 and < 80) found.Add(line[(at + 1)..end]);
                at = end + 1 < line.Length ? line.IndexOf(open, end + 1) : -1;
            }
        }
    }

    private static void ReadPaths(string line, List<string> found)
    {
        foreach (var part in line.Split([' ', '\t', '"', '\'', '`', '(', ')', '[', ']', ',', '<', '>', '=', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            var path = part.TrimEnd('.', ':');
            if (path.Length is > 5 and < 200 && path.Contains('.') && Path.GetExtension(path).Length is > 1 and < 9 && path.LastIndexOf('.') > path.LastIndexOf('/')) found.Add(path.Split(':')[0]);
        }
    }
}
