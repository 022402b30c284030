using System.Text.Json;

namespace ChatOps.Running.Operations;

/// <summary>A row of <c>operations</c>, column by column.</summary>
internal sealed class OperationRow
{
    /// <summary>The columns in the order of the properties.</summary>
    public const string Columns =
        "id Id, kind Kind, state State, door Door, requested_by RequestedBy, repo Repo, request Request, result Result, error Error, attempt Attempt, "
        + "cancel_requested CancelRequested, created_at CreatedAt, started_at StartedAt, finished_at FinishedAt";

    public string Id { get; set; } = "";
    public string Kind { get; set; } = "";
    public string State { get; set; } = "";
    public string Door { get; set; } = "";
    public string RequestedBy { get; set; } = "";
    public string? Repo { get; set; }
    public string? Request { get; set; }
    public string? Result { get; set; }
    public string? Error { get; set; }
    public int Attempt { get; set; }
    public int CancelRequested { get; set; }
    public long CreatedAt { get; set; }
    public long? StartedAt { get; set; }
    public long? FinishedAt { get; set; }

    /// <summary>The row as the rest of the program knows it.</summary>
    public Operation ToOperation() => new()
    {
        Id = Id,
        Kind = Kind,
        State = Enum.Parse<OperationState>(State, ignoreCase: true),
        Door = Door,
        RequestedBy = RequestedBy,
        Repo = Repo,
        Request = Request is null ? null : JsonSerializer.Deserialize(Request, OperationJson.Default.CommandRequest),
        Result = Result,
        Error = Error is null ? null : JsonSerializer.Deserialize(Error, OperationJson.Default.Refusal),
        Attempt = Attempt,
        CancelRequested = CancelRequested != 0,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        StartedAt = Time(StartedAt),
        FinishedAt = Time(FinishedAt),
    };

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
