using ChatOps.Adapters.Git.Index;

namespace ChatOps.Adapters.Git;

/// <summary>What is read of one commit, shared by all who ask about it; each part is read when it is first needed.</summary>
internal sealed class SnapshotContent(string sha, ObjectReader objects, HistoryCache history, IndexStore index, GitProcess git)
{
    private readonly SingleFlight treeTurn = new();
    private readonly SingleFlight indexTurn = new();
    private SnapshotTree? tree;
    private SnapshotIndex? snapshotIndex;

    /// <summary>The commit.</summary>
    public string Sha => sha;

    /// <summary>Single blobs.</summary>
    public ObjectReader Objects => objects;

    /// <summary>Logs and blame.</summary>
    public HistoryCache History => history;

    /// <summary>git, in the bare clone.</summary>
    public GitProcess Git => git;

    /// <summary>The files; <see cref="LoadAsync"/> must have succeeded.</summary>
    public SnapshotTree Tree => tree ?? throw new InvalidOperationException("The tree is read when a snapshot is opened.");

    /// <summary>Reads the tree; false when the commit's objects are not there.</summary>
    public async Task<bool> LoadAsync(CancellationToken cancellationToken) =>
        tree is not null || await treeTurn.RunAsync(async () => (tree ??= await SnapshotTree.ReadAsync(git, sha, CancellationToken.None)) is not null, cancellationToken);

    /// <summary>The index, completed for this commit.</summary>
    public async Task<SnapshotIndex> IndexAsync(CancellationToken cancellationToken) =>
        snapshotIndex ?? await indexTurn.RunAsync(async () => snapshotIndex ??= await SnapshotIndex.BuildAsync(Tree, index, CancellationToken.None), cancellationToken);
}
