using ChatOps.Adapters.Git.Index;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Traces;

namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>
/// Tells the file at fault from the one where the fault came to light: the first frame is often shared ground (a guard, a cache, a platform layer)
/// that half the repository calls, while the caller at fault is used by few, changed lately, or shares the text's rare names.
/// </summary>
internal static class FrameContrast
{
    /// <summary>Errors that a runtime raises by itself, so that no line of code decided to.</summary>
    private static readonly string[] Implicit =
    [
        "NullReference", "NullPointer", "AttributeError", "TypeError", "KeyError", "IndexError", "NoMethodError", "IndexOutOf", "nil pointer", "undefined method", "UnboundLocalError", "NameError", "ClassCast", "InvalidCast", "ZeroDivision", "DivideByZero",
        "Cannot read", "is not a function", "is not defined", "UnicodeDecodeError", "UnicodeEncodeError", "ConcurrentModification", "out of range", "StackOverflow", "RecursionError", "ObjectDisposed", "KeyNotFound", "ReferenceError", "ImportError", "NoSuchMethod",
    ];

    /// <summary>Fills the features of the files with frames; the other features must be there.</summary>
    public static void Fill(CandidateSet candidates, IReadOnlyList<PlacedFrame> frames, List<Candidate> order, ParsedText parsed)
    {
        if (order.Count == 0) return;
        foreach (var candidate in order.Take(8))
            candidate[Feature.FanIn] = FanIn(candidates.Index, candidate, frames.First(frame => frame.File == candidate.File));
        var first = order[0];
        var type = frames.Count == 0 ? "" : Head(parsed);
        first[Feature.FirstFanIn] = first[Feature.FanIn];
        if (Implicit.Any(name => type.Contains(name, StringComparison.Ordinal))) first[Feature.FirstImplicit] = 1;
        first[Feature.FirstWritesMessage] = first[Feature.WritesMessage];
        if (order.Count > 1)
        {
            order[1][Feature.AfterFanIn] = first[Feature.FanIn];
            order[1][Feature.AfterWritesMessage] = first[Feature.WritesMessage];
            Best(order, Feature.Recent, Feature.LatestOfFrames, 0.01);
            Best(order, Feature.FrameShare, Feature.MostFrames, 1.5 / frames.Count(frame => frame.IsOurs));
            Best(order, Feature.Bm25, Feature.BestOfFrames, 0.01);
        }
    }

    private static void Best(List<Candidate> order, Feature by, Feature mark, double least)
    {
        var best = order.MaxBy(candidate => candidate[by])!;
        if (best[by] >= least) best[mark] = 1;
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

    private static string Head(ParsedText parsed) =>
        string.Join(' ', parsed.Traces.Take(1).SelectMany(FrameOrder.Errors).Select(trace => $"{trace.Type} {trace.Message}"));
}
