using System.Globalization;
using ChatOps.Adapters.Git.Index;
using ChatOps.Chat;

namespace ChatOps.Adapters.Git;

/// <summary>A repository at one commit, read from our bare clone. Safe to use from several threads.</summary>
internal sealed class Snapshot(RepositoryRef repository, SourceState state, SnapshotContent content)
{
    /// <summary>The repository.</summary>
    public RepositoryRef Repository { get; } = repository;

    /// <summary>The commit's full SHA.</summary>
    public string Sha { get; } = state.Sha;

    /// <summary>The ref that led here, as a person would name it (<c>main</c>).</summary>
    public string Branch { get; } = state.Branch;

    /// <summary>When the commit was made.</summary>
    public DateTimeOffset CommittedAt { get; } = state.CommittedAt;

    /// <summary>What a reader has to know of this copy (uncommitted changes, a shallow clone, a failed fetch), each a sentence.</summary>
    public IReadOnlyList<string> Warnings { get; } = state.Warnings;

    /// <summary>Every file's path, sorted ordinally.</summary>
    public IReadOnlyList<string> Paths => content.Tree.Paths;

    /// <summary>The files with their kinds and blobs.</summary>
    public SnapshotTree Tree => content.Tree;

    /// <summary>Identifiers and symbols of the code; worked out when it is first asked for.</summary>
    public Task<SnapshotIndex> IndexAsync(CancellationToken cancellationToken) => content.IndexAsync(cancellationToken);

    /// <summary>The file's text without a byte-order mark; null when there is no such file, it is binary, a symbolic link, or larger than 2 MiB.</summary>
    public string? ReadText(string path)
    {
        var file = content.Tree.Find(path);
        return file >= 0 && content.Tree.Readable[file] ? content.Objects.ReadText(content.Tree.Blobs[file]) : null;
    }

    /// <summary>Lines that contain <paramref name="literal"/>, at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string literal, string? pathPrefix, int limit, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(literal) || literal.AsSpan().ContainsAny('\n', '\0') || limit <= 0) return [];
        // Not every git that is in use knows --end-of-options here; a full SHA cannot be taken for an option.
        List<string> arguments = ["grep", "-I", "-F", "-n", "-z", "--full-name", "--no-color", "--no-textconv", "-e", literal, Sha, "--"];
        var prefix = pathPrefix?.Replace('\\', '/').Trim('/');
        if (!string.IsNullOrEmpty(prefix)) arguments.Add(prefix);
        var result = await content.Git.RunAsync(arguments, GitLimits.Short, cancellationToken: cancellationToken);
        List<SearchHit> hits = [];
        foreach (var line in result.Output.Split('\n'))
        {
            // sha:path NUL number NUL text
            var fields = line.Split('\0', 3);
            if (fields.Length < 3 || !fields[0].StartsWith(Sha, StringComparison.Ordinal) || !int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) continue;
            hits.Add(new SearchHit(fields[0][(Sha.Length + 1)..], number, fields[2].TrimEnd('\r')));
            if (hits.Count == limit) break;
        }
        return hits;
    }

    /// <summary>The latest commits that changed the file, newest first.</summary>
    public async Task<IReadOnlyList<CommitInfo>> LogAsync(string path, int limit, CancellationToken cancellationToken) =>
        content.Tree.Find(path) < 0 || limit <= 0 ? [] : await content.History.LogAsync(Sha, path, limit, cancellationToken);

    /// <summary>The latest commits of the branch with the files that each changed, newest first; merges are left out.</summary>
    public Task<IReadOnlyList<ChangedFiles>> RecentAsync(int limit, CancellationToken cancellationToken) => content.History.RecentAsync(Sha, limit, cancellationToken);

    /// <summary>What the commits of the last <paramref name="window"/> changed in some files, newest first.</summary>
    public Task<IReadOnlyList<FileChange>> ChangesAsync(IReadOnlyList<string> paths, TimeSpan window, int limit, CancellationToken cancellationToken) =>
        paths.Count == 0 ? Task.FromResult<IReadOnlyList<FileChange>>([]) : content.History.ChangesAsync(Sha, paths, CommittedAt - window, limit, cancellationToken);

    /// <summary>The files that a commit renamed, old path and new path.</summary>
    public Task<IReadOnlyList<(string Old, string New)>> RenamesAsync(string commit, CancellationToken cancellationToken) => content.History.RenamesAsync(commit, cancellationToken);

    /// <summary>The pull request's merge that brought a commit to this branch; null when there is none.</summary>
    public Task<CommitInfo?> MergeOfAsync(string commit, CancellationToken cancellationToken) => content.History.MergeOfAsync(Sha, commit, cancellationToken);

    /// <summary>Who last changed each line of the range; empty when there is no such file or line, or when git took longer than its budget.</summary>
    public async Task<IReadOnlyList<BlamedLine>> BlameAsync(string path, int startLine, int endLine, CancellationToken cancellationToken) =>
        await TryBlameAsync(path, startLine, endLine, cancellationToken) ?? [];

    /// <summary>As <see cref="BlameAsync"/>, but null when git took longer than its budget.</summary>
    public async Task<IReadOnlyList<BlamedLine>?> TryBlameAsync(string path, int startLine, int endLine, CancellationToken cancellationToken)
    {
        var file = content.Tree.Find(path);
        if (file < 0 || !content.Tree.Readable[file] || startLine < 1 || endLine < startLine) return [];
        return await content.History.BlameAsync(Sha, path, content.Tree.Blobs[file], startLine, endLine, cancellationToken);
    }

    /// <summary>Blames asked of git, and blames known from before, in this repository so far.</summary>
    public (int Misses, int Hits) BlameCounts => content.History.BlameCounts;
}

/// <summary>A line found by a search.</summary>
internal sealed record SearchHit(string Path, int Line, string Text);

/// <summary>A commit.</summary>
/// <param name="Sha">Its full SHA.</param>
/// <param name="Author">The author's name.</param>
/// <param name="CommittedAt">When it was committed.</param>
/// <param name="Subject">The first line of its message.</param>
/// <param name="PrNumber">From <c>(#46)</c> or <c>Merge pull request #46</c> in its message; null when none.</param>
internal sealed record CommitInfo(string Sha, string Author, DateTimeOffset CommittedAt, string Subject, int? PrNumber);

/// <summary>A line with the commit that last changed it.</summary>
internal sealed record BlamedLine(int Line, CommitInfo Commit);
