using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Auditing;
using ChatOps.Running.Rest;
using Dapper;

namespace ChatOps.Capabilities.History;

/// <summary>Writes the history tables as one JSON document, a row at a time, as they were at one moment. People appear by pseudonym; requests, tokens and keys not at all.</summary>
internal sealed class HistoryExport(Database database, People people, AuditLog audit, TimeProvider clock)
{
    /// <summary>Changes when a table or a column is renamed or goes.</summary>
    internal const int SchemaVersion = 1;

    private const int BytesHeld = 64 * 1024;

    private static readonly Table[] Tables =
    [
        new("operations", "id, kind, state, door, requested_by, repo, model_backed, attempt, created_at, started_at, finished_at, result, error", "id"),
        new("diagnoses", "id, operation_id, repo, sha, fingerprint, outcome, engine, confidence_score, requested_by, created_at, input_tokens, output_tokens, cost_nano_usd, duration_ms, error_text, document, feedback_useful, feedback_note, feedback_by, feedback_at", "id"),
        new("orchestrations", "id, operation_id, repo, sha, task, verdict, iam_warnings, requested_by, created_at, input_tokens, output_tokens, cost_nano_usd, duration_ms, document", "id"),
        new("workflows", "id, plan_id, operation_id, diagnosis_id, repo, kind, pr_number, pr_url, title, branch, state, requested_by, reverted_by, created_at, merged_at, closed_at", "id"),
        new("model_calls", "id, operation_id, kind, role, provider, model, prompt_version, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens, cost_nano_usd, latency_ms, attempt, outcome, requested_by, repo, created_at", "id"),
        new("audit", "seq, at, actor, action, subject, repo, detail, prev_hash, hash", "seq"),
    ];

    private static readonly HashSet<string> Times = ["created_at", "started_at", "finished_at", "feedback_at", "merged_at", "closed_at", "at"];
    private static readonly HashSet<string> Json = ["result", "error", "document", "detail"];
    private static readonly HashSet<string> Booleans = ["model_backed", "feedback_useful"];

    /// <summary>The document, for its schema.</summary>
    internal sealed record Document(int SchemaVersion, DateTimeOffset ExportedAt, JsonArray Operations, JsonArray Diagnoses, JsonArray Orchestrations, JsonArray Workflows, JsonArray ModelCalls, JsonArray Audit);

    /// <summary>Streams the export to an admin, and notes in the audit log that it was made.</summary>
    public async Task<IResult> AnswerAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.Caller().RoleIn(null) < Role.Admin)
            return Problem.Of(new Refusal(RefusalKind.Forbidden, $"The export needs the role admin and yours is {http.Caller().Role.Text()}. Ask an admin."));
        await audit.AppendAsync(new AuditEvent(await people.PseudonymAsync(http.Caller(), cancellationToken), "export", "history"), cancellationToken);
        http.Response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=chatops-{clock.GetUtcNow():yyyy-MM-dd}.json");
        return Results.Stream(stream => WriteAsync(stream, cancellationToken), "application/json");
    }

    /// <summary>Writes the document.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        // One moment for all tables: what refers to a row finds it.
        await using var moment = await Database.FreezeAsync(connection, cancellationToken);
        await using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = RestJson.Options.Encoder });
        json.WriteStartObject();
        json.WriteNumber("schema_version", SchemaVersion);
        json.WriteString("exported_at", clock.GetUtcNow());
        foreach (var table in Tables)
        {
            json.WriteStartArray(table.Name);
            await WriteRowsAsync(json, connection, moment, table, cancellationToken);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }

    private static async Task WriteRowsAsync(Utf8JsonWriter json, DbConnection connection, DbTransaction moment, Table table, CancellationToken cancellationToken)
    {
        // Names of the list above; no text from outside.
        var sql = new CommandDefinition($"select {table.Columns} from {table.Name} order by {table.Key}", transaction: moment, cancellationToken: cancellationToken);
        await using var rows = await connection.ExecuteReaderAsync(sql, CommandBehavior.SequentialAccess);
        var names = Enumerable.Range(0, rows.FieldCount).Select(rows.GetName).ToArray();
        while (await rows.ReadAsync(cancellationToken))
        {
            json.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
                WriteValue(json, names[i], rows.GetValue(i));
            json.WriteEndObject();
            if (json.BytesPending >= BytesHeld)
                await json.FlushAsync(cancellationToken);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case DBNull:
                json.WriteNull(name == "cost_nano_usd" ? "cost_usd" : name);
                break;
            case string text when Json.Contains(name):
                json.WritePropertyName(name);
                json.WriteRawValue(text);
                break;
            case string text:
                json.WriteString(name, text);
                break;
            case double number:
                json.WriteNumber(name, number);
                break;
            default:
                WriteNumber(json, name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long number)
    {
        if (name == "cost_nano_usd")
            json.WriteNumber("cost_usd", number / 1_000_000_000m);
        else if (Times.Contains(name))
            json.WriteString(name, DateTimeOffset.FromUnixTimeMilliseconds(number));
        else if (Booleans.Contains(name))
            json.WriteBoolean(name, number != 0);
        else
            json.WriteNumber(name, number);
    }

    private sealed record Table(string Name, string Columns, string Key);
}
