using ChatOps.Adapters.Git;
using ChatOps.Adapters.Git.Index;

namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>The files under suspicion. Tests, documents and vendored files never get in, unless the reporter or the frames leave nothing else.</summary>
internal sealed class CandidateSet(Snapshot snapshot, SnapshotIndex index)
{
    /// <summary>Reading and comparing more than this costs time and changes no rank that anyone sees.</summary>
    private const int Most = 260;

    private readonly Dictionary<int, Candidate> byFile = [];
    private readonly Dictionary<int, string?> texts = [];

    /// <summary>The candidates in the order in which they were added.</summary>
    public List<Candidate> All { get; } = [];

    /// <summary>The commit's index.</summary>
    public SnapshotIndex Index => index;

    /// <summary>The candidate for a file of the tree, added when there is room; null when there is none.</summary>
    public Candidate? Add(int file)
    {
        if (byFile.TryGetValue(file, out var known)) return known;
        if (All.Count >= Most || file < 0) return null;
        var candidate = new Candidate(file, index.At(file), snapshot.Paths[file]);
        byFile[file] = candidate;
        All.Add(candidate);
        return candidate;
    }

    /// <summary>The candidate for an indexed file of code.</summary>
    public Candidate? AddIndexed(int at) => snapshot.Tree.Kinds[index.Files[at]] == PathKind.Code ? Add(index.Files[at]) : null;

    /// <summary>The candidate when it is one.</summary>
    public Candidate? Find(int file) => byFile.GetValueOrDefault(file);

    /// <summary>A file's text, read once.</summary>
    public string? Text(int file)
    {
        if (!texts.TryGetValue(file, out var text)) texts[file] = text = snapshot.ReadText(snapshot.Paths[file]);
        return text;
    }
}
