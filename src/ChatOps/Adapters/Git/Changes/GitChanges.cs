using ChatOps.Chat;
using LibGit2Sharp;

namespace ChatOps.Adapters.Git.Changes;

/// <summary>
/// Our clone of a repository, fetched just now, for changing something: trees, commits, reverts and branches, all on objects and without a work tree, so that many run side by side.
/// A repository in a directory of the user's is never written: what is made stays in our clone until it is pushed to its remote.
/// </summary>
internal sealed class GitChanges
{
    private readonly string directory;
    private readonly GitProcess git;
    private readonly RevertHistory history;
    private readonly RemoteBranches? remote;

    internal GitChanges(RepositoryRef repository, SourceState state, string directory, string? address, string? authorization)
    {
        (Repository, BaseBranch, BaseSha) = (repository, state.Branch, state.Sha);
        this.directory = directory;
        git = new GitProcess(directory);
        history = new RevertHistory(git);
        remote = address is null ? null : new RemoteBranches(git, repository.Name, address, authorization);
    }

    /// <summary>The repository, with its name on GitHub when its remote tells it.</summary>
    public RepositoryRef Repository { get; }

    /// <summary>The branch that pull requests go to.</summary>
    public string BaseBranch { get; }

    /// <summary>Where that branch stands.</summary>
    public string BaseSha { get; }

    /// <summary>Whether branches are pushed; otherwise they stay in our clone.</summary>
    public bool HasRemote => remote is not null;

    /// <summary>Writes files on top of a commit: new text by path, null to remove a file. Modes, byte-order marks, encodings and line ends stay as they are.</summary>
    public Answer<ProposedChange> Write(string baseSha, IReadOnlyDictionary<string, string?> files) => With(repository => Trees.Write(repository, baseSha, files));

    /// <summary>Puts what one commit changed on top of another, by a three-way merge. What both changed in the same places is a conflict that names the files.</summary>
    public Answer<ProposedChange> Pick(string sha, string onto) => With(repository => Trees.Pick(repository, sha, onto));

    /// <summary>How a tree differs from a commit.</summary>
    public ProposedChange Compare(string sha, string tree) => With(repository => Trees.Compare(repository, repository.Lookup<Commit>(sha), repository.Lookup<Tree>(tree)));

    /// <summary>Commits a tree. The same arguments give the same commit.</summary>
    public string Commit(string tree, string parent, CommitText text) => With(repository =>
    {
        var signature = new Signature(text.Name, text.Email, DateTimeOffset.FromUnixTimeSeconds(text.At.ToUnixTimeSeconds()));
        return repository.ObjectDatabase.CreateCommit(signature, signature, text.Message, repository.Lookup<Tree>(tree), [repository.Lookup<Commit>(parent)], prettifyMessage: true).Sha;
    });

    /// <summary>The content of a file's object.</summary>
    /// <param name="blob">Its SHA, as <see cref="ChangedFile.NewBlob"/> names it.</param>
    public byte[] Read(string blob) => With(repository => Trees.Bytes(repository.Lookup<Blob>(blob)));

    /// <summary>Every file's path at a commit, sorted ordinally.</summary>
    public IReadOnlyList<string> Paths(string sha) => With(repository => TreeFiles.Paths(repository.Lookup<Commit>(sha).Tree));

    /// <summary>A file's text at a commit; null when there is no such file, it is binary, a link, or larger than 2 MiB.</summary>
    public string? ReadText(string sha, string path) => With(repository => TreeFiles.Text(repository.Lookup<Commit>(sha).Tree, path));

    /// <summary>Writes a tree's files into an empty directory. Submodules are left out.</summary>
    /// <returns>Why it was not written whole, as a clause; null when it was.</returns>
    public string? Export(string tree, string into, CancellationToken cancellationToken) => With(repository => TreeFiles.Export(repository.Lookup<Tree>(tree), into, cancellationToken));

    /// <summary>Finds a merged pull request's commits on the base branch.</summary>
    public Answer<LandedChange> Locate(MergedPullRequest pullRequest) => With(repository => Landings.Locate(repository, BaseBranch, BaseSha, pullRequest));

    /// <summary>Takes a change back out of a commit, and says what stands against it. Nothing is pushed.</summary>
    public async Task<Answer<RevertOutcome>> RevertAsync(LandedChange change, string onto, CancellationToken cancellationToken)
    {
        using var repository = new Repository(directory);
        return await new Reverter(repository, git, history).RevertAsync(change, onto, cancellationToken);
    }

    /// <summary>The base branch's commits after one that touched any of some files, newest first, at most ten; merges are left out.</summary>
    public Task<IReadOnlyList<CommitInfo>> LaterAsync(string after, IReadOnlyList<string> paths, CancellationToken cancellationToken) => history.LaterAsync(after, BaseSha, paths, cancellationToken);

    /// <summary>The base branch's commits after one, newest first, each with those of the files that it changed; merges are left out.</summary>
    /// <param name="after">The older commit.</param>
    /// <param name="paths">Only commits that touched any of these; empty for all.</param>
    /// <param name="limit">The most commits.</param>
    /// <param name="cancellationToken">Stops git.</param>
    public Task<IReadOnlyList<ChangedFiles>> LaterFilesAsync(string after, IReadOnlyList<string> paths, int limit, CancellationToken cancellationToken) => history.LaterFilesAsync(after, BaseSha, paths, limit, cancellationToken);

    /// <summary>The commit of the base branch that took a change back and was not itself taken back; null when there is none.</summary>
    public Task<CommitInfo?> RevertOfAsync(LandedChange change, CancellationToken cancellationToken) => history.RevertOfAsync(change, BaseSha, cancellationToken);

