using ChatOps.Adapters.Git.Index;
using ChatOps.Traces;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>Finds the file of a .NET type by its declaration, for traces without files: one file may declare many types, and a partial type stands in many files.</summary>
/// <param name="index">The commit's symbols.</param>
internal sealed class DeclaredTypes(SnapshotIndex index)
{
    /// <summary>Whether a trace has such frames, so that it is worth waiting for the index.</summary>
    public static bool MayHelp(IReadOnlyList<PlacedFrame> frames) =>
        frames.Any(frame => frame is { Language: TraceLanguage.DotNet, Frame: { Type: not null, IsRuntime: false } } && (frame.Frame.Path is null || frame.File < 0));

    /// <summary>Position of the file in the tree; -1 when none declares the type, or several do and nothing tells them apart.</summary>
    public int Find(Frame frame)
    {
        if (frame.Type is null || frame.IsRuntime) return -1;
        var parts = TypeFiles.Parts(frame.Type);
        if (parts.Count < 2) return -1;
        var declaring = Files(parts[^1], SymbolKind.Type);
        if (declaring.Count > 1 && frame.Function is { } function && Files(function, SymbolKind.Function) is var defining && declaring.Where(defining.Contains).ToHashSet() is { Count: > 0 } both) declaring = both;
        var spaces = parts.Take(parts.Count - 1).Select(part => part.ToLowerInvariant()).ToList();
        var fitting = declaring.Select(at => (File: index.Files[at], Fit: TypeFiles.Fit(index.Tree.Paths[index.Files[at]], spaces))).Where(entry => entry.Fit > 0).OrderByDescending(entry => entry.Fit).Take(2).ToList();
        return fitting switch
        {
            [var only] => only.File,
            [var first, var second] when first.Fit > second.Fit => first.File,
            _ => -1,
        };
    }

    private HashSet<int> Files(string name, SymbolKind kind) =>
        [.. index.Definitions(name).Where(definition => definition.Kind == kind && IsDotNet(index.Tree.Paths[index.Files[definition.At]])).Select(definition => definition.At)];

    private static bool IsDotNet(string path) => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".fs", StringComparison.Ordinal) || path.EndsWith(".vb", StringComparison.Ordinal);
}
