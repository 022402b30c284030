namespace ChatOps.Iam.Data;

/// <summary>What stands under one prefix in the service authorization reference.</summary>
public sealed class AwsPrefix
{
    private readonly Dictionary<string, AwsAction> actions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, AwsResourceType> types = new(StringComparer.Ordinal);

    internal AwsPrefix(string prefix, string name, ReadOnlySpan<char> section)
    {
        Prefix = prefix;
        Name = name;
        foreach (var range in section.Split('\n'))
        {
            var line = section[range];
            if (line.Length < 2)
                continue;
            var parts = line.ToString().Split('\t');
            if (parts[0] == "A")
                actions[parts[1]] = new AwsAction(parts[1], parts[2][0], [.. parts[3].Split('|', StringSplitOptions.RemoveEmptyEntries).Select(type => (type.TrimEnd('!'), type.EndsWith('!')))]);
            else if (parts[0] == "T")
                types[parts[1]] = new AwsResourceType(parts[1], parts[2], parts[3].Length > 0 ? parts[3] : null, [.. parts[4].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Binding)]);
        }
    }

    /// <summary>The prefix: <c>sns</c>.</summary>
    public string Prefix { get; }

    /// <summary>The service's name: <c>Amazon SNS</c>.</summary>
    public string Name { get; }

    /// <summary>All its actions.</summary>
    public IReadOnlyCollection<AwsAction> Actions => actions.Values;

    /// <summary>All its resource types.</summary>
    public IReadOnlyCollection<AwsResourceType> Types => types.Values;

    /// <summary>An action by its name in any case; null when there is none.</summary>
    public AwsAction? FindAction(string name) => actions.GetValueOrDefault(name);

    /// <summary>A resource type by its name in lower case; null when there is none.</summary>
    public AwsResourceType? FindType(string name) => types.GetValueOrDefault(name);

    private static (string Member, string Placeholder) Binding(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return (text[..at], text[(at + 1)..]);
    }
}
