using System.Text.Json;

namespace ChatOps.Iam.Policies;

/// <summary>Evaluates requests given as JSON: <c>{"action", "resource", "context", "policies", "permissionBoundaries", "scps"}</c>.</summary>
public sealed class Simulation
{
    private readonly string action;
    private readonly string resource;
    private readonly RequestContext context = new();
    private readonly PolicyDocument[] identity;
    private readonly PolicyDocument[]? boundaries;
    private readonly PolicyDocument[]? organisation;

    private Simulation(JsonElement question)
    {
        action = question.GetProperty("action").GetString()!;
        resource = question.GetProperty("resource").GetString()!;
        identity = Documents(question, "policies") ?? [];
        boundaries = Documents(question, "permissionBoundaries");
        organisation = Documents(question, "scps");
        if (question.TryGetProperty("context", out var values))
        {
            foreach (var value in values.EnumerateObject())
                context[value.Name] = [.. PolicyReader.Strings(value.Value)];
        }
    }

    /// <summary>Reads a question.</summary>
    /// <exception cref="KeyNotFoundException">It names no action or no resource.</exception>
    /// <exception cref="InvalidOperationException">A member is not of the kind that it should be.</exception>
    public static Simulation Read(JsonElement question) => new(question);

    /// <summary>Decides.</summary>
    public Decision Decide() => PolicyEvaluator.Evaluate(action, resource, context, identity, boundaries, organisation);

    private static PolicyDocument[]? Documents(JsonElement question, string name) =>
        question.TryGetProperty(name, out var documents) && documents.ValueKind == JsonValueKind.Array ? [.. documents.EnumerateArray().Select(PolicyReader.Read)] : null;
}
