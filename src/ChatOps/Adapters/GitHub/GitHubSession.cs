using System.Text.Json;
using Octokit;

namespace ChatOps.Adapters.GitHub;

/// <summary>What one call works with: a repository, and Octokit acting with one token until the caller gives up.</summary>
internal sealed class GitHubSession(RepositoryName repository, IConnection connection, CancellationToken cancellationToken)
{
    /// <summary>The repository.</summary>
    public RepositoryName Repository => repository;

    /// <summary>Octokit's calls.</summary>
    public GitHubClient Client => field ??= new GitHubClient(connection);

    /// <summary>Ends the call.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>All pages of a list that Octokit has no call for, or only one that asks otherwise.</summary>
    public Task<IReadOnlyList<T>> ListAsync<T>(string path) => new ApiConnection(connection).GetAll<T>(new Uri(path, UriKind.Relative));

    /// <summary>A page of a list.</summary>
    /// <param name="path">With its query.</param>
    /// <param name="page">From 1; a hundred entries each.</param>
    public async Task<IReadOnlyList<T>> PageAsync<T>(string path, int page) =>
        (await connection.Get<List<T>>(new Uri(FormattableString.Invariant($"{path}&per_page=100&page={page}"), UriKind.Relative), null, null, cancellationToken)).Body;

    /// <summary>Something that Octokit knows no type for.</summary>
    public async Task<JsonElement> JsonAsync(string path)
    {
        var response = await connection.Get<object>(new Uri(path, UriKind.Relative), null, "application/vnd.github+json", cancellationToken);
        return Parse(response);
    }

    /// <summary>Posts what Octokit has no call for, or posts otherwise than GitHub describes it.</summary>
    /// <param name="address">Relative to the REST API, or absolute.</param>
    /// <param name="body">As it goes into JSON.</param>
    public async Task<JsonElement> PostAsync(Uri address, object body)
    {
        var response = await connection.Post<object>(address, JsonSerializer.Serialize(body), "application/json", "application/json", parameters: null, cancellationToken: cancellationToken);
        return Parse(response);
    }

    private static JsonElement Parse(IApiResponse<object> response)
    {
        using var json = JsonDocument.Parse(response.HttpResponse.Body as string ?? "null");
        return json.RootElement.Clone();
    }
}
