using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ChatOps.Running.Rest;

/// <summary>JSON as the REST contract has it: snake_case, enums in words, UTF-8 left as it is.</summary>
internal static class RestJson
{
    /// <summary>The options; <c>new XJson(new JsonSerializerOptions(RestJson.Options))</c> gives a source-generated context the same rules.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            AllowDuplicateProperties = false,
            NumberHandling = JsonNumberHandling.Strict,
            // The answers are application/json with nosniff, never part of a page.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new StorableString() },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Reads NUL as the replacement character: PostgreSQL stores no NUL in text, and a pasted log may hold one.</summary>
    private sealed class StorableString : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()?.Replace('\0', '\uFFFD');

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!.Replace('\0', '\uFFFD');

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
    }
}
