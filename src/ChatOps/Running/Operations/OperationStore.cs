using System.Data.Common;
using System.Text.Json;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Auditing;
using Dapper;

namespace ChatOps.Running.Operations;

/// <summary>The tables <c>operations</c> and <c>operation_steps</c>. Every change of state is conditional on the state it leaves, so that two hosts cannot both make it.</summary>
internal sealed class OperationStore(Database database, OperationSignals signals, AuditLog audit, TimeProvider clock)
{
    /// <summary>Stores an accepted request.</summary>
    public async Task<Operation> AddAsync(DbTransaction transaction, string id, CommandRequest request, CommandRegistration command, string? repo, OperationState state, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var operation = new Operation
        {
            Id = id,
            Kind = command.Name,
            State = state,
            Door = request.Door,
            RequestedBy = await People.PseudonymAsync(transaction, request.Caller, clock, cancellationToken),
            Repo = repo,
            Request = request,
            Attempt = state == OperationState.Running ? 1 : 0,
            CreatedAt = now,
            StartedAt = state == OperationState.Running ? now : null,
        };
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into operations (id, kind, state, door, requested_by, repo, model_backed, request, attempt, cancel_requested, created_at, started_at)
            values (@Id, @Kind, @state, @Door, @RequestedBy, @Repo, @modelBacked, @request, @Attempt, 0, @now, @started)
            """,
            new
            {
                operation.Id,
                operation.Kind,
                state = OperationJson.Text(state),
                operation.Door,
                operation.RequestedBy,
                operation.Repo,
                modelBacked = command.IsModelBacked ? 1 : 0,
                request = JsonSerializer.Serialize(request, OperationJson.Default.CommandRequest),
                operation.Attempt,
                now = now.ToUnixTimeMilliseconds(),
                started = operation.StartedAt?.ToUnixTimeMilliseconds(),
            },
            transaction,
            cancellationToken: cancellationToken));
        return operation;
    }

    /// <summary>An operation; null for an unknown id.</summary>
    public async Task<Operation?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await FindAsync(connection, null, id, cancellationToken);
    }

    /// <summary>The operation's steps after one, oldest first.</summary>
    public async Task<IReadOnlyList<OperationStep>> StepsAsync(string id, int after, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<(int Seq, string Name, string State, long At)>(new CommandDefinition(
            "select seq, name, state, at from operation_steps where operation_id = @id and seq > @after order by seq", new { id, after }, cancellationToken: cancellationToken));
        return [.. rows.Select(row => new OperationStep(row.Seq, row.Name, Enum.Parse<OperationState>(row.State, ignoreCase: true), DateTimeOffset.FromUnixTimeMilliseconds(row.At)))];
    }

    /// <summary>Takes a queued operation, or one that a crash interrupted, for this host to run.</summary>
    /// <returns>The operation as it now is; null when it is already answered.</returns>
    public Task<Operation?> StartAsync(string id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                var started = await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                    "update operations set state = 'running', attempt = attempt + 1, started_at = @now where id = @id and state in ('queued', 'running')",
                    new { id, now = clock.GetUtcNow().ToUnixTimeMilliseconds() },
                    transaction,
                    cancellationToken: cancellationToken));
                return started == 0 ? null : await FindAsync(transaction.Connection!, transaction, id, cancellationToken);
            },
            cancellationToken);

    /// <summary>Puts an operation back that this host could not finish before it stops.</summary>
    public Task ReleaseAsync(Operation operation, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
                "update operations set state = 'queued' where id = @Id and state = 'running' and attempt = @Attempt", new { operation.Id, operation.Attempt }, transaction, cancellationToken: cancellationToken)),
            cancellationToken);

    /// <summary>Begins a step, which ends the one before.</summary>
    public async Task AddStepAsync(string id, string name, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async transaction =>
            {
                await EndStepAsync(transaction, id, OperationState.Succeeded, cancellationToken);
                await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                    """
                    insert into operation_steps (operation_id, seq, name, state, at)
                    values (@id, (select coalesce(max(seq), 0) + 1 from operation_steps where operation_id = @id), @name, 'running', @now)
                    """,
                    new { id, name = name.Replace('\0', ' '), now = clock.GetUtcNow().ToUnixTimeMilliseconds() },
                    transaction,
                    cancellationToken: cancellationToken));
            },
            cancellationToken);
        signals.Changed(id);
    }

    /// <summary>Answers an operation, once, with its audit row in the same transaction.</summary>
    /// <param name="operation">As this host started it.</param>
    /// <param name="state">How it ended.</param>
    /// <param name="result">The result's JSON; null for none.</param>
    /// <param name="error">Why there is none; null for none.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>False when somebody else has answered it, or runs a later attempt.</returns>
    public async Task<bool> FinishAsync(Operation operation, OperationState state, string? result, Refusal? error, CancellationToken cancellationToken)
    {
        var finished = await database.WriteAsync(
            async transaction =>
            {
                var changed = await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                    """
                    update operations set state = @state, result = @result, error = @error, request = null, finished_at = @now
                    where id = @Id and attempt = @Attempt and state in ('queued', 'running')
                    """,
                    new
                    {
                        operation.Id,
                        operation.Attempt,
                        state = OperationJson.Text(state),
                        result,
                        error = error is null ? null : JsonSerializer.Serialize(error, OperationJson.Default.Refusal),
                        now = clock.GetUtcNow().ToUnixTimeMilliseconds(),
                    },
                    transaction,
                    cancellationToken: cancellationToken));
                if (changed == 0)
                    return false;
                await EndStepAsync(transaction, operation.Id, state, cancellationToken);
                await audit.AppendAsync(
                    transaction,
                    new AuditEvent(operation.RequestedBy, operation.Kind, operation.Id) { Repo = operation.Repo, Detail = new() { ["state"] = OperationJson.Text(state), ["door"] = operation.Door } },
                    cancellationToken);
                return true;
            },
            cancellationToken);
        signals.Changed(operation.Id);
        return finished;
    }

    /// <summary>Asks an operation to stop. A queued one is cancelled at once, a running one as soon as its host notices.</summary>
    public async Task RequestCancelAsync(string id, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
                "update operations set cancel_requested = 1 where id = @id and state in ('queued', 'running')", new { id }, transaction, cancellationToken: cancellationToken)),
            cancellationToken);
        if (await FindAsync(id, cancellationToken) is { State: OperationState.Queued } queued)
            await FinishAsync(queued, OperationState.Cancelled, null, OperationEnd.CancelledBeforeStart, cancellationToken);
    }

    /// <summary>Which of the operations somebody asked to stop.</summary>
    public async Task<IReadOnlyList<string>> CancelRequestedAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var requested = await connection.QueryAsync<string>(new CommandDefinition(
            "select id from operations where state = 'running' and cancel_requested = 1", cancellationToken: cancellationToken));
        return [.. requested.Intersect(ids)];
    }

    private static async Task<Operation?> FindAsync(DbConnection connection, DbTransaction? transaction, string id, CancellationToken cancellationToken) =>
        (await connection.QueryFirstOrDefaultAsync<OperationRow>(new CommandDefinition(
            $"select {OperationRow.Columns} from operations where id = @id", new { id }, transaction, cancellationToken: cancellationToken)))?.ToOperation();

    private static Task<int> EndStepAsync(DbTransaction transaction, string id, OperationState state, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "update operation_steps set state = @state where operation_id = @id and state = 'running'", new { id, state = OperationJson.Text(state) }, transaction, cancellationToken: cancellationToken));
}
