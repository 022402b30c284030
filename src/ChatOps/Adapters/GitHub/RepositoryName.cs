namespace ChatOps.Adapters.GitHub;

/// <summary>A repository's name on GitHub.</summary>
/// <param name="Owner">The person or organisation.</param>
/// <param name="Name">Its own name.</param>
internal sealed record RepositoryName(string Owner, string Name)
{
    /// <summary><c>owner/name</c>.</summary>
    public string FullName => $"{Owner}/{Name}";

    /// <summary>Where it is in the REST API, relative to its root.</summary>
    public string Path => $"repos/{FullName}";

    /// <summary>Reads <c>owner/name</c>; null when it is something else, so that no path of the API is ever made of other text.</summary>
    public static RepositoryName? Parse(string? fullName) =>
        fullName?.Trim().Split('/') is [var owner, var name] && IsPart(owner) && IsPart(name) ? new RepositoryName(owner, name) : null;

    private static bool IsPart(string text) => text.Length is > 0 and <= 100 && text is not ("." or "..") && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
