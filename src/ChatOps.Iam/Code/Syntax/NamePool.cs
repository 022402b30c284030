namespace ChatOps.Iam.Code.Syntax;

/// <summary>Gives equal names one string, so that reading a repository does not allocate each of its words again and again.</summary>
internal sealed class NamePool
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup;

    /// <summary>An empty pool.</summary>
    public NamePool() => lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The string for a name.</summary>
    public string Of(ReadOnlySpan<char> name)
    {
        if (lookup.TryGetValue(name, out var known))
            return known;
        lookup.Add(name);
        return lookup.TryGetValue(name, out known) ? known : name.ToString();
    }
}
