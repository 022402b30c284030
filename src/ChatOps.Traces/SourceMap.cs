using System.Text.Json;

namespace ChatOps.Traces;

/// <summary>A place in an original source file.</summary>
/// <param name="Source">The file as the map names it, with <c>sourceRoot</c> before it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Name">The original name there, when the map has one.</param>
public sealed record SourcePlace(string Source, int Line, int Column, string? Name);

/// <summary>A version 3 source map (ECMA-426): leads from a bundle's line and column back to the source. Immutable.</summary>
public sealed class SourceMap
{
    private readonly List<Segment[]> _lines;
    private readonly string[] _sources;
    private readonly string[] _names;

    private SourceMap(List<Segment[]> lines, string[] sources, string[] names)
    {
        _lines = lines;
        _sources = sources;
        _names = names;
    }

    /// <summary>Reads a map; null when <paramref name="json"/> is no version 3 map.</summary>
    /// <param name="json">The content of a <c>.map</c> file.</param>
    public static SourceMap? TryParse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            // Some servers put a line before the map so that no page can run it.
            using var document = JsonDocument.Parse(json.StartsWith(")]}", StringComparison.Ordinal) ? json[(json.IndexOf('\n', StringComparison.Ordinal) + 1)..] : json);
            var map = document.RootElement;
            if (map.ValueKind != JsonValueKind.Object || !map.TryGetProperty("mappings", out var mappings) || mappings.ValueKind != JsonValueKind.String)
                return null;
            var root = map.TryGetProperty("sourceRoot", out var at) && at.ValueKind == JsonValueKind.String ? at.GetString()! : "";
            if (root.Length > 0 && !root.EndsWith('/'))
                root += "/";
            return Decode(mappings.GetString()!) is { } lines ? new SourceMap(lines, Texts(map, "sources", root), Texts(map, "names", "")) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Finds the source of a generated place; null when the map says nothing about it.</summary>
    /// <param name="line">Line in the bundle, from 1.</param>
    /// <param name="column">Column in the bundle, from 1, as browsers print it.</param>
    public SourcePlace? Find(int line, int column)
    {
        if (line < 1 || line > _lines.Count)
            return null;
        var segments = _lines[line - 1];
        var (low, high) = (0, segments.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (segments[middle].Generated <= column - 1)
                low = middle + 1;
            else
                high = middle - 1;
        }
        if (high < 0 || segments[high] is not { Source: >= 0 } found || found.Source >= _sources.Length)
            return null;
        return new SourcePlace(_sources[found.Source], found.Line + 1, found.Column + 1, found.Name >= 0 && found.Name < _names.Length ? _names[found.Name] : null);
    }

    private static string[] Texts(JsonElement map, string name, string root)
    {
        if (!map.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array)
            return [];
        return [.. list.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String ? root + e.GetString() : "")];
    }

    /// <summary>Decodes the base 64 variable-length numbers. Every field but the generated column runs on over the lines.</summary>
    private static List<Segment[]>? Decode(string mappings)
    {
        List<Segment[]> lines = [];
        List<Segment> segments = [];
        Span<int> fields = stackalloc int[5];
        var (source, line, column, name) = (0, 0, 0, 0);
        foreach (var lineRange in mappings.AsSpan().Split(';'))
        {
            var generated = 0;
            segments.Clear();
            var text = mappings.AsSpan()[lineRange];
            foreach (var range in text.Split(','))
            {
                var count = Numbers(text[range], fields);
                if (count < 0)
                    return null;
                if (count == 0)
                    continue;
                generated += fields[0];
                if (count >= 4)
                {
                    source += fields[1];
                    line += fields[2];
                    column += fields[3];
                }
                name += count >= 5 ? fields[4] : 0;
                segments.Add(new Segment(generated, count >= 4 ? source : -1, line, column, count >= 5 ? name : -1));
            }
            segments.Sort(static (a, b) => a.Generated.CompareTo(b.Generated));
            lines.Add([.. segments]);
        }
        return lines;
    }

    private static int Numbers(ReadOnlySpan<char> text, Span<int> fields)
    {
        var (count, value, shift) = (0, 0, 0);
        foreach (var c in text)
        {
            var digit = c switch { >= 'A' and <= 'Z' => c - 'A', >= 'a' and <= 'z' => c - 'a' + 26, >= '0' and <= '9' => c - '0' + 52, '+' => 62, '/' => 63, _ => -1 };
            if (digit < 0 || shift > 30 || count == fields.Length)
                return -1;
            value |= (digit & 31) << shift;
            shift += 5;
            if ((digit & 32) != 0)
                continue;
            fields[count++] = (value & 1) != 0 ? -(value >> 1) : value >> 1;
            (value, shift) = (0, 0);
        }
        return shift > 0 ? -1 : count;
    }

    private readonly record struct Segment(int Generated, int Source, int Line, int Column, int Name);
}
