using ChatOps.Adapters.Git.Index;

namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>What the words of the error say, looked up in the index.</summary>
internal static class TextFeatures
{
    private const int FromIdentifiers = 60;
    private const int FromWords = 40;
    private const int FromMessage = 40;

    /// <summary>A name defined in more places than this names nothing in particular.</summary>
    private const int MostDefinitions = 8;

    /// <summary>Adds the files that the words point to, and fills the features.</summary>
    public static void Fill(CandidateSet candidates, Query query, FrameResolverLookup lookup)
    {
        var index = candidates.Index;
        FillScores(candidates, Terms(query.Identifiers), FromIdentifiers, Feature.Bm25, Feature.Bm25Rank, query.Identifiers);
        FillScores(candidates, Terms(query.MessageIdentifiers), FromMessage, null, null, null);
        var words = query.MessageIdentifiers.SelectMany(Query.Parts).Distinct().Take(60).ToList();
        FillScores(candidates, [.. words.Select(word => (Term.Word(word), 1.0))], FromWords, Feature.WordBm25, null, null);

        foreach (var name in query.MessageIdentifiers)
        {
            foreach (var definition in Few(index.Definitions(name)))
            {
                if (definition.Kind == SymbolKind.Base || candidates.AddIndexed(definition.At) is not { } candidate) continue;
                var share = 1.0 / Few(index.Definitions(name)).Count(other => other.Kind != SymbolKind.Base);
                candidate.Raise(definition.Kind == SymbolKind.Type ? Feature.DefinesMessageType : Feature.DefinesMessageFunction, share);
                candidate.PointTo(definition.Line);
            }
        }
        foreach (var type in query.ErrorTypes)
        {
            foreach (var definition in Few(index.Definitions(type)))
            {
                if (definition.Kind == SymbolKind.Type) candidates.AddIndexed(definition.At);
            }
            var raising = index.Occurrences(Term.Identifier(type));
            if (raising.Count is > 0 and < 40)
            {
                foreach (var (at, _) in raising) candidates.AddIndexed(at)?.Raise(Feature.RaisesError, 1.0 / Math.Sqrt(raising.Count));
            }
        }
        foreach (var path in query.Paths)
        {
            if (lookup(path) is >= 0 and var file && candidates.Index.Tree.Kinds[file] is PathKind.Code or PathKind.Config && candidates.Add(file) is { } candidate) candidate[Feature.PathInMessage] = 1;
        }
        var named = query.MessageIdentifiers.Select(name => name.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        foreach (var candidate in candidates.All)
        {
            var stem = Path.GetFileNameWithoutExtension(candidate.Path).ToLowerInvariant();
            if (stem.Length > 3 && (named.Contains(stem) || named.Contains(stem.Replace("-", "_", StringComparison.Ordinal)))) candidate[Feature.NamedInMessage] = 1;
            var parts = candidate.Path.Split('/', '.').SelectMany(Query.Parts).ToHashSet(StringComparer.Ordinal);
            if (words.Count > 0) candidate[Feature.PathWords] = words.Count(parts.Contains) / Math.Sqrt(words.Count * Math.Max(1, parts.Count));
        }
    }

    /// <summary>The place of each file in a list, as 1 over its rank.</summary>
    private static void FillScores(CandidateSet candidates, List<(uint, double)> terms, int add, Feature? value, Feature? rank, IReadOnlyList<string>? path)
    {
        if (terms.Count == 0) return;
        var inPath = path is null ? null : PathCounts(candidates.Index, path);
        var scores = Bm25.Score(candidates.Index, terms, inPath);
        var best = Bm25.Best(scores, add);
        if (best.Count == 0) return;
        var top = scores[best[0]];
        for (var place = 0; place < best.Count; place++)
        {
            if (candidates.AddIndexed(best[place]) is { } candidate && rank is { } feature) candidate[feature] = 1.0 / (1 + place);
            if (place == 0 && value == Feature.Bm25) candidates.AddIndexed(best[0])![Feature.Bm25First] = best.Count > 1 ? 1 - (scores[best[1]] / top) : 1;
        }
        if (value is not { } score) return;
        foreach (var candidate in candidates.All.Where(candidate => candidate.At >= 0)) candidate[score] = scores[candidate.At] / top;
    }

    private static Func<int, uint, int> PathCounts(SnapshotIndex index, IReadOnlyList<string> names)
    {
        // A name that is a directory or file of the path counts like three occurrences.
        var byName = names.Select(name => name.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        Dictionary<uint, string> byTerm = [];
        foreach (var name in names) byTerm[Term.Identifier(name)] = name;
        Dictionary<(int, uint), int> found = [];
        for (var i = 0; i < index.Files.Length; i++)
        {
            foreach (var range in index.Tree.Paths[index.Files[i]].AsSpan().SplitAny('/', '.'))
            {
                var part = index.Tree.Paths[index.Files[i]][range];
                if (byName.Contains(part.ToLowerInvariant())) found[(i, Term.Identifier(part))] = 3;
            }
        }
        return (at, term) => found.GetValueOrDefault((at, term));
    }

    private static List<(uint, double)> Terms(IEnumerable<string> names) => [.. names.Select(name => (Term.Identifier(name), 1.0))];

    private static IReadOnlyList<Definition> Few(IReadOnlyList<Definition> definitions) => definitions.Count <= MostDefinitions ? definitions : [];
}

/// <summary>Position in the tree of a path that a text names; -1 when there is none.</summary>
internal delegate int FrameResolverLookup(string path);
