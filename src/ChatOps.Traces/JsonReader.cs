using System.Text;

namespace ChatOps.Traces;

/// <summary>Reads JSON as it stands in pastes: cut off at the end, over several lines, escaped once more. It never throws and looks at each character once.</summary>
internal sealed class JsonReader(string text, int position, int line)
{
    private const int MaxDepth = 40;

    public int Position { get; private set; } = position;

    public int Line { get; private set; } = line;

    /// <summary>Reads the object at the position; null when it is none. An object that the text's end cuts off counts.</summary>
    public JsonNode? ReadObject(int nesting) => ReadObject(nesting, 0);

    private JsonNode? ReadObject(int nesting, int depth)
    {
        var node = new JsonNode();
        Position++;
        while (true)
        {
            var next = SkipBlank();
            if (next == '\0')
                return node;
            if (next == '}')
            {
                Position++;
                return node;
            }
            if (next == ',')
            {
                Position++;
                continue;
            }
            if (next != '"' || depth > MaxDepth)
                return null;
            var key = ReadString();
            if (SkipBlank() is var colon && colon != ':')
                return colon == '\0' ? node : null;
            Position++;
            if (!ReadValue(node, key, nesting, depth))
                return null;
        }
    }

    private bool ReadValue(JsonNode node, string key, int nesting, int depth)
    {
        switch (SkipBlank())
        {
            case '"':
                var at = Line;
                node.Add(key, ReadString(), at, nesting);
                return true;
            case '{':
                if (ReadObject(nesting, depth + 1) is not { } child)
                    return false;
                node.Add(key, child);
                return true;
            case '[':
                return ReadList(node, key, nesting, depth);
            case '\0':
                return true;
            default:
                return SkipLiteral();
        }
    }

    private bool ReadList(JsonNode node, string key, int nesting, int depth)
    {
        if (depth > MaxDepth)
            return false;
        List<(string Text, int Line)> texts = [];
        var first = Line;
        Position++;
        while (true)
        {
            switch (SkipBlank())
            {
                case '\0':
                    node.AddList(key, texts, first);
                    return true;
                case ']':
                    Position++;
                    node.AddList(key, texts, first);
                    return true;
                case ',':
                    Position++;
                    break;
                case '"':
                    var at = Line;
                    texts.Add((ReadString(), at));
                    break;
                case '{':
                    if (ReadObject(nesting, depth + 1) is not { } child)
                        return false;
                    node.Add(key, child);
                    break;
                case '[':
                    if (!ReadList(node, key, nesting, depth + 1))
                        return false;
                    break;
                default:
                    if (!SkipLiteral())
                        return false;
                    break;
            }
        }
    }

    private char SkipBlank()
    {
        while (Position < text.Length && text[Position] is ' ' or '\n' or '\r' or '\t')
        {
            if (text[Position++] == '\n')
                Line++;
        }
        return Position < text.Length ? text[Position] : '\0';
    }

    /// <summary>A number, <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    private bool SkipLiteral()
    {
        var start = Position;
        while (Position < text.Length && (char.IsAsciiLetterOrDigit(text[Position]) || text[Position] is '.' or '-' or '+'))
            Position++;
        return Position > start && Position - start < 40;
    }

    /// <summary>Reads a string and undoes its escapes. A string that the end of the text cuts off ends there.</summary>
    private string ReadString()
    {
        Position++;
        var start = Position;
        StringBuilder? built = null;
        while (Position < text.Length)
        {
            var next = text.AsSpan(Position).IndexOfAny('"', '\\', '\n');
            if (next < 0)
            {
                Position = text.Length;
                break;
            }
            Position += next;
            if (text[Position] == '"')
            {
                var whole = built is null ? text[start..Position] : built.Append(text, start, Position - start).ToString();
                Position++;
                return whole;
            }
            if (text[Position] == '\n')
            {
                Line++;
                Position++;
                continue;
            }
            built ??= new StringBuilder();
            built.Append(text, start, Position - start);
            Escape(built);
            start = Position;
        }
        return built is null ? text[start..] : built.Append(text, start, text.Length - start).ToString();
    }

    private void Escape(StringBuilder built)
    {
        var escaped = Position + 1 < text.Length ? text[Position + 1] : '\0';
        Position = Math.Min(Position + 2, text.Length);
        switch (escaped)
        {
            case 'n':
                built.Append('\n');
                break;
            case 't':
                built.Append('\t');
                break;
            case 'r' or 'b' or 'f' or '\0':
                break;
            case 'u' when Position + 4 <= text.Length && ushort.TryParse(text.AsSpan(Position, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code):
                built.Append((char)code);
                Position += 4;
                break;
            case '\n':
                Line++;
                break;
            default:
                built.Append(escaped);
                break;
        }
    }
}
