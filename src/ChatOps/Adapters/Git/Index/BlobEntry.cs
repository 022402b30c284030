namespace ChatOps.Adapters.Git.Index;

/// <summary>What the index keeps of one file's content. It belongs to the content (the blob), not to a path or a commit, so it is worked out once however often the content appears.</summary>
/// <param name="Terms">Hashes of identifiers and words, ascending (<see cref="Term"/>).</param>
/// <param name="Counts">How often each occurs, at most 255.</param>
/// <param name="Length">Identifiers in the file.</param>
/// <param name="Symbols">What it defines, in order of lines.</param>
internal sealed record BlobEntry(uint[] Terms, byte[] Counts, int Length, Symbol[] Symbols)
{
    /// <summary>Content that is not indexed: binary, or too large to be written by a person.</summary>
    public static BlobEntry Empty { get; } = new([], [], 0, []);

    /// <summary>How often a term occurs.</summary>
    public int Count(uint term)
    {
        var at = Array.BinarySearch(Terms, term);
        return at < 0 ? 0 : Counts[at];
    }

    /// <summary>Roughly what it takes in memory.</summary>
    public int Bytes => 120 + (Terms.Length * 5) + (Symbols.Length * 12);
}

/// <summary>A definition.</summary>
/// <param name="Name">Hash of its name (<see cref="Term.Identifier(string)"/>).</param>
/// <param name="Line">Line from 1.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct Symbol(uint Name, int Line, SymbolKind Kind);

/// <summary>What a name stands for on the line of a definition.</summary>
internal enum SymbolKind : byte
{
    /// <summary>Class, interface, struct, enum, record, trait or module.</summary>
    Type = 1,

    /// <summary>Function or method.</summary>
    Function = 2,

    /// <summary>A type that the type on this line derives from or implements.</summary>
    Base = 3,
}
