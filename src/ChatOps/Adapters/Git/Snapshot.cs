using ChatOps.Chat;

namespace ChatOps.Adapters.Git;

/// <summary>A repository at one commit, read from our bare clone. Safe to use from several threads.</summary>
internal sealed class Snapshot(RepositoryRef repository, string sha, string branch)
{
    /// <summary>The repository.</summary>
    public RepositoryRef Repository { get; } = repository;

    /// <summary>The commit's full SHA.</summary>
    public string Sha { get; } = sha;

    /// <summary>The ref that led here, as a person would name it (<c>main</c>).</summary>
    public string Branch { get; } = branch;

    /// <summary>Every file's path, sorted ordinally.</summary>
    public IReadOnlyList<string> Paths => throw new NotSupportedException();

    /// <summary>The file's text without a byte-order mark; null when there is no such file, it is binary, a symbolic link, or larger than 2 MiB.</summary>
    public string? ReadText(string path) => throw new NotSupportedException();

    /// <summary>Lines that contain <paramref name="literal"/>, at most <paramref name="limit"/>.</summary>
    public Task<IReadOnlyList<SearchHit>> SearchAsync(string literal, string? pathPrefix, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>The latest commits that changed the file, newest first.</summary>
    public Task<IReadOnlyList<CommitInfo>> LogAsync(string path, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Who last changed each line of the range.</summary>
    public Task<IReadOnlyList<BlamedLine>> BlameAsync(string path, int startLine, int endLine, CancellationToken cancellationToken) => throw new NotSupportedException();
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
