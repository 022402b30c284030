using System.Text;
using System.Text.Json;

namespace ChatOps.Iam.Infrastructure;

/// <summary>Reads JSON into values that know their lines. References (<c>${…}</c>) may stand in strings, and where a value is expected.</summary>
internal static class PolicyJson
{
    /// <summary>Reads a text; null when it is no JSON.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where it begins: lines are counted from there.</param>
    public static IacValue? TryRead(string text, Place at)
    {
        var quoted = Quoted(text);
        var bytes = Encoding.UTF8.GetBytes(quoted);
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return reader.Read() ? Read(ref reader, bytes, new Lines(at) { AreOffsetsThoseOfTheText = quoted.Length == text.Length }) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IacValue Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, Lines lines)
    {
        var at = lines.At(bytes, (int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                List<KeyValuePair<string, IacValue>> entries = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = reader.GetString()!;
                    reader.Read();
                    entries.Add(new(key, Read(ref reader, bytes, lines)));
                }

                return new IacMap(entries) { At = at };
            case JsonTokenType.StartArray:
                List<IacValue> items = [];
                var (begin, end) = (0, 0);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    begin = (int)reader.TokenStartIndex;
                    items.Add(Read(ref reader, bytes, lines));
                    end = (int)reader.BytesConsumed;
                }

                // Only what statements stand in is ever added to.
                return new IacList(items) { At = at, Last = lines.AreOffsetsThoseOfTheText && items is [.., IacMap map] && map.Member("Effect") is not null ? (Encoding.UTF8.GetCharCount(bytes[..begin]), Encoding.UTF8.GetCharCount(bytes[..end])) : null };
            case JsonTokenType.String:
                return new IacText(reader.GetString()!) { At = at };
            case JsonTokenType.Number:
                return new IacScalar(reader.GetDouble()) { At = at };
            case JsonTokenType.True or JsonTokenType.False:
                return new IacScalar(reader.TokenType == JsonTokenType.True) { At = at };
            default:
                return new IacScalar(null) { At = at };
        }
    }

    /// <summary>Puts references that stand outside strings into quotes.</summary>
    private static string Quoted(string text)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
            return text;
        var built = new StringBuilder(text.Length + 16);
        var inString = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (inString && c == '\\' && i + 1 < text.Length)
            {
                built.Append(c).Append(text[++i]);
                continue;
            }

            if (c == '$' && i + 1 < text.Length && text[i + 1] == '{')
            {
                var close = Close(text, i);
                var reference = text[i..close].Replace('"', '\'').Replace('\\', '/').Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' ');
                built.Append(inString ? reference : $"\"{reference}\"");
                i = close - 1;
                continue;
            }

            inString ^= c == '"';
            built.Append(c);
        }

        return built.ToString();
    }

    private static int Close(string text, int at)
    {
        var depth = 0;
        for (var i = at; i < text.Length; i++)
        {
            depth += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (text[i] == '}' && depth == 0)
                return i + 1;
        }

        return text.Length;
    }

    /// <summary>Counts lines forwards; tokens come in order.</summary>
    private sealed class Lines(Place first)
    {
        /// <summary>Whether nothing was put into the text before it was read.</summary>
        public required bool AreOffsetsThoseOfTheText { get; init; }

        private int line = first.Line;
        private int seen;

        public Place At(ReadOnlySpan<byte> bytes, int offset)
        {
            line += bytes[seen..offset].Count((byte)'\n');
            seen = offset;
            return new Place(first.Path, line);
        }
    }
}
