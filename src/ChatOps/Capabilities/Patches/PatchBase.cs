using ChatOps.Adapters.Git;

namespace ChatOps.Capabilities.Patches;

/// <summary>The files that a patch is checked against.</summary>
/// <param name="Paths">Every file's path, sorted ordinally.</param>
/// <param name="ReadText">A file's text; null when there is no such file, it is binary, a link, or too large.</param>
internal sealed record PatchBase(IReadOnlyList<string> Paths, Func<string, string?> ReadText)
{
    /// <summary>A snapshot's files.</summary>
    public static PatchBase Of(Snapshot snapshot) => new(snapshot.Paths, snapshot.ReadText);
}
