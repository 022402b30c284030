using System.Text;
using System.Text.Json;

namespace ChatOps.Iam.Infrastructure;

/// <summary>Writes values back as JSON, references as they stand.</summary>
internal static class IacWriter
{
    /// <summary>The JSON of a value.</summary>
    public static string Json(IacValue value)
    {
        var built = new StringBuilder();
        Write(value, built);
        return built.ToString();
    }

    private static void Write(IacValue value, StringBuilder built)
    {
        switch (value)
        {
            case IacMap map:
                built.Append('{').AppendJoin(',', map.Entries.Select(entry => $"{JsonSerializer.Serialize(entry.Key)}:{Json(entry.Value)}")).Append('}');
                break;
            case IacList list:
                built.Append('[').AppendJoin(',', list.Items.Select(Json)).Append(']');
                break;
            case IacMaybe { Options: [var first, ..] }:
                Write(first, built);
                break;
            case IacScalar { Value: not string } scalar:
                built.Append(scalar.AsText ?? "null");
                break;
            default:
                built.Append(JsonSerializer.Serialize(value.AsText ?? ""));
                break;
        }
    }
}
