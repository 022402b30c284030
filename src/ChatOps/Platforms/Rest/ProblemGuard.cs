using ChatOps.Running.Rest;

namespace ChatOps.Platforms.Rest;

/// <summary>Makes every failure of the HTTP edge a problem+json: unknown paths, wrong methods, unreadable requests, and exceptions, whose cause goes to the log only.</summary>
internal sealed partial class ProblemGuard(ILogger<ProblemGuard> logger) : IMiddleware
{
    /// <inheritdoc/>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e)
        {
            await AnswerAsync(context, e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? $"The body is over the limit of 2 MiB ({RequestBody.Limit} bytes)."
                : "The request could not be read. Check its path, query and headers and try again.");
            return;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // The edge of HTTP: whatever it is, the client gets a problem and the log gets the cause.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogUnexpected(e, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no endpoint");
            await AnswerAsync(context, StatusCodes.Status500InternalServerError, "Something unexpected went wrong. Try again; if it happens twice, give an admin this answer's trace_id, which is in the log beside the cause.");
            return;
        }

        if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentType: null, ContentLength: null })
            await AnswerAsync(context, context.Response.StatusCode, Sentence(context));
    }

    private static string Sentence(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address. /openapi/v1.json lists what there is.",
        StatusCodes.Status405MethodNotAllowed => $"This address does not take {context.Request.Method}; it takes {context.Response.Headers.Allow}.",
        StatusCodes.Status415UnsupportedMediaType => "The body must be JSON in UTF-8. Send it with the header Content-Type: application/json.",
        StatusCodes.Status400BadRequest => "A part of the address or query is not of the right kind. /openapi/v1.json says what it takes.",
        _ => "The request was refused. /openapi/v1.json says what this address takes.",
    };

    private static async Task AnswerAsync(HttpContext context, int status, string detail)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        var allow = context.Response.Headers.Allow;
        context.Response.Clear();
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (allow.Count > 0)
            context.Response.Headers.Allow = allow;
        await Problem.WriteAsync(context, status, detail);
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed unexpectedly")]
    private partial void LogUnexpected(Exception exception, string method, string endpoint);
}
