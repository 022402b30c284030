namespace ChatOps.Capabilities.Diagnose.Rules;

/// <summary>The repository's files at the commit that was read, as far as rules need them.</summary>
/// <param name="Paths">Every path.</param>
/// <param name="ReadText">A file's text; null when it is missing, binary or too large.</param>
internal sealed record RepositoryFiles(IReadOnlyList<string> Paths, Func<string, string?> ReadText)
{
    /// <summary>The lines of a file without their line ends; empty when it cannot be read.</summary>
    public string[] Lines(string path) => ReadText(path) is { } text ? [.. text.Split('\n').Select(line => line.TrimEnd('\r'))] : [];
}
