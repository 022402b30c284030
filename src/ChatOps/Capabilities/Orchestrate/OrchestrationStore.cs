using System.Text.Json;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Rest;
using Dapper;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>The table <c>orchestrations</c>.</summary>
internal sealed class OrchestrationStore(Database database, TimeProvider clock)
{
    /// <summary>Keeps an orchestration; a repeat of the same operation keeps the first.</summary>
    public Task SaveAsync(Orchestration done, RunContext context, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction => await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                """
                insert into orchestrations (id, operation_id, repo, sha, verdict, requested_by, created_at, input_tokens, output_tokens, cost_nano_usd, duration_ms, iam_warnings, task, document)
                values (@Id, @OperationId, @Repo, @Sha, @verdict, @person, @created, @InputTokens, @OutputTokens, @cost, @DurationMs, @iam, @Task, @document)
                on conflict (operation_id) do nothing
                """,
                new
                {
                    done.Id,
                    context.OperationId,
                    done.Repo,
                    done.Sha,
                    verdict = done.Review?.Verdict.ToString().ToLowerInvariant(),
                    person = await People.PseudonymAsync(transaction, context.Caller, clock, cancellationToken),
                    created = done.CreatedAt.ToUnixTimeMilliseconds(),
                    done.InputTokens,
                    done.OutputTokens,
                    cost = done.CostUsd is { } usd ? (long?)(usd * 1_000_000_000m) : null,
                    done.DurationMs,
                    iam = 0,
                    done.Task,
                    document = Write(done),
                },
                transaction,
                cancellationToken: cancellationToken)),
            cancellationToken);

    /// <summary>Replaces what is kept, when its pull request was opened.</summary>
    public Task UpdateAsync(Orchestration done, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition("update orchestrations set document = @document where id = @Id", new { done.Id, document = Write(done) }, transaction, cancellationToken: cancellationToken)),
            cancellationToken);

    /// <summary>What an operation came to before it was interrupted; null when it had come to nothing.</summary>
    public async Task<Orchestration?> FindByOperationAsync(string operationId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var document = await connection.QueryFirstOrDefaultAsync<string?>(new CommandDefinition("select document from orchestrations where operation_id = @operationId", new { operationId }, cancellationToken: cancellationToken));
        return document is null ? null : JsonSerializer.Deserialize<Orchestration>(document, RestJson.Options);
    }

    private static string Write(Orchestration done) => JsonSerializer.Serialize(done, RestJson.Options);
}
