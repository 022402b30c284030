using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Chat;

namespace ChatOps.Running.Delivery;

/// <summary>An answer on its way into a chat.</summary>
internal sealed record Delivery
{
    /// <summary>Whose answer.</summary>
    public required string OperationId { get; init; }

    /// <summary>Where to.</summary>
    public required ChatAddress Address { get; init; }

    /// <summary>The request's own secret address; null when there is none, or its half hour is over.</summary>
    public string? Reply { get; init; }

    /// <summary>The message that is edited; null before it was posted.</summary>
    public string? Message { get; init; }

    /// <summary>Whether a message was about to be posted: after a crash it may be there.</summary>
    public bool Posting { get; init; }

    /// <summary>How often the answer was not taken.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where to show it now.</summary>
    public ChatTarget Target => new(Address) { Message = Message, Reply = Reply, MayBeThere = Posting && Message is null };
}

/// <summary>Where a request came from in a chat, and what it may be answered by.</summary>
/// <param name="Address">Where to answer.</param>
/// <param name="Reply">The request's own secret address; null for none.</param>
internal sealed record ChatOrigin(ChatAddress Address, string? Reply);

/// <summary>How deliveries are kept in their text columns.</summary>
[JsonSerializable(typeof(ChatAddress))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class DeliveryJson : JsonSerializerContext;
