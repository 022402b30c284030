using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ChatOps.Capabilities.Diagnose.Rules.Infrastructure;

/// <summary>A mapping of a YAML or JSON template, edited in its text by the parser's own positions.</summary>
internal sealed class YamlSettings(string text, YamlMappingNode node) : ISettings
{
    public string? Read(string name) => Child(name) is YamlScalarNode { Value: { } value } ? value : null;

    public int? LineOf(string name) => Pair(name) is { Key: { } key } ? (int)key.Start.Line : null;

    public string? With(string name, string value)
    {
        if (Child(name) is YamlScalarNode scalar)
            return Replace(scalar, value);
        return Child(name) is null ? InsertBefore(node, name, value) : null;
    }

    public IReadOnlyDictionary<string, string>? Entries(IReadOnlyList<string> path) =>
        Inner(path) is { } inner ? inner.Children.Where(pair => pair.Key is YamlScalarNode).ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => Raw(pair.Value)) : null;

    public string? WithEntry(IReadOnlyList<string> path, string name, string value) => Inner(path) is { Children.Count: > 0 } inner ? InsertBefore(inner, name, value) : null;

    /// <summary>Whether a text reads as YAML.</summary>
    public static YamlMappingNode? Parse(string text)
    {
        try
        {
            var stream = new YamlStream();
            // JSON may be indented by tabs, YAML may not; a blank for each keeps every position.
            stream.Load(new StringReader(text.TrimStart().StartsWith('{') ? text.Replace('\t', ' ') : text));
            return stream.Documents.Count == 1 ? stream.Documents[0].RootNode as YamlMappingNode : null;
        }
        catch (YamlException)
        {
            return null;
        }
    }

    private YamlNode? Child(string name) => Pair(name).Value;

    private KeyValuePair<YamlNode, YamlNode> Pair(string name) => node.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode key && key.Value == name);

    private YamlMappingNode? Inner(IReadOnlyList<string> path)
    {
        var inner = node;
        foreach (var name in path)
        {
            if (inner.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode key && key.Value == name).Value is not YamlMappingNode next)
                return null;
            inner = next;
        }
        return inner;
    }

    private string Raw(YamlNode value) => text[(int)value.Start.Index..Math.Min(text.Length, (int)value.End.Index)].TrimEnd();

    private string? Replace(YamlScalarNode scalar, string value)
    {
        var (start, end) = ((int)scalar.Start.Index, (int)scalar.End.Index);
        // A tag such as !Ref means that the value is set elsewhere.
        if (!scalar.Tag.IsEmpty || end <= start)
            return null;
        var written = text[start..end];
        return string.Concat(text.AsSpan(0, start), written[0] is '"' or '\'' ? $"{written[0]}{value}{written[0]}" : value, text.AsSpan(end));
    }

    // Before the first key: whatever its value looks like, nothing else has to move.
    private string? InsertBefore(YamlMappingNode mapping, string name, string value)
    {
        if (mapping.Children.Count == 0)
            return null;
        var at = (int)mapping.Children.First().Key.Start.Index;
        var newline = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var line = text.LastIndexOf('\n', Math.Max(0, at - 1)) + 1;
        var before = text[line..at];
        if (text[at] == '"')
            return text.Insert(at, string.IsNullOrWhiteSpace(before) ? $"\"{name}\": {value},{newline}{before}" : $"\"{name}\": {value}, ");
        if (mapping.Style == YamlDotNet.Core.Events.MappingStyle.Flow)
            return text.Insert(at, $"{name}: {value}, ");
        return string.IsNullOrWhiteSpace(before) ? text.Insert(at, $"{name}: {value}{newline}{before}") : null;
    }
}
