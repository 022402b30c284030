using System.Text;
using ChatOps.Adapters.Jobs;
using ChatOps.Chat;
using ChatOps.Running.Operations;

namespace ChatOps.Running.Rest;

/// <summary>The way of a REST request: stored as an operation, answered when that is done.</summary>
internal sealed class RestDoor(OperationQueue queue, OperationStore operations, OperationSignals signals, IdempotencyKeys idempotency, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <summary>Submits a request and answers with its result, or at once when the client prefers that. A client that leaves does not stop the work.</summary>
    /// <param name="context">The HTTP request.</param>
    /// <param name="request">What it asks for; its secrets are masked.</param>
    /// <param name="cancellationToken">The client left.</param>
    public async Task<IResult> SubmitAsync(HttpContext context, CommandRequest request, CancellationToken cancellationToken)
    {
        var (key, wrong) = KeyOf(context, request.Caller);
        if (wrong is not null)
            return Problem.Of(wrong);
        // Once it is being stored it is stored: a client that leaves in this moment gets what it asked for.
        var submitted = await queue.SubmitAsync(request, key, CancellationToken.None);
        if (submitted.Refusal is { } refusal)
            return Problem.Of(refusal);
        var operation = submitted.Value!;
        if (PrefersAsync(context))
        {
            context.Response.Headers["Preference-Applied"] = "respond-async";
            return Accepted(context, operation);
        }

        return await AnswerAsync(context, operation.Id, cancellationToken);
    }

    /// <summary>Waits for an operation and answers with its result.</summary>
    private async Task<IResult> AnswerAsync(HttpContext context, string operationId, CancellationToken cancellationToken)
    {
        using var leaving = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        // Short work still gets its answer through while the host stops.
        await using var stopping = lifetime.ApplicationStopping.Register(() => leaving.CancelAfter(WorkJob.Grace));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(leaving.Token, cancellationToken);
        try
        {
            while (true)
            {
                var change = signals.Next(operationId);
                var operation = await operations.FindAsync(operationId, stop.Token);
                if (operation is null || operation.IsFinished)
                    return operation is null ? Problem.Of(OperationEndpoints.Unknown) : Finished(context, operation);
                await signals.WaitAsync(change, stop.Token);
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            context.Response.Headers.Location = $"/operations/{operationId}";
            return Problem.Of(
                new Refusal(RefusalKind.NotConfigured, $"The host is restarting. The work goes on by itself: read its answer from /operations/{operationId} in a few seconds.") { RetryAfter = TimeSpan.FromSeconds(5) },
                new Dictionary<string, object?> { ["operation_id"] = operationId });
        }
    }

    private static IResult Finished(HttpContext context, Operation operation)
    {
        context.Response.Headers["Operation-Id"] = operation.Id;
        return operation.Error is { } error
            ? Problem.Of(error, new Dictionary<string, object?> { ["operation_id"] = operation.Id })
            : Results.Text(operation.Result, "application/json", Encoding.UTF8);
    }

    private static IResult Accepted(HttpContext context, Operation operation)
    {
        context.Response.Headers.Location = $"/operations/{operation.Id}";
        return Results.Json(new { operation.Id, operation.Kind, operation.State }, RestJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private static bool PrefersAsync(HttpContext context) =>
        context.Request.Headers["Prefer"].Any(value => value?.Split(',', ';').Any(part => part.Trim().Equals("respond-async", StringComparison.OrdinalIgnoreCase)) == true);

    private (IdempotencyKey? Key, Refusal? Wrong) KeyOf(HttpContext context, Caller caller)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.Headers.TryGetValue("Idempotency-Key", out var values))
            return (null, null);
        var key = values.ToString();
        return key.Length is 0 or > 255 || key.Any(character => character is < ' ' or > '~')
            ? (null, new Refusal(RefusalKind.Invalid, "The header Idempotency-Key takes 1 to 255 visible ASCII characters. Send such a key, for example a UUID."))
            : (idempotency.Of(caller, context.Request.Path, key, RequestBody.Bytes(context).Span), null);
    }
}
