using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace ChatOps.Platforms.Slack;

/// <summary>Writes a manifest as YAML, which Slack takes as well as JSON and people read more easily.</summary>
internal static class ManifestYaml
{
    // A word that YAML would read as something else ("yes", "1.0") is quoted, so that every text stays one.
    private static readonly ISerializer Serializer = new SerializerBuilder().WithQuotingNecessaryStrings(quoteYaml1_1Strings: true).WithIndentedSequences().WithNewLine("\n").Build();

    /// <summary>The document, its fields in the order that they have.</summary>
    public static string Write(JsonObject manifest) => Serializer.Serialize(Plain(manifest)!);

    private static object? Plain(JsonNode? node) => node switch
    {
        JsonObject item => item.ToDictionary(field => field.Key, field => Plain(field.Value)),
        JsonArray list => list.Select(Plain).ToList(),
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        JsonValue value => value.GetValue<string>(),
        _ => null,
    };
}
