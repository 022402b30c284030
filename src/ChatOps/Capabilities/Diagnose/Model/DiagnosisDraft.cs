using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.Patches;
using Microsoft.Extensions.AI;

namespace ChatOps.Capabilities.Diagnose.Model;

/// <summary>A model's answer as it comes, before anything in it is believed.</summary>
internal sealed record DiagnosisDraft
{
    /// <summary>One sentence; null when the model does not know.</summary>
    public required string? RootCause { get; init; }

    /// <summary>How the error comes about.</summary>
    public required string Explanation { get; init; }

    /// <summary>One of the categories; anything else counts as <c>other</c>.</summary>
    public required string Category { get; init; }

    /// <summary>What it rests on.</summary>
    public required IReadOnlyList<DraftCitation> Citations { get; init; }

    /// <summary>What to change.</summary>
    public required string SuggestedFix { get; init; }

    /// <summary>The change.</summary>
    public required IReadOnlyList<DraftEdit> Edits { get; init; }

    /// <summary>What the model could not see.</summary>
    public required IReadOnlyList<string> Unknowns { get; init; }

    /// <summary>The form that vendors are asked to enforce.</summary>
    public static ChatResponseFormat Format { get; } = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(Schema), "diagnosis", "The root cause of an error, with the lines that show it");

    private const string Schema = """
        {
          "type": "object", "additionalProperties": false,
          "required": ["root_cause", "explanation", "category", "citations", "suggested_fix", "edits", "unknowns"],
          "properties": {
            "root_cause": { "type": ["string", "null"], "description": "One sentence; null when the evidence does not show it" },
            "explanation": { "type": "string" },
            "category": { "type": "string", "enum": ["throttling", "timeout", "permission", "null_reference", "type", "import", "config", "resource", "concurrency", "data", "network", "dependency", "other"] },
            "citations": { "type": "array", "items": {
              "type": "object", "additionalProperties": false, "required": ["path", "start_line", "end_line", "quote"],
              "properties": { "path": { "type": "string" }, "start_line": { "type": "integer" }, "end_line": { "type": "integer" }, "quote": { "type": "string", "description": "Copied exactly from those lines" } } } },
            "suggested_fix": { "type": "string" },
            "edits": { "type": "array", "items": {
              "type": "object", "additionalProperties": false, "required": ["path", "search", "replace", "whole_file"],
              "properties": { "path": { "type": "string" }, "search": { "type": ["string", "null"] }, "replace": { "type": ["string", "null"] }, "whole_file": { "type": ["string", "null"] } } } },
            "unknowns": { "type": "array", "items": { "type": "string" } }
          }
        }
        """;

    /// <summary>Reads an answer, or says what is wrong with it in words for the model.</summary>
    public static Reading<DiagnosisDraft> Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, DraftJson.Default.DiagnosisDraft) is { Explanation: not null, Category: not null, SuggestedFix: not null, Citations: not null, Edits: not null, Unknowns: not null } draft
                ? new(draft, null)
                : new(null, "a field that must not be null is null.");
        }
        catch (JsonException problem)
        {
            return new(null, $"it does not have the required form ({(problem.Path is { Length: > 1 } path ? "at " + path[..Math.Min(path.Length, 80)] : "a field is missing or it is not JSON")}).");
        }
    }
}

/// <summary>Lines as a model cites them.</summary>
internal sealed record DraftCitation
{
    public required string Path { get; init; }

    public required int StartLine { get; init; }

    public required int EndLine { get; init; }

    public required string Quote { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, AllowTrailingCommas = true)]
[JsonSerializable(typeof(DiagnosisDraft))]
internal sealed partial class DraftJson : JsonSerializerContext;