    /// <summary>Changes in the order in which they have to be taken back: one that stands on another comes before it.</summary>
    public IReadOnlyList<LandedChange> NewestFirst(IEnumerable<LandedChange> changes) => With(repository =>
    {
        List<LandedChange> ordered = [];
        foreach (var change in changes)
        {
            var commit = repository.Lookup<Commit>(change.After);
            var older = ordered.FindIndex(other => Landings.Contains(repository, commit, repository.Lookup<Commit>(other.After)));
            ordered.Insert(older < 0 ? ordered.Count : older, change);
        }
        return ordered;
    });

    /// <summary>A file's content on the base branch; null when there is no such file or it is larger than <paramref name="most"/> bytes.</summary>
    public byte[]? File(string path, int most) => With(repository => repository.Lookup<Commit>(BaseSha)[path]?.Target is Blob blob && blob.Size <= most ? Trees.Bytes(blob) : null);

    /// <summary>Those of some files that differ between a commit and the base branch.</summary>
    public IReadOnlyList<string> ChangedSince(string sha, IEnumerable<string> paths) => With(repository =>
    {
        var (then, now) = (repository.Lookup<Commit>(sha), repository.Lookup<Commit>(BaseSha));
        return paths.Where(path => then?.Tree[path]?.Target.Id != now.Tree[path]?.Target.Id || then?.Tree[path]?.Mode != now.Tree[path]?.Mode).ToList();
    });

    /// <summary>Whether a commit is in the base branch's history.</summary>
    public bool Contains(string sha) => With(repository => repository.Lookup<Commit>(sha) is { } commit && Landings.Contains(repository, repository.Lookup<Commit>(BaseSha), commit));

    /// <summary>Whether our clone has a commit.</summary>
    public bool Has(string sha) => With(repository => repository.Lookup<Commit>(sha) is not null);

    /// <summary>Where a branch stands on the remote, or in our clone when there is none.</summary>
    public async Task<Answer<BranchTip>> TipAsync(string branch, CancellationToken cancellationToken) =>
        remote is not null ? await remote.TipAsync(branch, cancellationToken) : new BranchTip(With(repository => repository.Branches[branch]?.Tip?.Sha));

    /// <summary>Makes a new branch at a commit, on the remote when there is one. Repeating it is a success; a branch that stands elsewhere is a conflict and stays as it is.</summary>
    public async Task<Refusal?> PushAsync(string sha, string branch, CancellationToken cancellationToken)
    {
        if (!RefResolution.IsSafe(branch)) return new Refusal(RefusalKind.Invalid, "The branch's name is not one that git allows.");
        if (branch == BaseBranch) return new Refusal(RefusalKind.Forbidden, $"{branch} is the branch that pull requests go to: nothing is ever pushed to it.");
        if (remote is not null) return await remote.PushAsync(sha, branch, cancellationToken);
        return With(repository =>
        {
            var tip = repository.Branches[branch]?.Tip?.Sha;
            if (tip is null) repository.Refs.Add($"refs/heads/{branch}", sha);
            return tip is null || tip == sha ? null : new Refusal(RefusalKind.Conflict, $"The branch {branch} exists already in our clone of {Repository.Name}. Nothing was changed.");
        });
    }

    /// <summary>Whether a commit is in a branch's history, as the branch was fetched.</summary>
    public bool IsIn(string sha, string branch) => With(repository => repository.Lookup<Commit>(sha) is { } commit && repository.Branches[branch]?.Tip is { } tip && Landings.Contains(repository, tip, commit));

    /// <summary>Moves a branch of the remote on to a commit that follows the one where it stands. Repeating it is a success; a branch that stands elsewhere is a conflict and stays as it is.</summary>
    /// <param name="sha">The commit, a child of <paramref name="from"/>.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="from">Where it has to stand.</param>
    /// <param name="cancellationToken">Stops git.</param>
    public async Task<Refusal?> AdvanceAsync(string sha, string branch, string from, CancellationToken cancellationToken)
    {
        if (!RefResolution.IsSafe(branch)) return new Refusal(RefusalKind.Invalid, "The branch's name is not one that git allows.");
        if (branch == BaseBranch) return new Refusal(RefusalKind.Forbidden, $"{branch} is the branch that pull requests go to: nothing is ever pushed to it.");
        if (remote is null) return new Refusal(RefusalKind.NotConfigured, $"{Repository.Name} has no remote to push to.");
        return With(repository => repository.Lookup<Commit>(sha)?.Parents.SingleOrDefault()?.Sha) == from
            ? await remote.AdvanceAsync(sha, branch, from, cancellationToken)
            : new Refusal(RefusalKind.Conflict, $"The commit does not follow {from[..10]}. Nothing was pushed.");
    }

    /// <summary>Removes a branch that we made, as long as it stands where we left it.</summary>
    public async Task<Refusal?> DeleteAsync(string branch, string sha, CancellationToken cancellationToken)
    {
        if (branch == BaseBranch) return new Refusal(RefusalKind.Forbidden, $"{branch} is the branch that pull requests go to: it is never removed.");
        if (remote is not null) return await remote.DeleteAsync(branch, sha, cancellationToken);
        With(repository =>
        {
            if (repository.Branches[branch]?.Tip?.Sha == sha) repository.Refs.Remove($"refs/heads/{branch}");
            return 0;
        });
        return null;
    }

    /// <summary>A handle per call: libgit2's are not for several threads.</summary>
    private T With<T>(Func<Repository, T> use)
    {
        using var repository = new Repository(directory);
        return use(repository);
    }
}
