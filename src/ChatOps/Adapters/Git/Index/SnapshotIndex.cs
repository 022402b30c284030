namespace ChatOps.Adapters.Git.Index;

/// <summary>The index as one commit sees it: its code and configuration files with their entries.</summary>
internal sealed class SnapshotIndex
{
    private readonly BlobEntry[] entries;
    private readonly Lazy<Dictionary<uint, List<Definition>>> symbols;

    private SnapshotIndex(SnapshotTree tree, int[] files, BlobEntry[] entries)
    {
        (Tree, Files, this.entries) = (tree, files, entries);
        AverageLength = files.Length == 0 ? 1 : Math.Max(1, entries.Average(entry => (double)entry.Length));
        symbols = new(ReadSymbols);
    }

    /// <summary>The commit's files.</summary>
    public SnapshotTree Tree { get; }

    /// <summary>Positions in <see cref="SnapshotTree.Paths"/> of the files that are indexed.</summary>
    public int[] Files { get; }

    /// <summary>Identifiers in an average file.</summary>
    public double AverageLength { get; }

    /// <summary>Entry of the file at a position of <see cref="Files"/>.</summary>
    public BlobEntry Entry(int at) => entries[at];

    /// <summary>Position in <see cref="Files"/> of a file of the tree; negative when it is not indexed.</summary>
    public int At(int treeFile) => Array.BinarySearch(Files, treeFile);

    /// <summary>Where a name is defined.</summary>
    public IReadOnlyList<Definition> Definitions(string name) => Definitions(Term.Identifier(name));

    /// <summary>Where a name is defined, by its hash.</summary>
    public IReadOnlyList<Definition> Definitions(uint name) => symbols.Value.TryGetValue(name, out var found) ? found : [];

    /// <summary>Number of distinct names defined.</summary>
    public int SymbolCount => symbols.Value.Count;

    /// <summary>Positions in <see cref="Files"/> of the files in which a term occurs, with how often.</summary>
    public List<(int At, int Count)> Occurrences(uint term)
    {
        List<(int, int)> found = [];
        for (var i = 0; i < entries.Length; i++)
        {
            var count = entries[i].Count(term);
            if (count > 0) found.Add((i, count));
        }
        return found;
    }

    /// <summary>Completes the index for a tree.</summary>
    public static async Task<SnapshotIndex> BuildAsync(SnapshotTree tree, IndexStore store, CancellationToken cancellationToken)
    {
        var files = Enumerable.Range(0, tree.Paths.Length).Where(i => tree.Kinds[i] is PathKind.Code or PathKind.Config).ToArray();
        var entries = await store.GetAsync([.. files.Select(i => tree.Blobs[i])], cancellationToken);
        return new SnapshotIndex(tree, files, entries);
    }

    private Dictionary<uint, List<Definition>> ReadSymbols()
    {
        Dictionary<uint, List<Definition>> found = new(Files.Length * 8);
        for (var i = 0; i < entries.Length; i++)
        {
            foreach (var symbol in entries[i].Symbols)
            {
                if (found.TryGetValue(symbol.Name, out var same)) same.Add(new Definition(i, symbol.Line, symbol.Kind));
                else found[symbol.Name] = [new Definition(i, symbol.Line, symbol.Kind)];
            }
        }
        return found;
    }
}

/// <summary>A place where a name is defined.</summary>
/// <param name="At">Position in <see cref="SnapshotIndex.Files"/>.</param>
/// <param name="Line">Line from 1.</param>
/// <param name="Kind">What is defined.</param>
internal readonly record struct Definition(int At, int Line, SymbolKind Kind);
