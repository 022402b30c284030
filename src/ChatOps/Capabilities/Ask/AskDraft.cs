using System.Text.Json;
using ChatOps.Adapters.Llm;
using Microsoft.Extensions.AI;

namespace ChatOps.Capabilities.Ask;

/// <summary>A model's last word on a question in free words.</summary>
/// <param name="Understood">Whether a function did what was asked.</param>
/// <param name="Say">What to ask or add instead.</param>
internal sealed record AskDraft(bool Understood, string Say)
{
    private const int MostCharacters = 500;

    /// <summary>The form that it must have.</summary>
    public static ChatResponseFormat Format { get; } = ChatResponseFormat.ForJsonSchema(
        JsonDocument.Parse("""{"type":"object","properties":{"understood":{"type":"boolean"},"say":{"type":"string"}},"required":["understood","say"],"additionalProperties":false}""").RootElement,
        "answer");

    /// <summary>Reads it.</summary>
    public static Reading<AskDraft> Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("understood", out var understood) && understood.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? new(new AskDraft(understood.GetBoolean(), root.TryGetProperty("say", out var say) && say.ValueKind == JsonValueKind.String ? Short(say.GetString()!) : ""), null)
                : new(null, "understood has to be true or false.");
        }
        catch (JsonException)
        {
            return new(null, "It is not JSON.");
        }
    }

    private static string Short(string text) => text.Length <= MostCharacters ? text : text[..MostCharacters] + "…";
}
