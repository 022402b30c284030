using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ChatOps.Iam.Infrastructure.Templates;

/// <summary>Reads YAML into values that know their lines. CloudFormation's tags become the functions that they are short for: <c>!Sub x</c> is <c>{"Fn::Sub": x}</c>.</summary>
internal sealed class YamlReader
{
    private const int MaxDepth = 60;
    private const int MaxNodes = 200_000;

    private readonly IParser parser;
    private readonly string path;
    private readonly Dictionary<string, IacValue> anchors = new(StringComparer.Ordinal);
    private int nodes;
    private int lastEnd;

    private YamlReader(string text, string path) => (parser, this.path) = (new Parser(new StringReader(text)), path);

    /// <summary>Reads a file's first document; null, and why, when it is no YAML.</summary>
    public static (IacValue? Value, string? Problem) Read(string text, string path)
    {
        try
        {
            var reader = new YamlReader(text, path);
            while (reader.parser.MoveNext() && reader.parser.Current is not DocumentStart)
            {
            }

            return reader.parser.MoveNext() && reader.parser.Current is NodeEvent ? (reader.Read(0), null) : (null, null);
        }
        catch (YamlException e)
        {
            return (null, $"{path} was left out: it is not valid YAML at line {e.Start.Line} ({e.Message.Split('\n')[0]})");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The scanner's own words for some broken texts.
            return (null, $"{path} was left out: it is not valid YAML.");
        }
    }

    private IacValue Read(int depth)
    {
        var at = new Place(path, (int)parser.Current!.Start.Line);
        if (depth > MaxDepth || ++nodes > MaxNodes)
            throw new YamlException(parser.Current.Start, parser.Current.End, "it is nested too deep or too large");
        switch (parser.Current)
        {
            case AnchorAlias alias:
                return anchors.GetValueOrDefault(alias.Value.Value) ?? new IacScalar(null);
            case Scalar scalar:
                lastEnd = (int)scalar.End.Index;
                return Keep(scalar, Tagged(scalar, Plain(scalar, at), at));
            case SequenceStart start:
                List<IacValue> items = [];
                (int, int)? last = null;
                while (parser.MoveNext() && parser.Current is not SequenceEnd)
                {
                    var begin = (int)parser.Current!.Start.Index;
                    items.Add(Read(depth + 1));
                    last = (begin, lastEnd);
                }

                lastEnd = Math.Max(lastEnd, start.Style == SequenceStyle.Flow ? (int)parser.Current!.End.Index : 0);
                return Keep(start, Tagged(start, new IacList(items) { At = at, Last = start.Style == SequenceStyle.Flow ? null : last }, at));
            case MappingStart start:
                var map = new IacMap(Entries(depth)) { At = at };
                lastEnd = Math.Max(lastEnd, start.Style == MappingStyle.Flow ? (int)parser.Current!.End.Index : 0);
                return Keep(start, Tagged(start, map, at));
            default:
                return new IacScalar(null) { At = at };
        }
    }

    private List<KeyValuePair<string, IacValue>> Entries(int depth)
    {
        List<KeyValuePair<string, IacValue>> entries = [];
        while (parser.MoveNext() && parser.Current is not MappingEnd)
        {
            var key = Read(depth + 1).AsText ?? "";
            parser.MoveNext();
            var value = Read(depth + 1);
            if (key == "<<")
                entries.AddRange(value.Each().OfType<IacMap>().SelectMany(map => map.Entries));
            else
                entries.Add(new(key, value));
        }

        return entries;
    }

    private IacValue Keep(NodeEvent node, IacValue value)
    {
        if (!node.Anchor.IsEmpty)
            anchors[node.Anchor.Value] = value;
        return value;
    }

    private static IacValue Plain(Scalar scalar, Place at) => scalar is { Style: ScalarStyle.Plain, Value: "true" or "false" } ? new IacScalar(scalar.Value == "true") { At = at }
        : scalar is { Style: ScalarStyle.Plain, Value: "" or "null" or "~" } ? new IacScalar(null) { At = at }
        : new IacText(scalar.Value) { At = at };

    private static IacValue Tagged(NodeEvent node, IacValue value, Place at)
    {
        if (node.Tag.IsEmpty || !node.Tag.IsLocal)
            return value;
        var name = node.Tag.Value[1..];
        return new IacMap([new(name is "Ref" or "Condition" ? name : "Fn::" + name, value)]) { At = at };
    }
}
