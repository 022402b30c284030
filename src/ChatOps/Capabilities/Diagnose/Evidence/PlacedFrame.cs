using ChatOps.Adapters.Git;
using ChatOps.Adapters.Git.Index;
using ChatOps.Traces;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>A frame with its place in the repository.</summary>
/// <param name="Frame">As printed.</param>
/// <param name="Language">Of its trace.</param>
/// <param name="File">Position in the tree; -1 when it is not of this repository.</param>
/// <param name="Path">Its path in the repository; null when it is not of it.</param>
/// <param name="Depth">Frames between it and the one that raised, in its own error.</param>
/// <param name="Error">0 for the error that caused all others, 1 for the one it led to, and so on.</param>
/// <param name="Kind">What the file is for.</param>
internal sealed record PlacedFrame(Frame Frame, TraceLanguage Language, int File, string? Path, int Depth, int Error, PathKind Kind)
{
    /// <summary>Whether it is code of this repository that runs in production.</summary>
    public bool IsOurs => File >= 0 && Kind == PathKind.Code;
}

/// <summary>Puts the frames of all traces in the order in which they are suspected.</summary>
internal static class FrameOrder
{
    /// <summary>Frames, most suspected first: the first trace before later ones; inside a trace the innermost cause before what it led to; inside an error the raising frame first.</summary>
    /// <param name="text">The text's traces.</param>
    /// <param name="resolver">Finds a frame's file.</param>
    /// <param name="maps">Leads from bundles to their sources.</param>
    /// <param name="tree">The commit's files.</param>
    public static IReadOnlyList<PlacedFrame> Place(ParsedText text, FrameResolver resolver, BundleMaps maps, SnapshotTree tree)
    {
        List<PlacedFrame> placed = [];
        foreach (var trace in text.Traces)
        {
            var errors = Errors(trace).ToList();
            for (var error = 0; error < errors.Count; error++)
            {
                for (var depth = 0; depth < errors[error].Frames.Count; depth++) placed.Add(Place(errors[error].Frames[depth], errors[error].Language, depth, error, resolver, maps, tree));
            }
        }
        foreach (var line in text.Errors)
        {
            if (line.At is { } at) placed.Add(Place(at, TraceLanguage.Unknown, 0, 0, resolver, maps, tree));
        }
        return placed;
    }

    /// <summary>
    /// The errors of a chain in the order in which they are suspected. A cause comes before what it led to, but Python prints "during handling" for errors that
    /// were handled: there the last one is what stopped the program.
    /// </summary>
    public static IEnumerable<Trace> Errors(Trace trace)
    {
        var before = trace.Related.Where(related => trace.Language != TraceLanguage.Python && related.Relation is TraceRelation.Cause or TraceRelation.Member).Reverse();
        var after = trace.Related.Where(related => trace.Language == TraceLanguage.Python || related.Relation is TraceRelation.Context or TraceRelation.Suppressed);
        return [.. before.SelectMany(related => Errors(related.Trace)), trace, .. after.SelectMany(related => Errors(related.Trace))];
    }

    private static PlacedFrame Place(Frame frame, TraceLanguage language, int depth, int error, FrameResolver resolver, BundleMaps maps, SnapshotTree tree)
    {
        if (language == TraceLanguage.JavaScript) frame = maps.Original(frame);
        var file = resolver.Resolve(frame, language);
        return new PlacedFrame(frame, language, file, file < 0 ? null : tree.Paths[file], depth, error, file < 0 ? PathKind.Other : tree.Kinds[file]);
    }
}
