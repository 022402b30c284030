using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ChatOps.Adapters.Llm;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>Reads the agents' answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, AllowTrailingCommas = true)]
[JsonSerializable(typeof(PlanDraft))]
[JsonSerializable(typeof(ChangeDraft))]
[JsonSerializable(typeof(ReviewDraft))]
internal sealed partial class AgentJson : JsonSerializerContext
{
    /// <summary>The answer, or what is wrong with it in words that help to repair it.</summary>
    /// <param name="json">The answer's text.</param>
    /// <param name="contract">Its form.</param>
    /// <param name="wrong">What the form does not say; null when it holds.</param>
    public static Reading<T> Read<T>(string json, JsonTypeInfo<T> contract, Func<T, string?> wrong) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, contract) switch
            {
                null => new(null, "it is null."),
                var draft when wrong(draft) is { } problem => new(null, problem),
                var draft => new(draft, null),
            };
        }
        catch (JsonException problem)
        {
            return new(null, $"it does not have the required form ({(problem.Path is { Length: > 1 } path ? "at " + path[..Math.Min(path.Length, 80)] : "a field is missing or it is not JSON")}).");
        }
    }
}
