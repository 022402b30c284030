using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOps.Platforms.Slack.Doors;

/// <summary>JSON from Slack, read so that a missing or odd part is null and never an exception.</summary>
/// <param name="Json">The object; empty when there is none.</param>
internal readonly record struct Payload(JsonObject Json)
{
    /// <summary>A text by its path; null where there is none.</summary>
    public string? Text(params ReadOnlySpan<string> path) => Node(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A part by its path; empty where there is none.</summary>
    public Payload Part(params ReadOnlySpan<string> path) => new(Node(path) as JsonObject ?? []);

    /// <summary>The objects of a list by its path; none where there is none.</summary>
    public IEnumerable<Payload> List(params ReadOnlySpan<string> path) => (Node(path) as JsonArray ?? []).OfType<JsonObject>().Select(item => new Payload(item));

    /// <summary>A number by its path; null where there is none.</summary>
    public long? Number(params ReadOnlySpan<string> path) => Node(path) is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    /// <summary>Whether a flag is set.</summary>
    public bool Flag(params ReadOnlySpan<string> path) => Node(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>The organisation of Enterprise Grid that installed the app for the workspace (docs.slack.dev, "Developing for Enterprise orgs"); null when the workspace did so itself.</summary>
    public string? Organisation
    {
        get
        {
            var authorization = List("authorizations").FirstOrDefault(authorization => authorization.Flag("is_enterprise_install"));
            if (authorization.Json is null && !Flag("is_enterprise_install") && Text("is_enterprise_install") != "true")
                return null;
            return (authorization.Json is null ? null : authorization.Text("enterprise_id")) ?? Text("enterprise_id") ?? Text("enterprise", "id");
        }
    }

    /// <summary>Anything by its path; null where there is none.</summary>
    public JsonNode? Node(params ReadOnlySpan<string> path)
    {
        JsonNode? node = Json;
        foreach (var name in path)
            node = (node as JsonObject)?[name];
        return node;
    }

    /// <summary>Parses a text; null when it is not an object of JSON, names a field twice, or holds half a character.</summary>
    public static Payload? Parse(string? text)
    {
        if (text is null)
            return null;
        try
        {
            return JsonNode.Parse(text, null, new JsonDocumentOptions { MaxDepth = 64, AllowDuplicateProperties = false }) is JsonObject json && IsText(json) ? new Payload(json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    // Texts are decoded when they are read; half of a surrogate pair would throw only then.
    private static bool IsText(JsonNode? node) => node switch
    {
        JsonObject item => item.All(field => IsText(field.Value)),
        JsonArray list => list.All(IsText),
        JsonValue value => value.GetValueKind() != JsonValueKind.String || value.GetValue<string>() is not null,
        _ => true,
    };
}
