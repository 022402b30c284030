using System.Text.Json;
using ChatOps.Adapters.Llm;
using Microsoft.Extensions.AI;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>A planner's answer as it comes.</summary>
internal sealed record PlanDraft
{
    public required string Summary { get; init; }
    public required IReadOnlyList<string> Steps { get; init; }
    public required IReadOnlyList<string> Files { get; init; }
    public required IReadOnlyList<string> Unknowns { get; init; }

    /// <summary>The form that vendors are asked to enforce.</summary>
    public static ChatResponseFormat Format { get; } = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""
        {
          "type": "object", "additionalProperties": false, "required": ["summary", "steps", "files", "unknowns"],
          "properties": {
            "summary": { "type": "string" },
            "steps": { "type": "array", "items": { "type": "string" } },
            "files": { "type": "array", "items": { "type": "string" } },
            "unknowns": { "type": "array", "items": { "type": "string" } }
          }
        }
        """), "plan", "How a task is to be done");

    /// <summary>Reads an answer, or says what is wrong with it in words for the model.</summary>
    public static Reading<PlanDraft> Read(string json) => AgentJson.Read(json, AgentJson.Default.PlanDraft, draft =>
        draft is not { Summary: not null, Steps: not null, Files: not null, Unknowns: not null } ? "a field that must not be null is null."
        : draft.Steps.Count == 0 ? "it has no steps."
        : null);
}
