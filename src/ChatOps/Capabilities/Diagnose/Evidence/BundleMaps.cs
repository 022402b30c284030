using ChatOps.Adapters.Git;
using ChatOps.Traces;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>Leads frames in bundled JavaScript back to their sources, by the source maps that the repository holds (<c>dist/main.js.map</c>).</summary>
internal sealed class BundleMaps(Snapshot snapshot)
{
    private readonly Dictionary<string, SourceMap?> maps = new(StringComparer.Ordinal);

    /// <summary>The frame in its source file; the same frame when no map speaks of it.</summary>
    public Frame Original(Frame frame)
    {
        if (frame is not { Path: { } path, Line: { } line, Column: { } column }) return frame;
        var file = path[(path.LastIndexOf('/') + 1)..].Split('?')[0];
        if (file.Length == 0 || Of(path, file + ".map")?.Find(line, column) is not { } place) return frame;
        return frame with { Path = place.Source, Line = place.Line, Column = place.Column, Function = place.Name ?? frame.Function };
    }

    private SourceMap? Of(string path, string name)
    {
        if (maps.TryGetValue(name, out var known)) return known;
        var beside = snapshot.Tree.Named(name);
        var nearest = beside.Count == 0 ? null : beside.Select(i => snapshot.Paths[i]).MaxBy(candidate => FrameResolver.CommonSuffix(candidate, path.Split('?')[0] + ".map"));
        return maps[name] = nearest is null || snapshot.ReadText(nearest) is not { } json ? null : SourceMap.TryParse(json);
    }
}
