using System.Globalization;
using ChatOps.Chat;

namespace ChatOps.Adapters.GitHub;

/// <summary>Addresses of things on GitHub that keep meaning the same; null when it is not known which repository on GitHub it is.</summary>
internal sealed class Permalinks(GitHubOptions options)
{
    /// <summary>The repository itself.</summary>
    public string? Repository(RepositoryRef repository) => Link(repository, "")?.TrimEnd('/');

    /// <summary>A file at a commit, with lines when they are given.</summary>
    public string? File(RepositoryRef repository, string sha, string path, int? startLine, int? endLine) =>
        Link(repository, $"blob/{sha}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}{Lines(startLine, endLine)}");

    /// <summary>A commit.</summary>
    public string? Commit(RepositoryRef repository, string sha) => Link(repository, $"commit/{sha}");

    /// <summary>A pull request.</summary>
    public string? PullRequest(RepositoryRef repository, int number) => Link(repository, $"pull/{number.InPath()}");

    private string? Link(RepositoryRef repository, string rest) => RepositoryName.Parse(repository.GitHub) is { } name ? $"{options.Web}{name.FullName}/{rest}" : null;

    private static string Lines(int? start, int? end) =>
        start is not { } from ? "" : end is { } to && to > from ? string.Create(CultureInfo.InvariantCulture, $"#L{from}-L{to}") : string.Create(CultureInfo.InvariantCulture, $"#L{from}");
}
