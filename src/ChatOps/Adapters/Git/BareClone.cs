using ChatOps.Adapters.Git.Index;
using ChatOps.Chat;

namespace ChatOps.Adapters.Git;

/// <summary>One bare clone of ours, with the snapshots read from it lately.</summary>
internal sealed class BareClone(string directory, IndexStore index) : IDisposable
{
    /// <summary>As many as a team asks about at once: the default branch, the deployed ref, a hotfix.</summary>
    private const int KeptSnapshots = 3;

    private readonly Queue<(string Sha, SnapshotContent Content)> recent = new();
    private readonly Lock gate = new();

    /// <summary>The bare repository.</summary>
    public string Directory { get; } = directory;

    /// <summary>Fetches take turns.</summary>
    public SingleFlight Turn { get; } = new();

    /// <summary>When the last fetch from a remote began; null when none has.</summary>
    public DateTimeOffset? FetchedAt { get; set; }

    /// <summary>Reads and writes of objects, shared by all snapshots.</summary>
    private ObjectReader Objects { get; } = new(directory);

    private HistoryCache History { get; } = new(directory);

    /// <summary>The repository at a commit; content that was read before is shared. Null when the commit's objects are not there.</summary>
    public async Task<Snapshot?> SnapshotAsync(RepositoryRef repository, SourceState state, CancellationToken cancellationToken)
    {
        var content = Content(state.Sha);
        if (!await content.LoadAsync(cancellationToken)) return null;
        History.WriteGraphInBackground(state.Sha);
        return new Snapshot(repository, state, content);
    }

    /// <summary>What its index holds in memory, in bytes.</summary>
    public long Bytes => index.Bytes;

    /// <summary>When it was last asked about, as a count of openings of all clones.</summary>
    public long LastOpening { get; set; }

    /// <summary>Lets go of what was read; who still works with a snapshot keeps it until then.</summary>
    public Task ForgetAsync()
    {
        lock (gate)
        {
            if (recent.Count == 0) return Task.CompletedTask;
            recent.Clear();
        }

        Objects.Forget();
        return index.ForgetAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => History.Dispose();

    private SnapshotContent Content(string sha)
    {
        lock (gate)
        {
            var content = recent.FirstOrDefault(entry => entry.Sha == sha).Content;
            if (content is not null) return content;
            content = new SnapshotContent(sha, Objects, History, index, new GitProcess(Directory));
            recent.Enqueue((sha, content));
            while (recent.Count > KeptSnapshots) recent.Dequeue();
            return content;
        }
    }
}
