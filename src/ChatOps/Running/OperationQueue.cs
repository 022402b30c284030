using System.Data.Common;
using ChatOps.Adapters.Jobs;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Delivery;
using ChatOps.Running.Operations;
using Dapper;

namespace ChatOps.Running;

/// <summary>Accepts requests: the operation, its idempotency key and its job are stored in one transaction, so that an accepted request is never lost and never doubled.</summary>
internal sealed class OperationQueue(CommandRunner runner, OperationStore operations, IdempotencyKeys idempotency, DeliveryStore deliveries, JobQueue jobs, Handover handover, Database database, AccessOptions access, TimeProvider clock)
{
    /// <summary>Accepts a request.</summary>
    /// <param name="request">What is asked for; its secrets are masked.</param>
    /// <param name="cancellationToken">Stops the wait; what is stored stays.</param>
    public Task<Answer<Operation>> SubmitAsync(CommandRequest request, CancellationToken cancellationToken) => SubmitAsync(request, null, cancellationToken);

    /// <summary>Accepts a request whose answer is brought to somebody. What the person may do is found out when it runs, and its job is queued just after (<see cref="Handover"/>): a chat must be answered before that.</summary>
    /// <param name="request">What is asked for; its secrets are masked.</param>
    /// <param name="key">What tells a repeated delivery from a new request.</param>
    /// <param name="origin">Where the answer goes.</param>
    /// <param name="cancellationToken">Stops the wait; what is stored stays.</param>
    public async Task<Answer<Operation>> SubmitAsync(CommandRequest request, IdempotencyKey key, ChatOrigin origin, CancellationToken cancellationToken)
    {
        var (command, repository, refusal) = runner.Resolve(request);
        if (refusal is not null)
            return refusal;
        var id = Identifier.New("op", clock);
        try
        {
            var operation = await database.WriteAsync(
                async transaction =>
                {
                    await deliveries.AddAsync(transaction, id, origin, cancellationToken);
                    return await StoreAsync(transaction, id, request, key, command!, repository, cancellationToken);
                },
                cancellationToken,
                ahead: true);
            handover.Add(id, command!.IsModelBacked);
            return operation;
        }
        catch (NotAcceptedException e)
        {
            return e.Refusal is { } limit ? limit : await RepeatAsync(e.Earlier!, key, cancellationToken);
        }
    }

    /// <summary>Accepts a request, or finds the operation that the same key was used for.</summary>
    /// <param name="request">What is asked for; its secrets are masked.</param>
    /// <param name="key">The idempotency key; null for none.</param>
    /// <param name="cancellationToken">Stops the wait; what is stored stays.</param>
    public async Task<Answer<Operation>> SubmitAsync(CommandRequest request, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        if (key is not null && await idempotency.FindAsync(key, cancellationToken) is { } earlier)
            return await RepeatAsync(earlier, key, cancellationToken);
        var (command, repository, refusal) = await runner.AdmitAsync(request, cancellationToken);
        if (refusal is not null)
            return refusal;

        var id = Identifier.New("op", clock);
        try
        {
            return await jobs.EnqueueAsync(
                OperationWork.Name,
                id,
                command!.IsModelBacked,
                transaction => StoreAsync(transaction, id, request, key, command, repository, cancellationToken),
                cancellationToken);
        }
        catch (NotAcceptedException e)
        {
            return e.Refusal is { } limit ? limit : await RepeatAsync(e.Earlier!, key!, cancellationToken);
        }
    }

    private async Task<Operation> StoreAsync(DbTransaction transaction, string id, CommandRequest request, IdempotencyKey? key, CommandRegistration command, RepositoryRef? repository, CancellationToken cancellationToken)
    {
        if (await OverRateAsync(transaction, request.Caller, command, cancellationToken) is { } over)
            throw new NotAcceptedException(over, null);
        if (key is not null && await IdempotencyKeys.ClaimAsync(transaction, key, id, clock.GetUtcNow(), cancellationToken) is { } other)
            throw new NotAcceptedException(null, other);
        return await operations.AddAsync(transaction, id, request, command, repository?.Name, OperationState.Queued, cancellationToken);
    }

    /// <summary>Takes the queued job back together with everything else.</summary>
    private sealed class NotAcceptedException(Refusal? refusal, IdempotencyKeys.Use? earlier) : Exception
    {
        public Refusal? Refusal { get; } = refusal;

        public IdempotencyKeys.Use? Earlier { get; } = earlier;
    }

    private async Task<Answer<Operation>> RepeatAsync(IdempotencyKeys.Use use, IdempotencyKey key, CancellationToken cancellationToken)
    {
        if (use.BodyHash != key.BodyHash)
            return new Refusal(RefusalKind.Unprocessable, "This Idempotency-Key was used for another body. Use a new key for a new request.");
        return await operations.FindAsync(use.OperationId, cancellationToken) is { } operation
            ? operation
            : new Refusal(RefusalKind.Conflict, "The operation of this Idempotency-Key has been deleted. Use a new key.");
    }

    private async Task<Refusal?> OverRateAsync(DbTransaction transaction, Caller caller, CommandRegistration command, CancellationToken cancellationToken)
    {
        if (!command.IsModelBacked || access.CallsPerMinute == 0 || caller.Id == Caller.Local.Id)
            return null;
        var now = clock.GetUtcNow();
        var person = await People.PseudonymAsync(transaction, caller, clock, cancellationToken);
        var recent = (await transaction.Connection!.QueryAsync<long>(new CommandDefinition(
            "select created_at from operations where requested_by = @person and created_at > @since and model_backed = 1 order by created_at desc limit @most",
            new { person, since = now.AddMinutes(-1).ToUnixTimeMilliseconds(), most = access.CallsPerMinute },
            transaction,
            cancellationToken: cancellationToken))).AsList();
        if (recent.Count < access.CallsPerMinute)
            return null;
        var wait = DateTimeOffset.FromUnixTimeMilliseconds(recent[^1]).AddMinutes(1) - now;
        return new Refusal(RefusalKind.OverLimit, $"That is more than {access.CallsPerMinute} of these in a minute (Access:CallsPerMinute). Try again in {Math.Ceiling(wait.TotalSeconds)} seconds.") { RetryAfter = wait };
    }
}
