using System.Text.Json.Nodes;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>JSON put together in one expression.</summary>
internal static class JsonNodes
{
    public static JsonObject With(this JsonObject node, string name, JsonNode? value)
    {
        node[name] = value;
        return node;
    }
}
