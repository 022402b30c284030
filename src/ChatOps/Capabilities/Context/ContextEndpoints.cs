using ChatOps.Chat;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.Context;

/// <summary><c>GET /context</c>.</summary>
internal static class ContextEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapContext(this IEndpointRouteBuilder routes) => routes
        .MapGet("/context", (HttpContext http, RestDoor door, string? file, string? task, string? repo, CancellationToken cancellationToken) =>
            door.SubmitAsync(http, MaskedRequest.Create("context", http.Caller(), "rest", repo, ("file", file), ("task", task)), cancellationToken))
        .Describe(new ApiDescription("getContext", "Context", "What is known of the repository: languages, frameworks, infrastructure, recent changes") { Result = typeof(RepositoryContext) });
}
