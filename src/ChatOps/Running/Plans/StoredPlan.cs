using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Chat;

namespace ChatOps.Running.Plans;

/// <summary>A plan as it stands in the database.</summary>
/// <param name="Plan">What is planned.</param>
/// <param name="Digest">Its digest when it was made.</param>
/// <param name="State">What became of it.</param>
internal sealed record StoredPlan(ChangePlan Plan, string Digest, PlanState State)
{
    /// <summary>What was done of it so far, by step: what a step found or made.</summary>
    public IReadOnlyDictionary<string, string> Progress { get; init; } = new Dictionary<string, string>();

    /// <summary>Who applied it, by pseudonym; null when nobody has.</summary>
    public string? AppliedBy { get; init; }

    /// <summary>The operation that applies or applied it; null when none does.</summary>
    public string? AppliedIn { get; init; }

    /// <summary>What came of it; null unless it was applied.</summary>
    public ChangeResult? Result { get; init; }
}

/// <summary>What became of a plan.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlanState>))]
internal enum PlanState
{
    /// <summary>It waits for somebody to agree.</summary>
    [JsonStringEnumMemberName("proposed")] Proposed,

    /// <summary>It is being applied.</summary>
    [JsonStringEnumMemberName("applying")] Applying,

    /// <summary>It was applied.</summary>
    [JsonStringEnumMemberName("applied")] Applied,

    /// <summary>What it was made on has changed: it can never be applied.</summary>
    [JsonStringEnumMemberName("void")] Void,

    /// <summary>Nobody agreed in time. Never stored: a plan that waits past its time is shown so.</summary>
    [JsonStringEnumMemberName("expired")] Expired,
}

/// <summary>How a plan is kept in its text columns.</summary>
[JsonSerializable(typeof(ChangePlan))]
[JsonSerializable(typeof(ChangeResult))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
internal sealed partial class PlanJson : JsonSerializerContext
{
    /// <summary>Writes a state as its column holds it.</summary>
    public static string Text(PlanState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());
}
