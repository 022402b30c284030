using System.Text.Json;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Rest;
using Dapper;

namespace ChatOps.Capabilities.Diagnose;

/// <summary>Keeps diagnoses and finds them again: by id, by fingerprint, newest first.</summary>
internal sealed class DiagnosisStore(Database database, People people, TimeProvider clock)
{
    /// <summary>Stores a diagnosis. An operation has one: a run that is repeated after a crash leaves the first as it is.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    /// <param name="errorText">The masked text that was asked about.</param>
    /// <param name="context">Whose run it was.</param>
    /// <param name="cancellationToken">Stops the write.</param>
    public async Task SaveAsync(Diagnosis diagnosis, string errorText, RunContext context, CancellationToken cancellationToken)
    {
        var requestedBy = await people.PseudonymAsync(context.Caller, cancellationToken);
        await database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into diagnoses (id, operation_id, repo, sha, fingerprint, outcome, engine, confidence_score, requested_by, created_at,
                input_tokens, output_tokens, cost_nano_usd, duration_ms, error_text, document)
            values (@Id, @OperationId, @Repo, @Sha, @Fingerprint, @Outcome, @Engine, @ConfidenceScore, @RequestedBy, @CreatedAt,
                @InputTokens, @OutputTokens, @CostNanoUsd, @DurationMs, @ErrorText, @Document)
            on conflict (operation_id) do nothing
            """,
            new
            {
                diagnosis.Id,
                context.OperationId,
                diagnosis.Repo,
                diagnosis.Sha,
                diagnosis.Fingerprint,
                Outcome = diagnosis.Outcome.ToString(),
                Engine = diagnosis.Engine.ToString(),
                diagnosis.ConfidenceScore,
                RequestedBy = requestedBy,
                CreatedAt = diagnosis.CreatedAt.ToUnixTimeMilliseconds(),
                diagnosis.InputTokens,
                diagnosis.OutputTokens,
                CostNanoUsd = diagnosis.CostUsd is { } dollars ? (long?)(dollars * 1_000_000_000m) : null,
                diagnosis.DurationMs,
                ErrorText = errorText,
                Document = JsonSerializer.Serialize(diagnosis, RestJson.Options),
            },
            transaction,
            cancellationToken: cancellationToken)), cancellationToken);
    }

    /// <summary>What an operation answered; null when it has not answered yet.</summary>
    public async Task<Diagnosis?> FindByOperationAsync(string operationId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return Read(await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition("select document from diagnoses where operation_id = @operationId", new { operationId }, cancellationToken: cancellationToken)));
    }

    /// <summary>The diagnosis with this id; null when there is none.</summary>
    public async Task<Diagnosis?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return Read(await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition("select document from diagnoses where id = @id", new { id }, cancellationToken: cancellationToken)));
    }

    /// <summary>The masked text that a diagnosis was asked about; null when there is no such diagnosis.</summary>
    public async Task<string?> FindErrorAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition("select error_text from diagnoses where id = @id", new { id }, cancellationToken: cancellationToken));
    }

    /// <summary>Earlier diagnoses of the same error in the repository, newest first.</summary>
    public async Task<IReadOnlyList<Diagnosis>> FindByFingerprintAsync(string repo, string fingerprint, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var documents = await connection.QueryAsync<string>(new CommandDefinition(
            "select document from diagnoses where repo = @repo and fingerprint = @fingerprint and engine <> 'History' order by id desc limit @limit",
            new { repo, fingerprint, limit },
            cancellationToken: cancellationToken));
        return [.. documents.Select(Read).OfType<Diagnosis>()];
    }

    /// <summary>Records whether a diagnosis helped; the last word counts.</summary>
    /// <returns>Whether there is such a diagnosis.</returns>
    public async Task<bool> RateAsync(string id, bool useful, string? note, Caller caller, CancellationToken cancellationToken)
    {
        var by = await people.PseudonymAsync(caller, cancellationToken);
        return await database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "update diagnoses set feedback_useful = @useful, feedback_note = @note, feedback_by = @by, feedback_at = @at where id = @id",
            new { id, useful = useful ? 1 : 0, note, by, at = clock.GetUtcNow().ToUnixTimeMilliseconds() },
            transaction,
            cancellationToken: cancellationToken)), cancellationToken) > 0;
    }

    private static Diagnosis? Read(string? document) => document is null ? null : JsonSerializer.Deserialize<Diagnosis>(document, RestJson.Options);
}
