using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ChatOps.Adapters.Git.Changes;
using ChatOps.Adapters.Git.Index;
using ChatOps.Chat;
using LibGit2Sharp;

namespace ChatOps.Adapters.Git;

/// <summary>Our bare clones, one per repository, under the data directory. Everything that is read of a repository is read through them.</summary>
/// <param name="dataDirectory">Where clones, indexes and caches are kept.</param>
/// <param name="clock">Decides when a fetch is old.</param>
/// <param name="logger">For fetches and indexes.</param>
/// <param name="authorization">The <c>Authorization</c> header for a repository's address; null when none is needed.</param>
internal sealed partial class GitStore(string dataDirectory, TimeProvider clock, ILogger<GitStore> logger, GitAuthorization? authorization = null) : IDisposable
{
    /// <summary>A remote is asked again after this time; several questions about one incident share a fetch.</summary>
    public static readonly TimeSpan FetchEvery = TimeSpan.FromSeconds(30);

    private long openings;
    private readonly ConcurrentDictionary<string, Lazy<BareClone>> clones = new(StringComparer.Ordinal);

    /// <summary>What the indexes of repositories may hold in memory together, beside the one asked about last; a large repository needs some 60 MB.</summary>
    public long KeptIndexBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Repositories that stay in memory beside the one asked about last: trees, symbols and open packs weigh too.</summary>
    private const int KeptRepositories = 4;

    /// <summary>What the indexes hold in memory now, in bytes; roughly.</summary>
    public long IndexBytes => Clones.Sum(clone => clone.Bytes);

    /// <summary>The repository at the commit to read: <paramref name="ref"/>, else the deployed ref, else the remote's default branch, else HEAD.</summary>
    /// <param name="repository">Its <see cref="RepositoryRef.Path"/> is only ever read.</param>
    /// <param name="ref">A branch, tag or commit; null for the default.</param>
    /// <param name="cancellationToken">Cancels the wait; a fetch that others wait for goes on.</param>
    public async Task<Answer<Snapshot>> OpenAsync(RepositoryRef repository, string? @ref, CancellationToken cancellationToken)
    {
        if (repository is { Path: null, Url: null }) return new Refusal(RefusalKind.NotConfigured, $"{repository.Name} has neither a path nor an address in the settings.");
        var clone = CloneOf(repository);
        clone.LastOpening = Interlocked.Increment(ref openings);
        await ForgetIdleAsync(clone);
        var answer = await clone.Turn.RunAsync(async () =>
        {
            if (repository.Path is not null) return LocalSource.Open(repository, @ref, clone.Directory);
            var fetch = clone.FetchedAt is not { } last || clock.GetUtcNow() - last >= FetchEvery;
            var opened = await RemoteSource.OpenAsync(repository, @ref, clone.Directory, fetch, authorization, CancellationToken.None);
            if (fetch && opened.Value is not null) clone.FetchedAt = clock.GetUtcNow();
            return opened;
        }, cancellationToken);
        if (answer.Value is not { } state) return answer.Refusal!;
        var snapshot = await clone.SnapshotAsync(repository with { GitHub = repository.GitHub ?? state.GitHub }, state, cancellationToken);
        if (snapshot is null) return new Refusal(RefusalKind.NotConfigured, $"The commit {state.Sha[..12]} of {repository.Name} cannot be read whole: objects are missing. Fetch it again, or use a clone that is not partial.");
        LogOpened(repository.Name, state.Sha);
        return snapshot;
    }

