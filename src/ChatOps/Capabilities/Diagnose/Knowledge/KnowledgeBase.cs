using System.Reflection;
using ChatOps.Capabilities.Diagnose.Rules.Recipes;

namespace ChatOps.Capabilities.Diagnose.Knowledge;

/// <summary>The known errors: ours, and those that a repository adds in <c>.chatops/knowledge/*.yaml</c> of its default branch.</summary>
internal sealed class KnowledgeBase
{
    /// <summary>The most entries, and the most files, that a repository may add.</summary>
    public const int MaxUserEntries = 200;

    /// <summary>The most characters of one entry, and of one file with a single entry.</summary>
    public const int MaxEntryLength = 64 * 1024;

    private static readonly Lazy<KnowledgeBase> Embedded = new(LoadEmbedded);

    private KnowledgeBase(IReadOnlyList<KnowledgeEntry> entries, IReadOnlyList<string> warnings) => (Entries, Warnings) = (entries, warnings);

    /// <summary>The signatures that come with the program; read once.</summary>
    public static KnowledgeBase BuiltIn => Embedded.Value;

    /// <summary>Every entry.</summary>
    public IReadOnlyList<KnowledgeEntry> Entries { get; }

    /// <summary>What was wrong with entries that were left out, each a sentence with file and line.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>These entries and a repository's own. An entry that cannot be used becomes a warning; the rest still loads.</summary>
    /// <param name="files">Path and text of each file of the repository's <c>.chatops/knowledge</c>.</param>
    public KnowledgeBase With(IEnumerable<(string Path, string Text)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var (added, warnings) = (new List<KnowledgeEntry>(), new List<string>());
        var ids = Entries.Select(entry => entry.Signature.Id).ToHashSet();
        foreach (var (path, text) in files.OrderBy(file => file.Path, StringComparer.Ordinal).Take(MaxUserEntries))
        {
            foreach (var entry in SignatureReader.Read(path, text, RecipeNames.All, warnings))
            {
                if (added.Count == MaxUserEntries)
                {
                    warnings.Add($"{path}:{entry.Line}: a repository may add {MaxUserEntries} signatures; {entry.Signature.Id} and what follows it is left out.");
                    return new KnowledgeBase([.. Entries, .. added], warnings);
                }
                if (ids.Add(entry.Signature.Id))
                    added.Add(entry);
                else
                    warnings.Add($"{path}:{entry.Line}: there is already a signature {entry.Signature.Id}; choose another id.");
            }
        }
        return new KnowledgeBase([.. Entries, .. added], warnings);
    }

    private static KnowledgeBase LoadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var warnings = new List<string>();
        var entries = new List<KnowledgeEntry>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.Contains(".Diagnose.Knowledge.", StringComparison.Ordinal) && name.EndsWith(".yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            entries.AddRange(SignatureReader.Read(name, reader.ReadToEnd(), RecipeNames.All, warnings, trusted: true));
        }
        var twice = entries.GroupBy(entry => entry.Signature.Id).Where(group => group.Count() > 1).Select(group => $"the id {group.Key} is used twice").ToList();
        // Only a broken build can come here; a test holds every entry to its example.
        return warnings.Count + twice.Count == 0 ? new KnowledgeBase(entries, []) : throw new InvalidDataException(string.Join(Environment.NewLine, [.. warnings, .. twice]));
    }
}
