namespace ChatOps.Capabilities.Patches;

/// <summary>A change as a model writes it.</summary>
internal sealed record DraftEdit
{
    public required string Path { get; init; }

    public string? Search { get; init; }

    public string? Replace { get; init; }

    public string? WholeFile { get; init; }

    /// <summary>The change in the form that is applied; null when it says nothing.</summary>
    public Edit? ToEdit()
        => WholeFile is not null && string.IsNullOrEmpty(Search) ? new Edit(Path, null, WholeFile)
            : !string.IsNullOrEmpty(Search) ? new Edit(Path, Search, Replace ?? "")
            : null;
}
