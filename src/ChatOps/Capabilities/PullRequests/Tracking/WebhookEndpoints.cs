using ChatOps.Adapters.Git;
using ChatOps.Adapters.GitHub;
using ChatOps.Chat;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.PullRequests.Tracking;

/// <summary><c>POST /github/webhooks</c>.</summary>
internal static class WebhookEndpoints
{
    private const int LongestDeliveryId = 100;

    /// <summary>Maps the endpoint. GitHub's signature takes the place of a key.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/github/webhooks", TakeAsync).AllowAnonymous()
        .Describe(new ApiDescription("gitHubWebhook", "Pull requests", "For GitHub: tells that a pull request changed; answers 202 at once"));

    private static async Task<IResult> TakeAsync(HttpContext http, GitHubApi gitHub, IEnumerable<IWebhookListener> listeners, RepositoryDirectory repositories, CancellationToken cancellationToken)
    {
        var read = await RequestBody.RawAsync(http, cancellationToken);
        if (read is not { } body)
            return Problem.Of(new Refusal(RefusalKind.TooLarge, $"The delivery is over the limit of 2 MiB ({RequestBody.Limit} bytes). Choose the events that the README names."));
        if (gitHub.Webhooks.Verify(body.Span, http.Request.Headers["X-Hub-Signature-256"]) is { } refusal)
            return Problem.Of(refusal);
        var deliveryId = http.Request.Headers["X-GitHub-Delivery"].ToString();
        if (deliveryId.Length is 0 or > LongestDeliveryId || deliveryId.Any(character => !char.IsAsciiLetterOrDigit(character) && character != '-'))
            return Problem.Of(new Refusal(RefusalKind.Invalid, "The header X-GitHub-Delivery is missing or is no id. Let GitHub itself deliver."));
        var parsed = Webhooks.Read(http.Request.Headers["X-GitHub-Event"], body);
        if (parsed.Value is not { } happened)
            return Problem.Of(parsed.Refusal!);
        // Genuine deliveries about anything else are taken and need nothing.
        if (happened.Repository is { } fullName && repositories.All.FirstOrDefault(one => fullName.Equals(Origin.Identify(one).GitHub, StringComparison.OrdinalIgnoreCase)) is { } repository)
        {
            foreach (var listener in listeners)
                await listener.TakeAsync(deliveryId, repository, happened, cancellationToken);
        }

        return Results.Accepted();
    }
}
