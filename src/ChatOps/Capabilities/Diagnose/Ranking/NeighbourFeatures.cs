using ChatOps.Adapters.Git.Index;
using ChatOps.Capabilities.Diagnose.Evidence;

namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>Files one step away from the frames: what the failing lines name, what the failing type derives from, who calls the outermost function.</summary>
internal static class NeighbourFeatures
{
    private const int FramesLookedAt = 4;
    private const int LinesAbove = 12;
    private const int LinesBelow = 4;
    private const int MostDefinitions = 6;
    private const int MostCallers = 12;
    private const int MostInDirectory = 25;

    /// <summary>Adds the neighbours and fills their features.</summary>
    public static void Fill(CandidateSet candidates, IReadOnlyList<PlacedFrame> frames, List<Candidate> order)
    {
        if (order.Count == 0) return;
        var index = candidates.Index;
        var ours = frames.Where(frame => frame.IsOurs).DistinctBy(frame => (frame.File, frame.Frame.Line)).Take(FramesLookedAt).ToList();
        for (var i = 0; i < ours.Count; i++) FillNear(candidates, ours[i], i == 0);
        FillTypes(candidates, order[0]);
        FillSiblings(candidates, order[0]);
        var outermost = frames.Last(frame => frame.IsOurs);
        if (outermost.Frame.Function is { Length: > 3 } function && !Query.IsCommon(function))
        {
            var callers = index.Occurrences(Term.Identifier(function));
            if (callers.Count is > 1 and <= MostCallers)
            {
                foreach (var (at, _) in callers) candidates.AddIndexed(at)?.Raise(Feature.CallsOutermost, 1 / Math.Sqrt(callers.Count - 1));
            }
        }
    }

    private static void FillNear(CandidateSet candidates, PlacedFrame frame, bool first)
    {
        if (candidates.Text(frame.File) is not { } text || frame.Frame.Line is not { } line) return;
        var near = SourceLines.Around(text, line, LinesAbove, LinesBelow);
        var at = Math.Min(LinesAbove, line - 1);
        for (var i = 0; i < near.Count; i++)
        {
            var distance = Math.Abs(i - at);
            foreach (var name in Identifiers(near[i]))
            {
                var definitions = candidates.Index.Definitions(name);
                var places = definitions.Where(definition => definition.Kind != SymbolKind.Base).Select(definition => definition.At).Distinct().ToList();
                if (places.Count is 0 or > MostDefinitions) continue;
                foreach (var definition in definitions)
                {
                    if (definition.Kind == SymbolKind.Base || candidates.Index.Files[definition.At] == frame.File || candidates.AddIndexed(definition.At) is not { } candidate) continue;
                    var weight = 1.0 / places.Count / (1 + (distance * 0.3));
                    if (first && distance <= 1) candidate.Raise(Feature.CalledAtFirst, 1.0 / places.Count);
                    if (first) candidate.Raise(Feature.TypeNearFirst, weight * (definition.Kind == SymbolKind.Type ? 1 : 0.7));
                    candidate.PointTo(definition.Line);
                }
            }
        }
    }

    private static void FillTypes(CandidateSet candidates, Candidate first)
    {
        if (first.At < 0) return;
        var index = candidates.Index;
        var symbols = index.Entry(first.At).Symbols;
        var own = symbols.Where(symbol => symbol.Kind == SymbolKind.Type).Select(symbol => symbol.Name).ToHashSet();
        foreach (var symbol in symbols.Where(symbol => symbol.Kind == SymbolKind.Base).Take(10))
        {
            var definitions = index.Definitions(symbol.Name).Where(definition => definition.Kind == SymbolKind.Type).ToList();
            if (definitions.Count is 0 or > 4) continue;
            foreach (var definition in definitions)
            {
                if (definition.At != first.At) candidates.AddIndexed(definition.At)?.Raise(Feature.BaseOfFirst, 1.0 / definitions.Count);
            }
        }
        foreach (var name in own.Take(6))
        {
            var deriving = index.Definitions(name).Where(definition => definition.Kind == SymbolKind.Base && definition.At != first.At).Take(20).ToList();
            foreach (var definition in deriving) candidates.AddIndexed(definition.At)?.Raise(Feature.DerivedOfFirst, 1 / Math.Sqrt(deriving.Count));
        }
        foreach (var candidate in candidates.All.Where(candidate => candidate.At >= 0 && candidate != first))
        {
            var entry = index.Entry(candidate.At);
            if (own.Any(name => entry.Count(name) > 0)) candidate[Feature.UsesFirst] = 1;
        }
    }

    private static void FillSiblings(CandidateSet candidates, Candidate first)
    {
        var slash = first.Path.LastIndexOf('/');
        var directory = first.Path[..(slash + 1)];
        var stem = Stem(first.Path);
        var paths = candidates.Index.Tree.Paths;
        var start = Array.BinarySearch(paths, directory, StringComparer.Ordinal);
        List<int> inDirectory = [];
        for (var i = start < 0 ? ~start : start; i < paths.Length && paths[i].StartsWith(directory, StringComparison.Ordinal); i++)
        {
            if (candidates.Index.Tree.Kinds[i] != PathKind.Code || paths[i].IndexOf('/', directory.Length) >= 0) continue;
            inDirectory.Add(i);
            if (stem.Length > 3 && i != first.File && Stem(paths[i]) is var other && (other == stem || other.StartsWith(stem, StringComparison.Ordinal) || stem.StartsWith(other, StringComparison.Ordinal) && other.Length > 4))
                candidates.Add(i)?.Raise(Feature.SameStem, other == stem ? 1 : 0.5);
        }
        if (inDirectory.Count <= MostInDirectory)
        {
            foreach (var i in inDirectory) candidates.Add(i);
        }
        foreach (var candidate in candidates.All)
        {
            if (candidate != first && candidate.Path.Length > directory.Length && candidate.Path.StartsWith(directory, StringComparison.Ordinal) && candidate.Path.IndexOf('/', directory.Length) < 0) candidate[Feature.SameDirectory] = 1;
        }
    }

    private static string Stem(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? name[..dot] : name;
    }

    private static IEnumerable<string> Identifiers(string line)
    {
        for (var i = 0; i < line.Length;)
        {
            if (!char.IsAsciiLetter(line[i]) && line[i] != '_')
            {
                i++;
                continue;
            }
            var start = i;
            while (i < line.Length && (char.IsAsciiLetterOrDigit(line[i]) || line[i] == '_')) i++;
            if (i - start > 3) yield return line[start..i];
        }
    }
}
