using System.Text.Json;
using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.Patches;
using Microsoft.Extensions.AI;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>An implementer's answer as it comes.</summary>
internal sealed record ChangeDraft
{
    public required IReadOnlyList<DraftEdit> Edits { get; init; }
    public required string Summary { get; init; }

    /// <summary>The form that vendors are asked to enforce.</summary>
    public static ChatResponseFormat Format { get; } = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""
        {
          "type": "object", "additionalProperties": false, "required": ["edits", "summary"],
          "properties": {
            "edits": { "type": "array", "items": {
              "type": "object", "additionalProperties": false, "required": ["path", "search", "replace", "whole_file"],
              "properties": { "path": { "type": "string" }, "search": { "type": ["string", "null"] }, "replace": { "type": ["string", "null"] }, "whole_file": { "type": ["string", "null"] } } } },
            "summary": { "type": "string" }
          }
        }
        """), "change", "Edits that do a task");

    /// <summary>Reads an answer, or says what is wrong with it in words for the model.</summary>
    public static Reading<ChangeDraft> Read(string json) => AgentJson.Read(json, AgentJson.Default.ChangeDraft, draft =>
        draft is not { Edits: not null, Summary: not null } ? "a field that must not be null is null."
        : draft.Edits.Count == 0 ? "it has no edits."
        : null);
}
