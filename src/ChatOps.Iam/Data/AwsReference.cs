using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;

namespace ChatOps.Iam.Data;

/// <summary>What AWS documents of its actions, resource types and SDK operations, with our own tables (<c>Data/*.tsv</c>). <c>tests/iam-data</c> builds the embedded file; each part of it is read when first asked for.</summary>
public sealed class AwsReference
{
    private static readonly Lazy<AwsReference> Loaded = new(Load);

    private readonly string text;
    private readonly Dictionary<string, (string Name, Range Section)> prefixes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Id, string Prefix, string PassedTo, Range Section)> services = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AwsPrefix> readPrefixes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AwsService> readServices = new(StringComparer.Ordinal);

    private AwsReference(string text)
    {
        this.text = text;
        var head = text[..text.IndexOf('\n', StringComparison.Ordinal)].Split('\t');
        (TableHash, Sources) = (head[1], head[2]);
        for (var start = head.Sum(part => part.Length + 1); start < text.Length;)
        {
            var end = NextSection(start);
            var first = text.IndexOf('\n', start) + 1;
            var parts = text[start..(first - 1)].Split('\t');
            if (parts[0] == "P")
                prefixes[parts[1]] = (parts[2], first..end);
            else
                Name(parts, first..end);
            start = end;
        }
    }

    /// <summary>The embedded reference, loaded on first use.</summary>
    public static AwsReference Default => Loaded.Value;

    /// <summary>The SHA-256 of the tables that the file was built from.</summary>
    public string TableHash { get; }

    /// <summary>The packages that it was built from, with their versions.</summary>
    public string Sources { get; }

    /// <summary>All prefixes.</summary>
    public IReadOnlyCollection<string> Prefixes => prefixes.Keys;

    /// <summary>What an SDK's name is looked up by: lower case, without separators.</summary>
    public static string Key(string name)
    {
        var clean = true;
        foreach (var c in name)
            clean &= char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
        return clean ? name : string.Create(name.Count(char.IsAsciiLetterOrDigit), name, static (key, from) =>
        {
            var at = 0;
            foreach (var c in from)
            {
                if (char.IsAsciiLetterOrDigit(c))
                    key[at++] = char.ToLowerInvariant(c);
            }
        });
    }

    /// <summary>What the reference has under a prefix; null when it knows no such prefix.</summary>
    public AwsPrefix? FindPrefix(string prefix)
    {
        if (readPrefixes.TryGetValue(prefix, out var read))
            return read;
        return prefixes.TryGetValue(prefix, out var entry) ? readPrefixes.GetOrAdd(prefix, new AwsPrefix(prefix, entry.Name, text.AsSpan()[entry.Section])) : null;
    }

    /// <summary>An action by its full name in any case, as <c>sns:Publish</c>; null when the reference has none.</summary>
    public AwsAction? FindAction(string action)
    {
        var at = action.IndexOf(':', StringComparison.Ordinal);
        return at < 0 ? null : FindPrefix(action[..at])?.FindAction(action[(at + 1)..]);
    }

    /// <summary>A service by what any SDK calls it (<c>stepfunctions</c>, <c>SimpleNotificationService</c>, <c>client-sfn</c> without its <c>client-</c>); null when nobody does.</summary>
    public AwsService? FindService(string name)
    {
        var key = Key(name);
        if (readServices.TryGetValue(key, out var read))
            return read;
        if (services.TryGetValue(key, out var entry))
        {
            var service = readServices.GetOrAdd("\t" + entry.Id, _ => new AwsService(entry.Id, entry.Prefix, entry.PassedTo, text.AsSpan()[entry.Section], () => FindPrefix(entry.Prefix)));
            return readServices.GetOrAdd(key, service);
        }
        return FindPrefix(name) is { } reference ? readServices.GetOrAdd(key, new AwsService(reference)) : null;
    }

    private void Name(string[] parts, Range section)
    {
        foreach (var alias in parts[3].Split(','))
            services[alias] = (parts[1], parts[2], parts[4], section);
    }

    private int NextSection(int start)
    {
        for (var line = text.IndexOf('\n', start) + 1; line < text.Length; line = text.IndexOf('\n', line) + 1)
        {
            if (text[line] is 'P' or 'S')
                return line;
        }
        return text.Length;
    }

    private static AwsReference Load()
    {
        using var packed = typeof(AwsReference).Assembly.GetManifestResourceStream("aws.br")!;
        using var unpacked = new BrotliStream(packed, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked, Encoding.UTF8);
        return new AwsReference(reader.ReadToEnd());
    }
}
