using ChatOps.Chat;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.Accounts;

/// <summary><c>GET</c>, <c>POST</c> and <c>DELETE /me/github</c>.</summary>
internal static class AccountEndpoints
{
    private const string Path = "/me/github";
    private const string Example = """{"state":"pending","user_code":"WDJB-MJHT","verification_uri":"https://github.com/login/device","login":null}""";

    /// <summary>Maps the endpoints.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext http, RestDoor door, CancellationToken cancellationToken) => SubmitAsync(http, door, "account", cancellationToken))
            .Describe(Of("getGitHubAccount", "Which GitHub account is linked to you; while one is being linked, whether the code was typed"));
        routes.MapPost(Path, (HttpContext http, RestDoor door, CancellationToken cancellationToken) => SubmitAsync(http, door, "link", cancellationToken))
            .Describe(Of("linkGitHubAccount", "Link your GitHub account: type user_code at verification_uri, then GET") with { IsCommand = true });
        routes.MapDelete(Path, (HttpContext http, RestDoor door, CancellationToken cancellationToken) => SubmitAsync(http, door, "unlink", cancellationToken))
            .Describe(Of("unlinkGitHubAccount", "Forget your GitHub account and its token"));
    }

    private static ApiDescription Of(string name, string summary) => new(name, "Accounts", summary) { Result = typeof(GitHubLink), ResultExample = Example };

    private static Task<IResult> SubmitAsync(HttpContext http, RestDoor door, string command, CancellationToken cancellationToken) =>
        door.SubmitAsync(http, MaskedRequest.Create(command, http.Caller(), "rest", null), cancellationToken);
}
