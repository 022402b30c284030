using ChatOps.Adapters.Git.Index;
using ChatOps.Capabilities.Diagnose.Evidence;

namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>What the order of frames says.</summary>
internal static class FrameFeatures
{
    private static readonly string[] HelperWords =
    [
        "util", "utils", "helper", "helpers", "throw", "assert", "check", "ensure", "require", "required", "validate", "validation", "verify", "guard", "log", "logger", "logging", "dispatch", "invoke", "precondition", "preconditions",
        "raise", "wrap", "wrapper", "wrapped", "fail", "error", "errors", "exception", "exceptions", "contract", "inner", "retry", "execute", "common", "debug",
    ];

    private static readonly string[] ThrowWords = ["throw", "raise", "panic(", "fail(", "abort(", "Throw", "assert", "fatal(", "logger.Critical", "raise_"];

    /// <summary>Fills the features and returns our files in the order of their first frames.</summary>
    public static List<Candidate> Fill(CandidateSet candidates, IReadOnlyList<PlacedFrame> frames)
    {
        var ours = frames.Where(frame => frame.IsOurs).ToList();
        List<Candidate> order = [];
        foreach (var frame in ours)
        {
            if (candidates.Add(frame.File) is not { } candidate) continue;
            if (!order.Contains(candidate)) order.Add(candidate);
            candidate[Feature.FrameShare] += 1.0 / ours.Count;
            if (frame.Frame.Line is { } line) candidate.PointTo(line);
        }
        if (order.Count == 0) return order;
        foreach (var candidate in candidates.All) candidate[Feature.NoFrame] = order.Contains(candidate) ? 0 : 1;
        var lastError = frames.Max(frame => frame.Error);
        for (var place = 0; place < order.Count; place++)
        {
            var candidate = order[place];
            candidate[place switch { 0 => Feature.FirstFrame, 1 => Feature.SecondFrame, 2 => Feature.ThirdFrame, < 6 => Feature.MiddleFrame, _ => Feature.LateFrame }] = 1;
            var first = ours.First(frame => frame.File == candidate.File);
            if (first.Error == 0) candidate[Feature.InInnermost] = lastError > 0 ? 1 : 0.5;
            if (ours.Any(frame => frame.File == candidate.File && frame.Error == lastError) && lastError > 0) candidate[Feature.InOutermost] = 1;
            if (first.Depth > 0 && frames.FirstOrDefault(frame => frame.Error == first.Error && frame.Depth == first.Depth - 1) is { File: < 0 }) candidate[Feature.BelowLibrary] = 1;
            if (IsHelper(first)) candidate[Feature.FrameIsHelper] = 1;
            if (FitsLine(candidates, first)) candidate[Feature.LineFits] = 1;
        }
        var top = ours[0];
        if (top.Depth == 0) order[0][Feature.FirstRaises] = 1;
        var helper = IsHelper(top);
        var throws = ThrowsAt(candidates, top);
        if (helper) order[0][Feature.FirstIsHelper] = 1;
        if (throws) order[0][Feature.FirstThrows] = 1;
        if (order.Count > 1 && helper) order[1][Feature.AfterHelper] = 1;
        if (order.Count > 1 && throws) order[1][Feature.AfterThrow] = 1;
        return order;
    }

    private static bool IsHelper(PlacedFrame frame)
    {
        var stem = Path.GetFileNameWithoutExtension(frame.Path!);
        return Words(stem).Concat(Words(frame.Frame.Function ?? "")).Any(word => HelperWords.Contains(word));
    }

    private static IEnumerable<string> Words(string name) => Tokenizer.Words(name).Select(range => name[range].ToLowerInvariant());

    private static bool FitsLine(CandidateSet candidates, PlacedFrame frame)
    {
        if (frame.Frame.Line is not { } line || candidates.Text(frame.File) is not { } text) return false;
        if (frame.Frame.Code is { Length: > 3 } code) return SourceLines.Around(text, line, 1, 1).Any(found => found.Contains(code.Trim(), StringComparison.Ordinal));
        return frame.Frame.Function is { Length: > 2 } function && SourceLines.Around(text, line, 60, 2).Any(found => found.Contains(function, StringComparison.Ordinal));
    }

    private static bool ThrowsAt(CandidateSet candidates, PlacedFrame frame)
    {
        if (frame.Depth > 0) return false;
        var shown = frame.Frame.Code is { } code ? [code] : frame.Frame.Line is { } line && candidates.Text(frame.File) is { } text ? SourceLines.Around(text, line, 0, 0) : [];
        return shown.Any(found => ThrowWords.Any(word => found.Contains(word, StringComparison.Ordinal)));
    }
}
