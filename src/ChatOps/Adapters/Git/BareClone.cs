using System.Collections.Concurrent;
using ChatOps.Adapters.Git.Index;
using ChatOps.Chat;

namespace ChatOps.Adapters.Git;

/// <summary>One bare clone of ours, with the snapshots read from it lately.</summary>
internal sealed class BareClone(string directory, IndexStore index)
{
    /// <summary>As many as a team asks about at once: the default branch, the deployed ref, a hotfix.</summary>
    private const int KeptSnapshots = 3;

    private readonly ConcurrentQueue<(string Sha, SnapshotContent Content)> recent = new();
    private readonly Lock gate = new();

    /// <summary>The bare repository.</summary>
    public string Directory { get; } = directory;

    /// <summary>Fetches take turns.</summary>
    public SingleFlight Turn { get; } = new();

    /// <summary>When a remote was last fetched; null when not yet.</summary>
    public DateTimeOffset? FetchedAt { get; set; }

    /// <summary>Reads and writes of objects, shared by all snapshots.</summary>
    private ObjectReader Objects { get; } = new(directory);

    private HistoryCache History { get; } = new(directory);

    /// <summary>The repository at a commit; content that was read before is shared.</summary>
    public Snapshot Snapshot(RepositoryRef repository, SourceState state)
    {
        lock (gate)
        {
            var content = recent.FirstOrDefault(entry => entry.Sha == state.Sha).Content;
            if (content is null)
            {
                content = new SnapshotContent(state.Sha, Objects, History, index, new GitProcess(Directory));
                recent.Enqueue((state.Sha, content));
                while (recent.Count > KeptSnapshots) recent.TryDequeue(out _);
            }
            return new Snapshot(repository, state, content);
        }
    }
}
