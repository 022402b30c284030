using System.Globalization;
using System.Text;

namespace ChatOps.Adapters.Git.Index;

/// <summary>The index of one repository: an entry per blob, read from disk once, completed from git for blobs that are new.</summary>
/// <param name="directory">Where the index is kept.</param>
/// <param name="bare">The bare clone that the blobs are read from.</param>
/// <param name="logger">For how much was read and how long it took.</param>
internal sealed partial class IndexStore(string directory, string bare, ILogger logger)
{
    /// <summary>Files above this are data or generated.</summary>
    private const int LargestBlob = 1024 * 1024;

    /// <summary>Entries of commits that nobody asks about are dropped from memory above this; they stay on disk.</summary>
    private const long MemoryBytes = 64L * 1024 * 1024;

    /// <summary>The file is written anew when it is this much larger than what the commit at hand needs.</summary>
    private const int CompactAtFactor = 8;

    private const long CompactAtBytes = 256L * 1024 * 1024;

    private readonly SingleFlight turn = new();
    private readonly IndexFile file = new(directory);
    private readonly Dictionary<BlobId, BlobEntry> live = [];
    private readonly Dictionary<BlobId, long> onDisk = [];
    private long liveBytes;
    private bool opened;

    /// <summary>What is held in memory, in bytes; roughly.</summary>
    public long Bytes => Interlocked.Read(ref liveBytes);

    /// <summary>Lets go of what is held in memory; it is on disk.</summary>
    public Task ForgetAsync() => turn.RunAsync(
        () =>
        {
            live.Clear();
            live.TrimExcess();
            onDisk.Clear();
            onDisk.TrimExcess();
            (liveBytes, opened) = (0, false);
            return Task.FromResult(true);
        },
        CancellationToken.None);

    /// <summary>The entry of each blob, in the order asked. Only blobs never seen before are read from git.</summary>
    public Task<BlobEntry[]> GetAsync(IReadOnlyList<BlobId> blobs, CancellationToken cancellationToken) => turn.RunAsync(() => CompleteAsync(blobs), cancellationToken);

    private async Task<BlobEntry[]> CompleteAsync(IReadOnlyList<BlobId> blobs)
    {
        var wanted = blobs.ToHashSet();
        Open(wanted);
        var missing = wanted.Where(id => !live.ContainsKey(id) && !ReadBack(id)).ToList();
        if (missing.Count > 0)
        {
            var started = TimeProvider.System.GetTimestamp();
            // Whoever asked may be gone: the work counts for the next one.
            var built = await BuildAsync(missing, CancellationToken.None);
            foreach (var (id, entry) in built) Keep(id, entry);
            file.Append(built);
            LogBuilt(built.Count, TimeProvider.System.GetElapsedTime(started));
        }
        Shrink(wanted);
        var entries = new BlobEntry[blobs.Count];
        for (var i = 0; i < entries.Length; i++) entries[i] = live.GetValueOrDefault(blobs[i], BlobEntry.Empty);
        return entries;
    }

    private void Open(HashSet<BlobId> wanted)
    {
        if (opened) return;
        opened = true;
        file.ReadAll(wanted.Contains, (id, offset, entry) =>
        {
            if (entry is null) onDisk[id] = offset;
            else Keep(id, entry);
        });
    }

    private bool ReadBack(BlobId id)
    {
        if (!onDisk.Remove(id, out var offset) || file.Read(offset) is not { } entry) return false;
        Keep(id, entry);
        return true;
    }

    private void Keep(BlobId id, BlobEntry entry)
    {
        if (live.TryAdd(id, entry)) liveBytes += entry.Bytes;
    }

    private void Shrink(HashSet<BlobId> wanted)
    {
        // A commit that by itself needs more than the limit is kept whole: dropping and reading it again at each call would cost more.
        if (liveBytes > MemoryBytes && live.Count > 2 * wanted.Count)
        {
            foreach (var id in live.Keys.Where(id => !wanted.Contains(id)).ToList()) live.Remove(id);
            liveBytes = live.Values.Sum(entry => (long)entry.Bytes);
            onDisk.Clear();
            file.ReadAll(_ => false, (id, offset, _) =>
            {
                if (!live.ContainsKey(id)) onDisk[id] = offset;
            });
        }
        if (file.Length > CompactAtBytes && file.Length > liveBytes * CompactAtFactor)
        {
            file.Rewrite(live.Select(pair => (pair.Key, pair.Value)));
            onDisk.Clear();
        }
    }

    private async Task<List<(BlobId Id, BlobEntry Entry)>> BuildAsync(List<BlobId> blobs, CancellationToken cancellationToken)
    {
        var built = new List<(BlobId, BlobEntry)>(blobs.Count);
        await new GitProcess(bare).StreamAsync(["cat-file", "--batch", "--buffer"], TimeSpan.FromMinutes(5), null,
            async (stdin, token) =>
            {
                var ids = new StringBuilder();
                foreach (var id in blobs) ids.Append(CultureInfo.InvariantCulture, $"{id}\n");
                await stdin.WriteAsync(Encoding.ASCII.GetBytes(ids.ToString()), token);
            },
            async (stdout, token) =>
            {
                // git unpacks in its process while this one counts: both cores are busy.
                // Not disposed: the stream below belongs to the process.
                var buffered = new BufferedStream(stdout, 1 << 20);
                var reader = new BatchReader(buffered);
                var tokenizer = new Tokenizer();
                foreach (var id in blobs)
                {
                    var content = await reader.NextAsync(LargestBlob, token);
                    built.Add((id, content is { } bytes && !TextDecoding.IsBinary(bytes.Span) && !IsMinified(bytes.Span) ? Read(tokenizer, bytes.Span) : BlobEntry.Empty));
                }
            }, cancellationToken);
        return built;
    }

    private static BlobEntry Read(Tokenizer tokenizer, ReadOnlySpan<byte> text)
    {
        var (terms, counts, length) = tokenizer.Read(text);
        return new BlobEntry(terms, counts, length, SymbolScanner.Read(text));
    }

    /// <summary>Lines of a thousand characters on average are no person's work.</summary>
    private static bool IsMinified(ReadOnlySpan<byte> text) => text.Length > 20_000 && text.Length / (text.Count((byte)'\n') + 1) > 1000;

    [LoggerMessage(LogLevel.Debug, "Indexed {Count} new files in {Elapsed}")]
    private partial void LogBuilt(int count, TimeSpan elapsed);
}
