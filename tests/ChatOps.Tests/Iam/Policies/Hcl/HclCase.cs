using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Iam.Hcl;

namespace ChatOps.Tests.Iam.Policies.Hcl;

/// <summary>How two readings of the same HCL are compared: structure and literals exactly, numbers by value, expressions without regard to blanks.</summary>
internal static class HclCase
{
    public static JsonNode? Ours(string text)
    {
        var file = HclFile.Parse(text);
        if (file.Body is null)
            return null;
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            HclJson.Write(file, writer);
        return JsonNode.Parse(stream.ToArray());
    }

    public static string Canonical(JsonNode? node)
    {
        var built = new StringBuilder();
        Write(node, built);
        return built.ToString();
    }

    private static void Write(JsonNode? node, StringBuilder built)
    {
        switch (node)
        {
            case null:
                built.Append("null");
                break;
            case JsonObject members:
                built.Append('{');
                foreach (var (key, value) in members.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    built.Append(JsonSerializer.Serialize(key)).Append(':');
                    Write(value, built);
                    built.Append(',');
                }

                built.Append('}');
                break;
            case JsonArray items:
                built.Append('[');
                foreach (var item in items)
                {
                    Write(item, built);
                    built.Append(',');
                }

                built.Append(']');
                break;
            default:
                built.Append(node.GetValueKind() switch
                {
                    JsonValueKind.String => Words(node.GetValue<string>()),
                    JsonValueKind.Number => JsonSerializer.Serialize(JsonSerializer.Deserialize<double>(node.ToJsonString())),
                    _ => node.ToJsonString(),
                });
                break;
        }
    }

    private static string Words(string words) =>
        JsonSerializer.Serialize(words.Contains("${", StringComparison.Ordinal) || words.Contains("%{", StringComparison.Ordinal) ? string.Concat(words.Where(c => !char.IsWhiteSpace(c))) : words);
}
