using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Chat;

namespace ChatOps.Running.Operations;

/// <summary>Something asked for, as it is stored: from the moment that a door accepted it until its answer.</summary>
internal sealed record Operation
{
    /// <summary>Its id, <c>op_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The command.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public required OperationState State { get; init; }

    /// <summary>The door it came through.</summary>
    public required string Door { get; init; }

    /// <summary>Who asked, by pseudonym.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>The repository's name; null when it is about none.</summary>
    public string? Repo { get; init; }

    /// <summary>The request; null once it is answered.</summary>
    public CommandRequest? Request { get; init; }

    /// <summary>The result's JSON; null unless it succeeded.</summary>
    public string? Result { get; init; }

    /// <summary>Why there is no result; null unless it failed or was cancelled.</summary>
    public Refusal? Error { get; init; }

    /// <summary>How often it was started: more than once after a crash or a restart.</summary>
    public int Attempt { get; init; }

    /// <summary>Whether somebody asked to stop it.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last started; null while it is queued.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was answered; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether it has its answer, which never changes again.</summary>
    public bool IsFinished => State is OperationState.Succeeded or OperationState.Failed or OperationState.Cancelled;
}

/// <summary>Where an operation stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OperationState>))]
internal enum OperationState
{
    [JsonStringEnumMemberName("queued")] Queued,
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("succeeded")] Succeeded,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

/// <summary>A step of an operation.</summary>
/// <param name="Seq">From 1.</param>
/// <param name="Name">What is done, in a few words.</param>
/// <param name="State">How it stands.</param>
/// <param name="At">When it began.</param>
internal sealed record OperationStep([property: JsonIgnore] int Seq, string Name, OperationState State, DateTimeOffset At);

/// <summary>How an operation's parts are kept in their text columns.</summary>
[JsonSerializable(typeof(CommandRequest))]
[JsonSerializable(typeof(Refusal))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class OperationJson : JsonSerializerContext
{
    /// <summary>Writes a state as its column holds it.</summary>
    public static string Text(OperationState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());
}