    /// <summary>The repository for changing something: fetched now, whatever was fetched before.</summary>
    /// <param name="repository">Its <see cref="RepositoryRef.Path"/> is only ever read.</param>
    /// <param name="push">Whether branches are to be pushed to its remote; otherwise what is made stays in our clone.</param>
    /// <param name="cancellationToken">Cancels the wait; a fetch that others wait for goes on.</param>
    public async Task<Answer<GitChanges>> OpenForChangesAsync(RepositoryRef repository, bool push, CancellationToken cancellationToken)
    {
        if (repository is { Path: null, Url: null }) return new Refusal(RefusalKind.NotConfigured, $"{repository.Name} has neither a path nor an address in the settings.");
        var clone = CloneOf(repository);
        // What is deployed may be behind: a change goes on top of the branch itself.
        var asked = repository with { DeployedRef = null };
        string? address = repository.Url, header = null;
        if (repository.Path is not null)
        {
            var local = LocalSource.Open(asked, null, clone.Directory);
            if (local.Value is not { } state) return local.Refusal!;
            asked = asked with { GitHub = state.GitHub };
            if (!push || state.Origin is null) return new GitChanges(asked, state, clone.Directory, null, null);
            (address, header) = await AddressAsync(asked, state.Origin, cancellationToken);
        }
        else if (authorization is not null)
        {
            header = await authorization(asked, address!, cancellationToken);
        }
        var remote = asked with { Path = null, Url = address };
        var askedAt = clock.GetUtcNow();
        var opened = await clone.Turn.RunAsync(async () =>
        {
            // A fetch that began while this one waited for its turn saw all that this one would see.
            var began = clock.GetUtcNow();
            var answer = await RemoteSource.FetchedAsync(remote, clone.Directory, fetch: !(clone.FetchedAt > askedAt), header, CancellationToken.None);
            if (answer.Value is not null && !(clone.FetchedAt > askedAt)) clone.FetchedAt = began;
            return answer;
        }, cancellationToken);
        if (opened.Value is not { } fetched) return opened.Refusal!;
        return new GitChanges(asked with { GitHub = fetched.GitHub }, fetched, clone.Directory, push ? address : null, header);
    }

    /// <summary>A token needs https where a person's own clone may use ssh.</summary>
    private async Task<(string Address, string? Header)> AddressAsync(RepositoryRef repository, string origin, CancellationToken cancellationToken)
    {
        if (authorization is null) return (origin, null);
        return GitHubName.Https(origin) is { } https && await authorization(repository, https, cancellationToken) is { } header
            ? (https, header)
            : (origin, await authorization(repository, origin, cancellationToken));
    }

    /// <summary>Ends what still runs in the background.</summary>
    public void Dispose()
    {
        foreach (var clone in Clones) clone.Dispose();
    }

    /// <summary>Of several repositories, those asked about longest ago leave memory first; what they need is read from disk again in a second.</summary>
    private async Task ForgetIdleAsync(BareClone asked)
    {
        var (kept, count) = (0L, 0);
        foreach (var clone in Clones.Where(clone => clone != asked).OrderByDescending(clone => clone.LastOpening))
        {
            kept += clone.Bytes;
            if (kept > KeptIndexBytes || ++count > KeptRepositories) await clone.ForgetAsync();
        }
    }

    private IEnumerable<BareClone> Clones => clones.Values.Where(clone => clone.IsValueCreated).Select(clone => clone.Value);

    // Lazy: of several that ask first at once, only one may make the directory.
    private BareClone CloneOf(RepositoryRef repository) => clones.GetOrAdd(Key(repository), key => new Lazy<BareClone>(() => Create(key))).Value;

    private BareClone Create(string key)
    {
        var directory = Path.Combine(Path.GetFullPath(dataDirectory), "git", key + ".git");
        if (!File.Exists(Path.Combine(directory, "HEAD")))
        {
            Directory.CreateDirectory(directory);
            Repository.Init(directory, isBare: true);
            foreach (var hook in Directory.EnumerateFiles(Path.Combine(directory, "hooks"))) File.Delete(hook);
        }
        return new BareClone(directory, new IndexStore(Path.Combine(Path.GetFullPath(dataDirectory), "index", key), directory, logger));
    }

    /// <summary>Readable, unique, and safe as a file name whatever the repository is called.</summary>
    private static string Key(RepositoryRef repository)
    {
        var place = repository.Url ?? Path.GetFullPath(repository.Path!);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)))[..12];
        var name = new string(repository.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? char.ToLowerInvariant(c) : '-').Take(40).ToArray());
        return $"{name}-{hash}";
    }

    [LoggerMessage(Microsoft.Extensions.Logging.LogLevel.Debug, "Opened {Repository} at {Sha}")]
    private partial void LogOpened(string repository, string sha);
}
