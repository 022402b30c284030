using ChatOps.Adapters.Git.Index;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Traces;

namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>
/// What the frames say. The first frame is often shared ground (a guard, a cache, a platform layer) that half the repository calls, while the caller at
/// fault is used by few, changed lately, or shares the text's rare names.
/// </summary>
internal static class FrameFeatures
{
    private const int FilesCompared = 8;
    private const double MiddleFrom = 3;
    private const double LateFrom = 6;

    private static readonly HashSet<string> HelperWords = new(StringComparer.Ordinal)
    {
        "util", "utils", "helper", "helpers", "throw", "assert", "check", "ensure", "require", "required", "validate", "validation", "verify", "guard", "log", "logger", "logging", "dispatch", "invoke", "precondition", "preconditions",
        "raise", "wrap", "wrapper", "wrapped", "fail", "error", "errors", "exception", "exceptions", "contract", "inner", "retry", "execute", "common", "debug",
    };

    /// <summary>Errors that a runtime raises by itself, so that no line of code decided to.</summary>
    private static readonly string[] Implicit =
    [
        "NullReference", "NullPointer", "AttributeError", "TypeError", "KeyError", "IndexError", "NoMethodError", "IndexOutOf", "nil pointer", "undefined method", "UnboundLocalError", "NameError", "ClassCast", "InvalidCast", "ZeroDivision", "DivideByZero",
        "Cannot read", "is not a function", "is not defined", "UnicodeDecodeError", "UnicodeEncodeError", "ConcurrentModification", "out of range", "StackOverflow", "RecursionError", "ObjectDisposed", "KeyNotFound", "ReferenceError", "ImportError", "NoSuchMethod",
    ];

    /// <summary>Fills what needs no other feature, and returns our files in the order of their first frames.</summary>
    public static List<Candidate> Fill(CandidateSet candidates, IReadOnlyList<PlacedFrame> frames)
    {
        var ours = frames.Where(frame => frame.IsOurs).ToList();
        List<Candidate> order = [];
        foreach (var frame in ours)
        {
            if (candidates.Add(frame.File) is not { } candidate) continue;
            if (!order.Contains(candidate)) order.Add(candidate);
            candidate[Feature.FrameShare] += 1.0 / ours.Count;
            if ((frame.Frame.Line ?? Definition(candidates, candidate, frame)) is { } line) candidate.PointToFrame(line);
            if (candidate[Feature.FrameIsHelper] == 0 && order[^1] == candidate && IsHelper(frame)) candidate[Feature.FrameIsHelper] = 1;
        }
        for (var place = 0; place < order.Count; place++)
        {
            if (place == 0) order[place][Feature.FirstFrame] = 1;
            else if (place >= LateFrom) order[place][Feature.LateFrame] = 1;
            else if (place >= MiddleFrom) order[place][Feature.MiddleFrame] = 1;
        }
        return order;
    }

    /// <summary>Fills what compares the files with frames; the other features must be there.</summary>
    public static void Compare(CandidateSet candidates, IReadOnlyList<PlacedFrame> frames, List<Candidate> order, ParsedText parsed)
    {
        foreach (var candidate in candidates.All) candidate[Feature.NoFrame] = order.Count > 0 && !order.Contains(candidate) ? 1 : 0;
        if (order.Count == 0) return;
        foreach (var candidate in order.Take(FilesCompared)) candidate[Feature.FanIn] = FanIn(candidates.Index, candidate, frames.First(frame => frame.File == candidate.File));
        var head = string.Join(' ', parsed.Traces.Take(1).SelectMany(FrameOrder.Errors).Select(trace => $"{trace.Type} {trace.Message}"));
        if (Implicit.Any(name => head.Contains(name, StringComparison.Ordinal))) order[0][Feature.FirstImplicit] = 1;
        order[0][Feature.FirstWritesMessage] = order[0][Feature.WritesMessage];
    }

    /// <summary>Where the frame's function begins: a build without debug information prints no lines.</summary>
    private static int? Definition(CandidateSet candidates, Candidate candidate, PlacedFrame frame)
    {
        if (candidate.At < 0 || frame.Frame.Function is not { } function) return null;
        var name = Term.Identifier(function);
        var symbol = candidates.Index.Entry(candidate.At).Symbols.FirstOrDefault(symbol => symbol.Kind == SymbolKind.Function && symbol.Name == name);
        return symbol.Line > 0 ? symbol.Line : null;
    }

    private static double FanIn(SnapshotIndex index, Candidate candidate, PlacedFrame frame)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { Path.GetFileName(candidate.Path).Split('.')[0] };
        if (frame.Frame.Type is { } type) names.Add(type[(type.LastIndexOfAny(['.', '+', ':', '$', '/']) + 1)..]);
        var users = names.Max(name => index.Occurrences(Term.Identifier(name)).Count);
        var callers = frame.Frame.Function is { Length: > 2 } function ? index.Occurrences(Term.Identifier(function)).Count : 0;
        // What both are used by says most: a widely used type with a rarely called method is not shared ground at this line.
        return Math.Log(1 + Math.Sqrt((double)users * Math.Max(1, callers))) / Math.Log(1 + Math.Max(2, index.Files.Length));
    }

    private static bool IsHelper(PlacedFrame frame)
    {
        var stem = Path.GetFileNameWithoutExtension(frame.Path!);
        return Words(stem).Concat(Words(frame.Frame.Function ?? "")).Any(HelperWords.Contains);
    }

    private static IEnumerable<string> Words(string name) => Tokenizer.Words(name).Select(range => name[range].ToLowerInvariant());
}
