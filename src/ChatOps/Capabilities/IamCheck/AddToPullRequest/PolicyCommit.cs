using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Chat;

namespace ChatOps.Capabilities.IamCheck.AddToPullRequest;

/// <summary>What a plan that adds a policy to a pull request keeps in <see cref="ChangePlan.Details"/>: everything that is needed to make the very same commit again.</summary>
internal sealed record PolicyCommit
{
    /// <summary>The commit's message.</summary>
    public required string Message { get; init; }

    /// <summary>The permissions that it grants, as the check names them.</summary>
    public required IReadOnlyList<string> Permissions { get; init; }

    /// <summary>New text by path.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>The branch that the pull request goes to, whose rules decide whether commits have to be signed.</summary>
    public required string Into { get; init; }

    /// <summary>Writes it into a plan.</summary>
    public string Write() => JsonSerializer.Serialize(this, PolicyJson.Default.PolicyCommit);

    /// <summary>Reads it from a plan.</summary>
    public static PolicyCommit Of(ChangePlan plan) => JsonSerializer.Deserialize(plan.Details, PolicyJson.Default.PolicyCommit)!;
}

/// <summary>How it is kept.</summary>
[JsonSerializable(typeof(PolicyCommit))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class PolicyJson : JsonSerializerContext;
