using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOps.Capabilities.Ask;

/// <summary>What was understood of free words, and what came of it.</summary>
/// <param name="Command">The command that answered.</param>
/// <param name="Result">Its result, as that command writes it.</param>
internal sealed record AskAnswer(string Command, JsonElement Result)
{
    /// <summary>The result with what is only shown; null when nothing was added.</summary>
    [JsonIgnore]
    public object? Shown { get; init; }
}
