using ChatOps.Chat;

namespace ChatOps.Running.Rest;

/// <summary>What <c>/openapi/v1.json</c> says of an endpoint. Bodies are read by <see cref="RequestBody"/>, whose kinds routing cannot see, so they are named here.</summary>
/// <param name="Name">The operation's id, e.g. <c>diagnose</c>.</param>
/// <param name="Group">The heading it stands under.</param>
/// <param name="Summary">One line.</param>
internal sealed record ApiDescription(string Name, string Group, string Summary)
{
    /// <summary>The query of every history endpoint.</summary>
    public static IReadOnlyList<(string Name, string Description)> PageQuery { get; } =
    [
        ("limit", "How many items, 1 to 200; 20 when left out."),
        ("since_days", "Only what is at most so many days old."),
        ("cursor", "The next_cursor of the page before."),
        ("repo", "Only this repository."),
        ("user", "Only this person, by caller id, name or pseudonym."),
    ];

    /// <summary>The body's record; null for none.</summary>
    public Type? Body { get; init; }

    /// <summary>A body as JSON; null for none.</summary>
    public string? BodyExample { get; init; }

    /// <summary>The result's record; null for none.</summary>
    public Type? Result { get; init; }

    /// <summary>A result as JSON; null for none.</summary>
    public string? ResultExample { get; init; }

    /// <summary>Query parameters that are read by hand.</summary>
    public IReadOnlyList<(string Name, string Description)> Query { get; init; } = [];

    /// <summary>Whether it is long work: takes <c>Prefer: respond-async</c> and <c>Idempotency-Key</c>.</summary>
    public bool IsCommand { get; init; }
}

/// <summary>Attaches descriptions to endpoints.</summary>
internal static class ApiDescriptions
{
    /// <summary>Describes the endpoint.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, ApiDescription description) =>
        endpoint.WithName(description.Name).WithTags(description.Group).WithSummary(description.Summary).WithMetadata(description);

    /// <summary>Maps a POST that enters a command: reads the body, makes the request, submits it.</summary>
    /// <typeparam name="TBody">The body's record, all of whose properties are optional.</typeparam>
    /// <param name="routes">Where to.</param>
    /// <param name="path">The address.</param>
    /// <param name="toRequest">Makes the request, with secrets masked, or says which field is wrong.</param>
    /// <param name="description">What the API's description says.</param>
    public static RouteHandlerBuilder MapCommand<TBody>(this IEndpointRouteBuilder routes, string path, Func<HttpContext, TBody, Answer<CommandRequest>> toRequest, ApiDescription description) where TBody : class =>
        routes.MapPost(path, async (HttpContext context, RestDoor door, CancellationToken cancellationToken) =>
        {
            var body = await RequestBody.ReadAsync<TBody>(context, null, cancellationToken);
            var request = body.Refusal is { } unreadable ? unreadable : toRequest(context, body.Value!);
            return request.Refusal is { } refusal ? Problem.Of(refusal) : await door.SubmitAsync(context, request.Value!, cancellationToken);
        }).Describe(description with { Body = typeof(TBody), IsCommand = true });
}
