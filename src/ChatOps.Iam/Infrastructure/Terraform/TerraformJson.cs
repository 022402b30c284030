using System.Text;
using System.Text.Json;

namespace ChatOps.Iam.Infrastructure.Terraform;

/// <summary>Writes a <c>.tf.json</c> file as the HCL that it stands for, and knows which of the file's lines each line comes from.</summary>
internal sealed class TerraformJson
{
    private const int MaxDepth = 60;

    // JSON does not tell blocks from arguments; these are blocks wherever permissions are concerned.
    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal) { "statement", "principals", "not_principals", "condition", "inline_policy", "environment", "content" };

    private readonly StringBuilder hcl = new();
    private readonly byte[] bytes;
    private readonly List<int> lines = [1];
    private int counted;
    private int sourceLine = 1;
    private bool placed;

    private TerraformJson(byte[] bytes) => this.bytes = bytes;

    /// <summary>The HCL, with the JSON's line for each of its lines; null when the text is no JSON object.</summary>
    public static (string Text, IReadOnlyList<int> Lines)? ToHcl(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            var written = new TerraformJson(bytes);
            written.File(ref reader);
            return (written.hcl.ToString(), written.lines);
        }
        catch (JsonException)
        {
            return null;
        }
        // A string whose escapes are no characters.
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private void File(ref Utf8JsonReader reader)
    {
        while (Next(ref reader, out var type))
        {
            if (type is "resource" or "data")
                Labelled(ref reader, type, 2);
            else if (type is "variable" or "module" or "output")
                Labelled(ref reader, type, 1);
            else if (type == "locals")
                Labelled(ref reader, type, 0);
            else
                reader.TrySkip();
        }
    }

    // "type": { "label": { "label": { … } or [{ … }] } }
    private void Labelled(ref Utf8JsonReader reader, string head, int labels)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                Labelled(ref reader, head, labels);
            return;
        }
        if (reader.TokenType != JsonTokenType.StartObject)
            return;
        if (labels == 0)
        {
            GoTo(reader.TokenStartIndex);
            Write(head + " {");
            Body(ref reader);
            Write("}\n");
            return;
        }
        while (Next(ref reader, out var label))
            Labelled(ref reader, $"{head} {JsonSerializer.Serialize(label)}", labels - 1);
    }

    // The members of an object, as arguments and blocks.
    private void Body(ref Utf8JsonReader reader)
    {
        while (Next(ref reader, out var name))
        {
            if (name == "dynamic")
                Labelled(ref reader, name, 1);
            else if (Blocks.Contains(name) && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                Write("\n");
                Labelled(ref reader, name, 0);
            }
            else if (name.StartsWith("//", StringComparison.Ordinal) || !char.IsLetter(name[0]))
                reader.TrySkip();
            else
            {
                Write("\n");
                GoTo(reader.TokenStartIndex);
                Write(name + " = ");
                Value(ref reader);
            }
        }
        Write("\n");
    }

    private void Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Write("{");
                while (Next(ref reader, out var key))
                {
                    GoTo(reader.TokenStartIndex);
                    Quoted(key);
                    Write(" = ");
                    Value(ref reader);
                    Write(", ");
                }
                Write("}");
                break;
            case JsonTokenType.StartArray:
                Write("[");
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    GoTo(reader.TokenStartIndex);
                    Value(ref reader);
                    Write(", ");
                }
                Write("]");
                break;
            case JsonTokenType.String:
                Quoted(reader.GetString()!);
                break;
            default:
                Write(Encoding.UTF8.GetString(reader.ValueSpan));
                break;
        }
    }

    // The next member's name, with the reader at its value; false at the object's end.
    private static bool Next(ref Utf8JsonReader reader, out string name)
    {
        name = reader.Read() && reader.TokenType == JsonTokenType.PropertyName ? reader.GetString()! : "";
        return name.Length > 0 ? reader.Read() : reader.TokenType == JsonTokenType.PropertyName && reader.Read() && reader.TrySkip() && Next(ref reader, out name);
    }

    // A JSON string is a template: what stands in ${…} is code, and keeps its quotes.
    private void Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        var (depth, inner) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (depth == 0)
            {
                if (c is '$' or '%' && i + 1 < text.Length && text[i + 1] == '{' && (i == 0 || text[i - 1] != c))
                    depth = -1;
                quoted.Append(c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => c.ToString() });
                continue;
            }
            if (c == '"' && text[i - 1] != '\\')
                inner = !inner;
            else if (!inner && c == '{')
                depth = Math.Max(depth, 0) + 1;
            else if (!inner && c == '}')
                depth--;
            quoted.Append(c is '\n' or '\r' ? ' ' : c);
        }
        Write(quoted.Append('"').ToString());
    }

    // What is written next stands there in the JSON.
    private void GoTo(long offset)
    {
        sourceLine += bytes.AsSpan(counted, (int)offset - counted).Count((byte)'\n');
        counted = (int)offset;
        if (!placed)
            lines[^1] = sourceLine;
        placed = true;
    }

    private void Write(string text)
    {
        hcl.Append(text);
        for (var more = text.AsSpan().Count('\n'); more > 0; more--)
        {
            lines.Add(sourceLine);
            placed = false;
        }
    }
}
