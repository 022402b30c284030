using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Operations;

namespace ChatOps.Running.Rest;

/// <summary>An operation over HTTP: its state, its progress as it happens, and stopping it.</summary>
internal sealed class OperationEndpoints(OperationStore operations, OperationSignals signals, RunningOperations running, People people, IHostApplicationLifetime lifetime)
{
    /// <summary>What everybody hears who is neither the requester nor an admin, and about ids that never were.</summary>
    public static Refusal Unknown { get; } = new(RefusalKind.NotFound, "There is no such operation of yours. Check the id; only who asked and admins see an operation.");

    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/operations/{id}").WithTags("Operations");
        group.MapGet("", (string id, HttpContext context, OperationEndpoints endpoints, CancellationToken cancellationToken) => endpoints.GetAsync(id, context, cancellationToken))
            .WithName("getOperation").WithSummary("An operation's state, steps, and its result or error").Produces<OperationView>();
        group.MapGet("/events", (string id, HttpContext context, OperationEndpoints endpoints, CancellationToken cancellationToken) => endpoints.EventsAsync(id, context, cancellationToken))
            .WithName("watchOperation").WithSummary("An operation's progress as Server-Sent Events: hello, step, and done with the operation").Produces<string>(contentType: "text/event-stream");
        group.MapPost("/cancel", (string id, HttpContext context, OperationEndpoints endpoints, CancellationToken cancellationToken) => endpoints.CancelAsync(id, context, cancellationToken))
            .WithName("cancelOperation").WithSummary("Stops an operation; one that has ended stays as it is").Produces<OperationView>();
    }

    private async Task<IResult> GetAsync(string id, HttpContext context, CancellationToken cancellationToken) =>
        await FindAsync(id, context, cancellationToken) is { } operation ? Results.Json(await ViewAsync(operation, cancellationToken), RestJson.Options) : Problem.Of(Unknown);

    private async Task<IResult> CancelAsync(string id, HttpContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, context, cancellationToken) is null)
            return Problem.Of(Unknown);
        await operations.RequestCancelAsync(id, cancellationToken);
        running.Cancel(id);
        return await GetAsync(id, context, cancellationToken);
    }

    private async Task<IResult> EventsAsync(string id, HttpContext context, CancellationToken cancellationToken) =>
        await FindAsync(id, context, cancellationToken) is null ? Problem.Of(Unknown) : TypedResults.ServerSentEvents(EventsAsync(id, cancellationToken));

    private async IAsyncEnumerable<SseItem<string>> EventsAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Headers leave with the first item, so there is one at once.
        yield return new SseItem<string>($$"""{"id":"{{id}}"}""", "hello") { ReconnectionInterval = TimeSpan.FromSeconds(2) };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var seen = 0;
        while (!stop.IsCancellationRequested)
        {
            var change = signals.Next(id);
            var operation = await operations.FindAsync(id, cancellationToken);
            foreach (var step in await operations.StepsAsync(id, seen, cancellationToken))
            {
                seen = step.Seq;
                yield return new SseItem<string>(JsonSerializer.Serialize(step, RestJson.Options), "step");
            }

            if (operation is null || operation.IsFinished)
            {
                if (operation is not null)
                    yield return new SseItem<string>(JsonSerializer.Serialize(await ViewAsync(operation, cancellationToken), RestJson.Options), "done");
                yield break;
            }

            try
            {
                await signals.WaitAsync(change, stop.Token);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
        }
    }

    private async Task<Operation?> FindAsync(string id, HttpContext context, CancellationToken cancellationToken)
    {
        var operation = await operations.FindAsync(id.Replace("\0", "", StringComparison.Ordinal), cancellationToken);
        if (operation is null || context.Caller().Role >= Role.Admin)
            return operation;
        return operation.RequestedBy == await people.FindAsync(context.Caller().Id, cancellationToken) ? operation : null;
    }

    private async Task<OperationView> ViewAsync(Operation operation, CancellationToken cancellationToken) => new(
        operation.Id,
        operation.Kind,
        operation.State,
        await operations.StepsAsync(operation.Id, 0, cancellationToken),
        operation.Result is null ? null : JsonNode.Parse(operation.Result),
        operation.Error is null ? null : new OperationError((int)operation.Error.Kind, operation.Error.Sentence, operation.Error.Fields),
        operation.CreatedAt,
        operation.FinishedAt);

    /// <summary>An operation as REST returns it.</summary>
    internal sealed record OperationView(string Id, string Kind, OperationState State, IReadOnlyList<OperationStep> Steps, JsonNode? Result, OperationError? Error, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt);

    /// <summary>Why an operation has no result.</summary>
    internal sealed record OperationError(int Status, string Detail, IReadOnlyDictionary<string, string>? Errors);
}
