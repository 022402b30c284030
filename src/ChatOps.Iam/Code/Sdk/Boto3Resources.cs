namespace ChatOps.Iam.Code.Sdk;

/// <summary>boto3's resource API: which member of which resource calls which operation (<c>Data/boto3-resources.tsv</c>).</summary>
internal sealed class Boto3Resources
{
    private static readonly Lazy<Boto3Resources> Loaded = new(() => new Boto3Resources());

    private readonly Dictionary<(string Service, string Type, string Member), (string? Operation, string? Also, string? Result, bool Collection)> members = [];
    private readonly Dictionary<(string Service, string Type), string[]> identifiers = [];

    private Boto3Resources()
    {
        using var stream = typeof(Boto3Resources).Assembly.GetManifestResourceStream("boto3-resources.tsv")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.Length == 0)
                continue;
            var parts = line.Split('\t');
            if (parts[2] == "=")
            {
                identifiers[(parts[0], parts[1])] = parts[3].Split(',');
                continue;
            }
            var collection = parts[2].EndsWith("()", StringComparison.Ordinal);
            var operations = parts[3].Split('+');
            members[(parts[0], parts[1], collection ? parts[2][..^2] : parts[2])] =
                (operations[0] == "-" ? null : operations[0], operations.Length > 1 ? operations[1] : null, parts.Length > 4 ? parts[4] : null, collection);
        }
    }

    /// <summary>The table, read on first use.</summary>
    public static Boto3Resources Default => Loaded.Value;

    /// <summary>A member of a resource type; null when it has none of that name.</summary>
    public (string? Operation, string? Also, string? Result, bool Collection)? Find(string service, string type, string member) =>
        members.TryGetValue((service, type, member), out var found) ? found : null;

    /// <summary>A type's identifiers, as the operations' parameters call them.</summary>
    public IReadOnlyList<string> Identifiers(string service, string type) => identifiers.GetValueOrDefault((service, type), []);
}
