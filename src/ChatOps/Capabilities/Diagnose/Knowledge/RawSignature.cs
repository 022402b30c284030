using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ChatOps.Capabilities.Diagnose.Knowledge;

/// <summary>An entry as written, before it is checked.</summary>
internal sealed class RawSignature
{
    private readonly Dictionary<string, IReadOnlyList<string>> values = [];

    /// <summary>Its first line within the text it was read from, from 1.</summary>
    public int Line { get; private init; }

    /// <summary>The single value of a key; null when it is absent or a list.</summary>
    public string? One(string key) => values.GetValueOrDefault(key) is [var value] ? value : null;

    /// <summary>The values of a key; empty when it is absent.</summary>
    public IReadOnlyList<string> All(string key) => values.GetValueOrDefault(key) ?? [];

    /// <summary>The patterns, under either name.</summary>
    public IReadOnlyList<string> Patterns => [.. All("pattern"), .. All("patterns")];

    /// <summary>The weight as written, 0.5 when absent; null when it is not a number from 0 to 1.</summary>
    public double? Weight => One("weight") is not { } text ? 0.5
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) && weight is > 0 and <= 1 ? weight : null;

    /// <summary>Reads one entry, bare or as the only member of a list; null when the text holds none.</summary>
    /// <exception cref="YamlException">It is not such an entry, or uses more of YAML than an entry needs.</exception>
    public static RawSignature? Parse(string text, IReadOnlySet<string> keys)
    {
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            return null;
        if (parser.Current is Scalar { Value: "" })
            return null;
        var inList = parser.TryConsume<SequenceStart>(out var list);
        Plain(list);
        if (inList && parser.TryConsume<SequenceEnd>(out _))
            return null;
        if (!parser.TryConsume<MappingStart>(out var start))
            throw new YamlException(parser.Current!.Start, parser.Current.End, "an entry is a mapping with an id, a pattern, a category, a cause, an advice, an example and a near_miss");
        Plain(start);
        var raw = new RawSignature { Line = (int)start.Start.Line };
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Text(parser);
            if (!keys.Contains(key.Value))
                throw new YamlException(key.Start, key.End, $"there is no key {key.Value}; the keys are {string.Join(", ", keys.Order(StringComparer.Ordinal))}");
            if (!raw.values.TryAdd(key.Value, Values(parser)))
                throw new YamlException(key.Start, key.End, $"the key {key.Value} stands twice");
        }
        if (inList)
            parser.Consume<SequenceEnd>();
        return raw;
    }

    /// <summary>The entry; only for one that <see cref="SignatureCheck"/> found nothing wrong with.</summary>
    public KnowledgeEntry ToEntry(string path, int line) => new(
        new Signature
        {
            Id = One("id")!,
            Category = SignatureCheck.CategoryOf(One("category"))!.Value,
            Cause = One("cause")!.Trim(),
            Advice = One("advice")!.Trim(),
            Recipe = One("recipe"),
            Weight = Weight!.Value,
            Languages = All("languages"),
            SearchTerms = All("search_terms"),
        },
        Patterns, All("unless"), One("example")!, One("near_miss")!, path, line);

    private static List<string> Values(Parser parser)
    {
        if (!parser.TryConsume<SequenceStart>(out var start))
            return [Text(parser).Value];
        Plain(start);
        var values = new List<string>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            values.Add(Text(parser).Value);
        return values;
    }

    private static Scalar Text(Parser parser)
    {
        if (!parser.TryConsume<Scalar>(out var scalar))
            throw new YamlException(parser.Current!.Start, parser.Current.End, parser.Current is AnchorAlias ? "aliases are not allowed" : "text or a list of texts is expected here");
        Plain(scalar);
        return scalar;
    }

    private static void Plain(NodeEvent? node)
    {
        if (node is not null && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty && !node.Tag.IsNonSpecific))
            throw new YamlException(node.Start, node.End, "anchors and tags are not allowed");
    }
}
