using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Wire;
using ChatOps.Running.Rest;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatOps.Platforms.Slack.Doors;

/// <summary>The doors over HTTP: <c>/slack/commands</c>, <c>/slack/interactions</c>, <c>/slack/events</c>. Each is verified by its signature, stored, and answered.</summary>
internal sealed class SlackEndpoints(SlackOptions options, RequestSignature signature, Replays replays, SlackDoor door)
{
    private static readonly Refusal NotConfigured = new(RefusalKind.NotConfigured, "Slack is not connected over HTTP. Set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN, or use Socket Mode with SLACK_APP_TOKEN.");
    private static readonly Refusal Forged = new(RefusalKind.Unauthenticated, "The signature is not Slack's for this body and time. Check Slack:SigningSecret and this machine's clock.");
    private static readonly Refusal Replayed = new(RefusalKind.Unauthenticated, "This request was taken already. Nothing was done a second time.");
    private static readonly Refusal Malformed = new(RefusalKind.Invalid, "The body is not one of Slack's.");

    // What is accepted is stored even when Slack hangs up.
    private static CancellationToken Accepted => CancellationToken.None;

    /// <summary>Maps the endpoints. Slack's signature stands for a key.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/slack/commands", (HttpContext context, CancellationToken cancellationToken) => TakeAsync(context, CommandAsync, cancellationToken)).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/slack/interactions", (HttpContext context, CancellationToken cancellationToken) => TakeAsync(context, InteractAsync, cancellationToken)).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/slack/events", (HttpContext context, CancellationToken cancellationToken) => TakeAsync(context, EventAsync, cancellationToken)).AllowAnonymous().ExcludeFromDescription();
    }

    private async Task<IResult> TakeAsync(HttpContext context, Func<byte[], string, Task<IResult>> take, CancellationToken cancellationToken)
    {
        if (!options.TakesHttp)
            return Problem.Of(NotConfigured);
        var body = await RequestBody.BytesAsync(context, cancellationToken);
        if (body is not { } bytes)
            return Problem.Of(new Refusal(RefusalKind.TooLarge, $"The body is over the limit of 2 MiB ({RequestBody.Limit} bytes)."));
        // Slack tries the address with a form of its own before it knows a secret (docs.slack.dev, "ssl_check").
        if (bytes.Span.StartsWith("ssl_check=1"u8) || bytes.Span.IndexOf("&ssl_check=1"u8) >= 0)
            return Results.Ok();
        var headers = context.Request.Headers;
        var (at, signed) = (headers["X-Slack-Request-Timestamp"].ToString(), headers["X-Slack-Signature"].ToString());
        if (!signature.IsValid(at, signed, bytes.Span))
            return Problem.Of(Forged);
        // Slack signs each of its own retries anew; should one come as it was, it is done with.
        if (!replays.Take(at, signed))
            return headers.ContainsKey("X-Slack-Retry-Num") ? Results.Ok() : Problem.Of(Replayed);
        var isTaken = false;
        try
        {
            var result = await take(bytes.ToArray(), signed);
            isTaken = result is not IStatusCodeHttpResult { StatusCode: >= StatusCodes.Status400BadRequest };
            return result;
        }
        finally
        {
            if (!isTaken)
                replays.Forget(at, signed);
        }
    }

    private async Task<IResult> CommandAsync(byte[] body, string delivery)
    {
        var fields = new JsonObject();
        foreach (var (name, value) in Form(body))
            fields[name] = value;
        return new Payload(fields).Text("command") is null ? Problem.Of(Malformed) : Answer(await door.CommandAsync(new Payload(fields), delivery, Accepted));
    }

    private async Task<IResult> InteractAsync(byte[] body, string delivery) =>
        Payload.Parse(Form(body).GetValueOrDefault("payload")) is { } payload ? Answer(await door.InteractAsync(payload, delivery, Accepted)) : Problem.Of(Malformed);

    private async Task<IResult> EventAsync(byte[] body, string delivery)
    {
        if (Payload.Parse(Encoding.UTF8.GetString(body)) is not { } payload)
            return Problem.Of(Malformed);
        if (payload.Text("type") == "url_verification")
            return Results.Text(payload.Text("challenge") ?? "", "text/plain");
        // Not stored: Slack sends it again.
        return await door.EventAsync(payload, delivery, Accepted) ? Results.Ok() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Answer(JsonObject? body) => body is null ? Results.Ok() : Results.Text(body.ToJsonString(SlackJson.Options), "application/json", Encoding.UTF8);

    private static Dictionary<string, string> Form(byte[] body)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        // Of a name that stands twice the first counts.
        foreach (var pair in new QueryStringEnumerable(Encoding.UTF8.GetString(body)))
            fields.TryAdd(pair.DecodeName().ToString(), pair.DecodeValue().ToString());
        return fields;
    }
}
