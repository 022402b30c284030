using System.Text.Json;
using ChatOps.Adapters.Llm;
using Microsoft.Extensions.AI;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>A reviewer's answer as it comes.</summary>
internal sealed record ReviewDraft
{
    public required string Verdict { get; init; }
    public required string Summary { get; init; }
    public required IReadOnlyList<ReviewFinding> Findings { get; init; }

    /// <summary>The form that vendors are asked to enforce.</summary>
    public static ChatResponseFormat Format { get; } = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""
        {
          "type": "object", "additionalProperties": false, "required": ["verdict", "summary", "findings"],
          "properties": {
            "verdict": { "type": "string", "enum": ["approve", "revise", "reject"] },
            "summary": { "type": "string" },
            "findings": { "type": "array", "items": {
              "type": "object", "additionalProperties": false, "required": ["path", "line", "severity", "text"],
              "properties": { "path": { "type": "string" }, "line": { "type": "integer" }, "severity": { "type": "string", "enum": ["blocker", "major", "minor"] }, "text": { "type": "string" } } } }
          }
        }
        """), "review", "What is to be said of a change");

    /// <summary>Reads an answer, or says what is wrong with it in words for the model.</summary>
    public static Reading<ReviewDraft> Read(string json) => AgentJson.Read(json, AgentJson.Default.ReviewDraft, draft =>
        draft is not { Verdict: not null, Summary: not null, Findings: not null } || draft.Findings.Any(finding => finding is not { Path: not null, Severity: not null, Text: not null }) ? "a field that must not be null is null."
        : draft.Verdict is not ("approve" or "revise" or "reject") ? "verdict must be approve, revise or reject."
        : null);
}
